// The alerts: when, which rule, who, how many people; and what one has made of those looked at.

const TRIAGE_SORTS = {
  at: (one, other) => (one.at < other.at ? -1 : 1),
  severity: (one, other) => other.severity - one.severity || (one.at < other.at ? -1 : 1),
  people: (one, other) => other.people - one.people || (one.at < other.at ? -1 : 1),
};

function triageList(ctx, own) {
  const { say, page } = ctx;
  const sort = h(
    "select",
    { on: { change: () => drawFrom() } },
    Object.keys(TRIAGE_SORTS).map((name) => h("option", { value: name }, say(`tri_sort_${name}`))),
  );
  const picked = wrapSelect(sort);
  const filters = ["all", "looked"].map((name) =>
    button(say(`tri_filter_${name}`), () => {
      own.filter = name;
      drawFrom();
    }, { class: "kd-pill" }),
  );
  const body = h("tbody", {});
  const head = ["at", "rule", "who", "people", "verdict"].map((name) =>
    h("th", { scope: "col", class: name === "people" ? "num" : null }, say(`tri_column_${name}`)),
  );
  const table = h("table", { class: "kd-fields tr-alerts" }, h("thead", {}, h("tr", {}, head)), body);
  const rows = new Map();
  const element = h(
    "section",
    { class: "kd-card tr-list", "aria-label": say("tri_list") },
    h(
      "div",
      { class: "kd-row" },
      filters,
      h("label", { class: "kd-push" }, say("tri_sort"), " ", picked.element),
    ),
    h("div", { class: "tr-scroll" }, table),
  );
  function draw() {
    picked.update();
    filters.forEach((one, n) => {
      const on = ["all", "looked"][n] === own.filter;
      one.classList.toggle("on", on);
      one.setAttribute("aria-pressed", String(on));
    });
    const shown = page.task.alerts
      .filter((one) => own.filter === "all" || own.valueOf(one.key))
      .sort(TRIAGE_SORTS[sort.value]);
    rows.clear();
    const made = shown.map((one) => {
      const row = triageRow(ctx, own, one);
      rows.set(one.key, row);
      return row.element;
    });
    replace(body, made.length ? made : h("tr", {}, h("td", { colspan: "5" }, say("tri_none"))));
    update();
  }
  // In another order the first alert opens, so that the panel shows what the list shows.
  function drawFrom() {
    draw();
    const [first] = rows.keys();
    if (first) own.open(first);
    rows.get(first)?.element.scrollIntoView({ block: "nearest" });
  }
  function update() {
    for (const row of rows.values()) row.update();
  }
  const step = (by) => {
    const keys = [...rows.keys()];
    const key = keys[Math.min(keys.length - 1, Math.max(0, keys.indexOf(own.now) + by))];
    if (key) own.open(key);
    rows.get(key)?.focus();
  };
  draw();
  return { element, draw, update, step, focus: (key) => rows.get(key)?.focus() };
}

function triageRow(ctx, own, alert) {
  const state = h("td", {});
  const name = button(alert.rule, () => own.open(alert.key), { class: "kd-link" });
  const who = alert.who || alert.things.join(" ");
  const element = h(
    "tr",
    { "data-item": alert.key, on: { click: () => pick() } },
    h("td", { class: "tr-when" }, alert.at.slice(5).replace("T", " ")),
    h("th", { scope: "row" }, name, h("small", {}, ctx.say(`tri_severity_${alert.severity}`))),
    h("td", { class: "tr-who" }, who || "–"),
    h("td", { class: "num" }, alert.people ? String(alert.people) : "–"),
    state,
  );
  const update = () => {
    const value = own.valueOf(alert.key);
    element.classList.toggle("kd-now", own.now === alert.key);
    element.setAttribute("aria-current", own.now === alert.key ? "true" : "false");
    replace(state, ...triageState(ctx, value));
  };
  const pick = () => {
    own.open(alert.key);
    name.focus({ preventScroll: true }); // the keys act on what was clicked
  };
  return { element, update, focus: () => name.focus({ preventScroll: false }) };
}

function triageState({ say }, value) {
  if (!value) return ["–"];
  if (!value.verdict) return [sign("warn"), " ", say("tri_undecided")];
  const real = value.verdict === "real";
  return [h("b", { class: real ? "kd-is-danger" : "kd-is-ok" }, say(`tri_verdict_${value.verdict}`))];
}
