// What the choices leave, counted by the kernel from the whole table: groups, needs, one row.

function liveCard(ctx) {
  const element = h("section", { class: "kd-card rl-live", "aria-label": ctx.say("live_title") });
  element.redraw = (groups, aloud) => {
    if (!groups) return;
    replace(element, liveParts(ctx, groups));
    if (aloud) ctx.speak(groups.sentence);
  };
  element.redraw(ctx.live.groups, false);
  return element;
}

function liveParts(ctx, groups) {
  const { say, page } = ctx;
  const kind = groups.enough ? "ok" : "danger";
  return [
    h("h3", {}, say("live_title")),
    h(
      "p",
      { class: "rl-smallest" },
      h("span", { class: "kd-soft" }, say("live_smallest")),
      h(
        "b",
        { class: `kd-is-${kind}` },
        sign(kind),
        " ",
        groups.smallest,
        h("small", {}, ` ${peopleWord(say, groups.smallest)}`),
      ),
    ),
    h("p", { class: "kd-lead" }, page.task.bar),
    barsPart(ctx, groups.bars, page.task.k),
    h("p", { class: "kd-soft" }, say("live_groups", { count: groups.count })),
    groups.identifiers ? note("warn", sign("warn"), " ", groups.identifiers) : null,
    groups.alike
      ? h("p", { class: "rl-alike" }, sign(groups.alike.severity), " ", groups.alike.text)
      : null,
    needsPart(say, groups.needs),
    peekPart(say, groups.peek),
  ];
}

function peopleWord(say, count) {
  return say(count === "1" ? "live_person" : "live_people");
}

// People by the size of their group; a line divides the sizes below k from the others.
function barsPart({ say }, bars, k) {
  const line = h("div", { role: "presentation", class: "rl-k" }, h("span", {}, `k = ${k}`));
  const rows = bars.map((bar, n) => [
    !bar.small && bars[n - 1]?.small ? line : null,
    h(
      "div",
      { role: "row", class: `rl-bar${bar.small ? " rl-small" : ""}` },
      h("span", { role: "rowheader" }, barSign(bar), " ", bar.title),
      h("i", { "aria-hidden": "true" }, h("u", { style: `width:${bar.share}%` })),
      h("span", { role: "cell", class: "num" }, `${bar.people} ${peopleWord(say, bar.people)}`),
    ),
  ]);
  return h("div", { class: "rl-bars", role: "table", "aria-label": say("bars_title") }, rows);
}

function barSign({ share, small }) {
  if (!share) return h("span", { class: "kd-sign", "aria-hidden": "true" }, "·");
  return sign(small ? "danger" : "ok");
}

const NEED_SIGNS = { served: "ok", first: "ok", no_room: "note", unmet: "danger" };

function needsPart(say, needs) {
  const line = (need) =>
    h(
      "li",
      {},
      sign(NEED_SIGNS[need.state]),
      " ",
      need.text,
      h("small", { class: "kd-soft" }, ` · ${need.word}`),
    );
  return [h("h4", {}, say("needs_title")), h("ul", { class: "rl-needs" }, needs.map(line))];
}

function peekPart(say, peek) {
  if (!peek.length) return h("p", { class: "kd-soft" }, say("peek_none"));
  const line = ({ name, value }) => [h("dt", {}, name), h("dd", {}, value)];
  return [h("h4", {}, say("peek_title")), h("dl", { class: "rl-peek" }, peek.map(line))];
}
