// One column's row: its levels side by side, and what it then shows.

function columnRow(ctx, column, act) {
  const { say } = ctx;
  const id = `rl-${newKey()}`;
  const pills = column.levels.map((level) =>
    h(
      "button",
      {
        type: "button",
        role: "radio",
        class: "kd-pill",
        "aria-checked": "false",
        tabindex: "-1",
        on: { click: () => act.choose(column, level.code) },
      },
      level.title,
    ),
  );
  const shown = h("small", { class: "rl-shown" });
  const state = h("small", { class: "rl-state" });
  const group = { role: "radiogroup", class: "rl-pills", "aria-labelledby": id };
  const element = h(
    "tr",
    { "data-item": column.key, on: { focusin: act.enter, click: act.enter } },
    h(
      "th",
      { scope: "row", id },
      column.name,
      column.sensitive ? h("small", { class: "rl-mark" }, column.sensitive) : null,
    ),
    h("td", {}, h("div", group, pills), h("div", { class: "rl-line" }, shown, state)),
  );
  return { column, element, pills, shown, state, said: null };
}

function updateColumn(ctx, row) {
  const level = itemAnswer(ctx, row.column.key)?.level ?? null;
  const pending = ctx.saver.of(row.column.key)?.state ?? null;
  const said = JSON.stringify([level, pending, ctx.locale]);
  if (row.said === said) return;
  row.said = said;
  const place = row.column.levels.findIndex((one) => one.code === level);
  row.pills.forEach((pill, n) => {
    pill.classList.toggle("on", n === place);
    pill.setAttribute("aria-checked", String(n === place));
    pill.tabIndex = n === Math.max(0, place) ? 0 : -1;
  });
  const chosen = row.column.levels[place];
  row.shown.textContent = chosen ? shownLine(chosen) : "";
  replace(row.state, ...(chosen ? itemState(ctx, row.column.key) : []));
}

function shownLine({ samples, count }) {
  const [first] = samples;
  return first ? `${first} … · ${count}` : count;
}

// The same people at every level, so that one sees what each leaves of them.
function columnDetail(ctx, column) {
  const { say } = ctx;
  const lines = column.levels.map((level) =>
    h(
      "tr",
      {},
      h("th", { scope: "row" }, level.title),
      h(
        "td",
        {},
        level.samples.map((sample) => h("div", { class: "rl-sample" }, sample)),
        h("small", { class: "kd-soft" }, level.count),
      ),
    ),
  );
  return [
    h("h3", {}, say("detail_title", { column: column.name })),
    h("table", { class: "rl-detail" }, h("tbody", {}, lines)),
  ];
}
