// One alert: before the look what everybody sees, after it what lies behind, and the verdict.

function triageLook(ctx, own) {
  const { say } = ctx;
  const place = h("div", { class: "tr-look" });
  const show = (key) => {
    const alert = own.byKey.get(key);
    const value = own.valueOf(key);
    const known = own.details.get(key);
    const who = alert.who || alert.things.join(" ");
    replace(
      place,
      card(
        h("h3", { tabindex: "-1" }, alert.rule),
        h(
          "p",
          { class: "kd-soft kd-lead" },
          [alert.at.replace("T", " "), who, say("tri_counts", alert)].filter(Boolean).join(" · "),
        ),
        value ? triageVerdict(ctx, own, key, value) : triageOffer(ctx, own, key),
      ),
      value ? card(known ? triageSections(ctx, known) : h("p", {}, say("one_moment"))) : null,
    );
  };
  return { element: place, show };
}

function triageOffer(ctx, own, key) {
  const left = own.left();
  return h(
    "div",
    {},
    h("p", {}, ctx.say(left ? "tri_before" : "tri_no_looks_left")),
    button(ctx.say("tri_look", { left }), () => own.look(key), {
      disabled: !left,
      "data-look": "",
    }),
  );
}

function triageVerdict(ctx, own, key, value) {
  const pills = ["real", "harmless"].map((verdict, n) =>
    h(
      "button",
      {
        type: "button",
        role: "radio",
        class: value.verdict === verdict ? "kd-pill on" : "kd-pill",
        "aria-checked": String(value.verdict === verdict),
        on: { click: () => own.judge(key, verdict) },
      },
      h("kbd", { "aria-hidden": "true" }, String(n + 1)),
      " ",
      ctx.say(`tri_verdict_${verdict}`),
    ),
  );
  const check = checkPart(ctx, key);
  check.update(value.verdict !== null);
  return h(
    "div",
    {},
    h(
      "div",
      { class: "kd-row", role: "radiogroup", "aria-label": ctx.say("tri_column_verdict") },
      pills,
      h("small", { class: "kd-state" }, value.verdict ? itemState(ctx, key) : ctx.say("tri_judge")),
    ),
    check.element,
  );
}

const TRIAGE_LINE = 17; // letters that stay on one line where they come first, as a time does
const TRIAGE_WORD = 8; // and so many anywhere: a number or a short word never breaks

// Short tables, the most telling first; what the account did besides is folded.
function triageSections(ctx, sections) {
  return sections.map((section) => {
    const table = h(
      "div",
      { class: "tr-wide", tabindex: "0", role: "region", "aria-label": section.title },
      section.name === "who" ? triageFacts(section) : triageTable(section),
    );
    if (section.name === "around")
      return h("details", {}, h("summary", {}, `${section.title} (${section.rows.length})`), table);
    return h(
      "section",
      { class: `tr-part tr-part-${section.name}` },
      h("h4", {}, section.title),
      section.rows.length ? table : h("p", { class: "tr-none" }, section.empty),
      section.note ? h("p", { class: "kd-soft" }, section.note) : null,
    );
  });
}

function triageFacts({ columns, rows }) {
  return h(
    "dl",
    { class: "tr-facts" },
    columns.map((name, n) => h("div", {}, h("dt", {}, name), h("dd", {}, rows[0][n] || "–"))),
  );
}

function triageTable({ columns, rows, numbers }) {
  const kind = (n) => (numbers[n] ? "num" : null);
  const size = ({ length }) =>
    length > TRIAGE_LINE ? "tr-long" : length > TRIAGE_WORD ? null : "tr-short";
  return h(
    "table",
    { class: "tr-table" },
    h("thead", {}, h("tr", {}, columns.map((name, n) => h("th", { scope: "col", class: kind(n) }, name)))),
    h(
      "tbody",
      {},
      rows.map((row) => h("tr", {}, row.map((text, n) => h("td", { class: kind(n) ?? size(text) }, text || "–")))),
    ),
  );
}
