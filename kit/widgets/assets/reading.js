// The first page of a lab: the situation, the data to leaf through, the other exercises.

function renderReading(ctx) {
  const { page, say } = ctx;
  const { task } = page;
  const started = Object.keys(ctx.live.answers).length > 0;
  const begin = button(say(started ? "go_on" : "begin"), () => ctx.goTo("work"), {
    class: "kd-primary kd-push",
    "data-start": "",
  });
  const left = [
    card(
      h("h3", {}, say("situation")),
      task.intro.map((part) => h("p", {}, part)),
      task.objectives.length
        ? [
            h("h4", {}, say("objectives")),
            h(
              "ul",
              {},
              task.objectives.map((one) => h("li", {}, one)),
            ),
          ]
        : null,
    ),
    ctx.lab.brief?.(ctx),
    task.preview.length
      ? card(h("h3", {}, say("data"), h("small", {}, ` · ${say("data_note")}`)), renderPreview(ctx))
      : null,
    h(
      "div",
      { class: "kd-foot" },
      h("span", { class: "kd-soft" }, say(task.guided ? "practice_note" : "self_check_note")),
      begin,
    ),
  ];
  const right = [exerciseCard(ctx), attemptsCard(ctx)];
  return { element: h("div", { class: "kd-cols" }, h("div", {}, left), h("div", {}, right)) };
}

// Some rows of each table; one table at a time.
function renderPreview(ctx) {
  const { say } = ctx;
  const tables = ctx.page.task.preview;
  const place = h("div", { class: "kd-scroll", tabindex: "0", role: "region" });
  const choices = tables.map((table) =>
    button(table.title, () => show(table), {
      class: "kd-pill",
      "aria-pressed": "false",
      title: table.table,
    }),
  );
  function show(table) {
    choices.forEach((choice, n) => {
      choice.classList.toggle("on", tables[n] === table);
      choice.setAttribute("aria-pressed", String(tables[n] === table));
    });
    place.setAttribute("aria-label", table.title);
    replace(place, previewTable(table));
  }
  if (tables.length) show(tables[0]);
  return h(
    "div",
    {},
    h("div", { class: "kd-row", role: "group", "aria-label": say("data") }, choices),
    place,
  );
}

const LONG = 120; // an address keeps to one line, a chat does not

function previewTable(table) {
  const head = h(
    "tr",
    {},
    table.columns.map((name) => h("th", { scope: "col" }, h("code", {}, name))),
  );
  const rows = table.rows.map((row) =>
    h(
      "tr",
      {},
      row.map((value) => h("td", { class: valueClass(value) }, value || "—")),
    ),
  );
  return h("table", { class: "kd-preview" }, h("thead", {}, head), h("tbody", {}, rows));
}

function valueClass(value) {
  return value.length > LONG ? "kd-value kd-long" : "kd-value";
}
