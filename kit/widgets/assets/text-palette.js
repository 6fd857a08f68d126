// The small board of kinds that appears at a selection or at a mark.

function textPalette(ctx, act) {
  const { task } = ctx.page;
  const kinds = task.kinds.map((kind, place) =>
    h(
      "button",
      {
        type: "button",
        class: `tx-choice ${kindLook(task, kind.code)}`,
        title: kind.about,
        "aria-keyshortcuts": KIND_KEYS[place],
        on: { click: () => act.kind(kind.code) },
      },
      h("kbd", { "aria-hidden": "true" }, KIND_KEYS[place]),
      h("span", { class: "tx-word" }, kind.title),
    ),
  );
  const subjects = task.subjects.map((one) =>
    button(one.title, () => act.subject(one.code), { class: "kd-pill" }),
  );
  const whose = h(
    "div",
    { class: "tx-whose", role: "group", "aria-label": ctx.say("whose") },
    h("span", { class: "kd-soft" }, ctx.say("whose"), " ", keys("S")),
    subjects,
  );
  const remove = button(ctx.say("remove_mark"), act.remove, { class: "kd-link tx-remove" });
  const element = h(
    "div",
    { class: "tx-palette", role: "group", hidden: true },
    h("div", { class: "tx-kinds" }, kinds),
    task.subjects.length ? whose : null,
    h("div", { class: "tx-foot" }, remove, h("small", {}, keys("Esc"), ctx.say("close"))),
  );
  element.addEventListener("mousedown", (event) => event.preventDefault()); // the selection stays
  const palette = { element, kinds, subjects, whose, remove, task };
  palette.open = (box, words, mark) => paletteOpen(ctx, palette, box, words, mark);
  palette.close = () => (element.hidden = true);
  palette.isOpen = () => !element.hidden;
  return palette;
}

// box: where the selection ends, in the coordinates of the paper it lies on.
function paletteOpen(ctx, { element, kinds, subjects, whose, remove, task }, box, words, mark) {
  kinds.forEach((choice, place) => {
    choice.setAttribute("aria-pressed", String(task.kinds[place].code === mark?.kind));
  });
  subjects.forEach((pill, place) => {
    const on = task.subjects[place].code === mark?.subject;
    pill.classList.toggle("on", on);
    pill.setAttribute("aria-pressed", String(on));
  });
  whose.hidden = !mark;
  remove.hidden = !mark;
  const id = mark ? "palette_mark" : "palette_new";
  element.setAttribute("aria-label", ctx.say(id, { text: words }));
  element.hidden = false;
  const room = element.parentElement.clientWidth - element.offsetWidth;
  element.style.left = `${Math.max(0, Math.min(box.left, room))}px`;
  element.style.top = `${box.bottom + 8}px`;
}

// The kinds beside the work, with their keys: what the palette offers, always in sight.
function kindLegend(ctx) {
  const { task } = ctx.page;
  const word = ctx.say("sensitive");
  const told = (kind) => !kind.sensitive || kind.title.toLowerCase().includes(word);
  const entry = (kind, place) =>
    h(
      "li",
      { title: kind.about },
      h("kbd", {}, KIND_KEYS[place]),
      h(
        "details",
        {},
        h(
          "summary",
          {},
          h("span", { class: `tx-sample ${kindLook(task, kind.code)}` }, kind.title),
          told(kind) ? null : h("small", {}, ` ${word}`),
        ),
        h("small", {}, kind.about),
      ),
    );
  return card(
    h("h3", {}, ctx.say("kinds"), h("small", {}, ` · ${ctx.say("kinds_note")}`)),
    h("ul", { class: "kd-plain tx-legend" }, task.kinds.map(entry)),
  );
}
