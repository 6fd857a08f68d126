// Who touched what: the events that are found, counted by a column; people counted once.

function invCount(ctx, desk) {
  const { say } = ctx;
  const pills = ctx.page.task.counted.map((name) =>
    button(invColumnTitle(ctx, name), () => desk.countBy(name), {
      class: "kd-pill",
      "aria-pressed": "false",
    }),
  );
  const body = h("tbody", {});
  const told = h("p", { class: "kd-soft" });
  const names = ["value", "events", "people", "first", "last"];
  const head = names.map((name, n) =>
    h("th", { scope: "col", class: n === 1 || n === 2 ? "num" : null }, say(`inv_count_${name}`)),
  );
  const table = h("table", {}, h("thead", {}, h("tr", {}, head)), body);
  const place = h(
    "div",
    { class: "iv-scroll", tabindex: "0", role: "region", "aria-label": say("inv_tab_count") },
    table,
    told,
  );
  const element = h(
    "div",
    { class: "iv-panel" },
    h(
      "div",
      { class: "iv-tools", role: "group", "aria-label": say("inv_count_by") },
      h("span", { class: "kd-soft" }, say("inv_count_by")),
      pills,
    ),
    place,
  );
  const show = () => {
    pills.forEach((pill, n) => {
      const on = ctx.page.task.counted[n] === desk.by;
      pill.classList.toggle("on", on);
      pill.setAttribute("aria-pressed", String(on));
    });
    const ask = { what: "count", query: invPlainQuery(desk.query), column: desk.by };
    desk.ask("count", ask, (data, error) => {
      if (error) return;
      replace(
        body,
        data.rows.map((row) => invCountRow(ctx, desk, row, data.rows)),
      );
      told.textContent = data.rows.length ? say("inv_count_note") : say("inv_log_empty");
    });
  };
  return { element, show, focus: () => place.focus({ preventScroll: true }) };
}

function invCountRow(ctx, desk, row, rows) {
  const most = Math.max(1, ...rows.map((one) => one.people));
  const empty = row.value === "" || row.value === null;
  const narrow = () =>
    desk.narrow(
      empty
        ? { column: desk.by, op: "empty", values: [] }
        : { column: desk.by, op: "is", values: [String(row.value)] },
      "log",
    );
  return h(
    "tr",
    {},
    h(
      "th",
      { scope: "row" },
      button([invTold(ctx, desk.by, row.value)], narrow, { class: "kd-link" }),
      row.about ? h("small", {}, ` ${row.about}`) : null,
    ),
    h("td", { class: "num" }, invGrouped(row.events)),
    h(
      "td",
      { class: "num iv-people" },
      h("i", { "aria-hidden": "true", style: `width:${(100 * row.people) / most}%` }),
      h("b", {}, invGrouped(row.people)),
    ),
    h("td", { class: "iv-when" }, invMoment(row.first)),
    h("td", { class: "iv-when" }, invMoment(row.last)),
  );
}
