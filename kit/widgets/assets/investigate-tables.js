// The company's tables, some to a tab: search them, open a row, see it in the log, pin it.

function invTables(ctx, desk, tab) {
  const { say } = ctx;
  const own = { name: tab.tables[0].name, search: "", grids: new Map() };
  const pills = tab.tables.map((table) =>
    button(
      [table.title, h("small", {}, ` ${invGrouped(table.rows)}`)],
      () => own.turn(table.name),
      {
        class: "kd-pill",
        "aria-pressed": "false",
      },
    ),
  );
  const field = h("input", {
    type: "search",
    class: "iv-search",
    placeholder: say("inv_search"),
    "aria-label": say("inv_search_in", { table: tab.title }),
    on: {
      input: () => {
        own.search = field.value;
        own.show();
      },
      keydown: (event) => event.key === "Enter" && own.focus(),
    },
  });
  const found = h("span", { class: "kd-soft" });
  const place = h("div", { class: "iv-place" });
  own.element = h(
    "div",
    { class: "iv-panel" },
    h("div", { class: "iv-tools" }, pills, field, found),
    place,
  );
  own.turn = (name, search = "", first = false) => {
    own.name = name;
    own.search = field.value = search;
    own.first = first; // whoever was led here sees the row at once
    own.show();
  };
  own.show = () => {
    tab.tables.forEach((table, n) => {
      pills[n].classList.toggle("on", table.name === own.name);
      pills[n].setAttribute("aria-pressed", String(table.name === own.name));
    });
    const message = { what: "table", table: own.name, search: own.search, offset: 0, limit: 200 };
    desk.ask("table", message, (data, error) => {
      if (error || own.name !== data.table) return;
      const grid = invTableGrid(ctx, desk, tab, own);
      replace(place, grid.element);
      grid.show(data.total, data.rows);
      if (own.first && data.total) grid.goTo(0);
      own.first = false;
      const title = tab.tables.find((one) => one.name === own.name);
      const values = { count: invGrouped(data.total), of: invGrouped(title.rows) };
      found.textContent = say(own.search ? "inv_found" : "inv_rows", values);
    });
  };
  own.focus = () => place.querySelector("[role=grid]")?.focus({ preventScroll: true });
  return own;
}

const INV_ROOM = 9; // a longer column shares what room is left

function invTableGrid(ctx, desk, tab, own) {
  if (own.grids.has(own.name)) return own.grids.get(own.name);
  const table = tab.tables.find((one) => one.name === own.name);
  const shown = table.columns.filter((one) => one.wide !== 0);
  const grid = invGrid({
    label: table.title,
    columns: shown.map((one) => ({ name: one.name, title: one.title, kind: null })),
    fetch: (offset, limit, done) =>
      desk.ask(
        "rows",
        { what: "table", table: table.name, search: own.search, offset, limit },
        (data) => done(data?.rows ?? null),
      ),
    cells: (row) => shown.map((one) => ({ text: row.cells[table.columns.indexOf(one)] || "—" })),
    open: (row) => desk.open({ kind: "row", ref: row.ref, row, table }),
    act: () => desk.toDetail(),
    pick: (row) => row.ref && desk.pin(row.ref),
    empty: ctx.say("inv_table_empty"),
  });
  const least = (one) => Math.min(INV_ROOM, one.wide);
  const width = (one) =>
    one.wide > INV_ROOM ? `minmax(${INV_ROOM}em, ${one.wide}fr)` : `${one.wide}em`;
  grid.element.style.setProperty("--iv-columns", shown.map(width).join(" "));
  const total = shown.reduce((sum, one) => sum + least(one) + 0.8, 1);
  grid.element.style.setProperty("--iv-width", `${total}em`);
  grid.element.classList.add("iv-free");
  own.grids.set(own.name, grid);
  return grid;
}
