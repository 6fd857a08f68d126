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

const INV_ROOM = 7.2; // a wider column shares what room is left
const INV_LEAST = 5; // and keeps so much
const INV_WHEN = /(^|_)at$/; // a moment, whose day and hour may stand below each other
const INV_SPLIT = 3.6;
const INV_DAY = /^\d{4}-(\d\d-\d\d \d\d:\d\d)$/;

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
    cells: (row) => shown.map((one) => invTableCell(ctx, row.cells[table.columns.indexOf(one)])),
    open: (row) => desk.open({ kind: "row", ref: row.ref, row, table }),
    act: () => desk.toDetail(),
    pick: (row) => row.ref && desk.pin(row.ref),
    empty: ctx.say("inv_table_empty"),
  });
  const least = (one) => (one.wide > INV_ROOM ? INV_LEAST : one.wide);
  const width = (one) =>
    one.wide > INV_ROOM ? `minmax(${INV_LEAST}em, ${one.wide}fr)` : `${one.wide}em`;
  const narrow = (one) => (INV_WHEN.test(one.name) ? `${INV_SPLIT}em` : invSaid(one) ?? width(one));
  grid.element.style.setProperty("--iv-columns", shown.map(width).join(" "));
  grid.element.style.setProperty("--iv-columns-narrow", shown.map(narrow).join(" "));
  const total = shown.reduce((sum, one) => sum + least(one) + 0.5, 1.3);
  grid.element.style.setProperty("--iv-width", `${total}em`);
  grid.element.classList.add("iv-free");
  if (shown.some((one) => one.wide > INV_ROOM)) grid.element.classList.add("iv-two");
  own.grids.set(own.name, grid);
  return grid;
}

// What somebody wrote takes the room that is left: a mail or a ticket is known by its subject.
function invSaid({ name, wide }) {
  return name === "subject" ? `minmax(${INV_LEAST}em, ${4 * wide}fr)` : null;
}

// Moments of the year that the log ends in need no year; the open row tells it.
function invTableCell({ page }, text) {
  if (!text) return { text: "—" };
  const short = text.startsWith(page.task.log.until.slice(0, 4)) && text.match(INV_DAY);
  return short ? { text: short[1], about: text } : { text };
}
