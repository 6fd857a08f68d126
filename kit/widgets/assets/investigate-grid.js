// A grid over rows that the kernel holds: only those in sight are drawn, and asked for in pieces.
// The keyboard stays on the grid itself; a row and, if one wants, a cell in it are marked.

const INV_SPARE = 8; // rows kept ready above and below
const INV_PIECE = 100; // rows asked for at once
const INV_MOST = 400000; // rows that a browser can scroll through

// columns: [{name, title, kind}]; fetch(offset, limit, done); cells(row): [{text, small, narrow}];
// open(row) when the person moves to it, act(row, cell, how) for what happens to a cell.
function invGrid({ label, columns, fetch, cells, open, act, empty, pick }) {
  const head = h(
    "div",
    { role: "row", class: "iv-row iv-head", "aria-rowindex": "1" },
    columns.map((one) => h("div", { role: "columnheader", class: one.kind }, one.title)),
  );
  const body = h("div", { role: "rowgroup", class: "iv-rows" });
  const none = h("p", { class: "kd-soft iv-none", hidden: true }, empty);
  const element = h(
    "div",
    {
      role: "grid",
      class: "iv-grid",
      tabindex: "0",
      "aria-label": label,
      "aria-readonly": "true",
      "aria-colcount": String(columns.length),
    },
    h("div", { role: "rowgroup", class: "iv-stay" }, head),
    body,
    none,
  );
  const grid = {
    ...{ element, head, body, none, columns, fetch, cells, open, act, pick },
    ...{ total: 0, now: null, cell: 0, known: new Map(), drawn: new Map(), turn: 0 },
  };
  grid.id = `kd-${newKey()}`;
  grid.show = (total, rows) => invShowRows(grid, total, rows);
  grid.row = () => grid.known.get(grid.now) ?? null;
  grid.redraw = () => invRedraw(grid);
  grid.goTo = (place) => invGridMove(grid, place);
  element.addEventListener("scroll", () => invDraw(grid));
  element.addEventListener("keydown", (event) => invGridKeys(grid, event));
  new ResizeObserver(() => invDraw(grid)).observe(element);
  return grid;
}

function invShowRows(grid, total, rows) {
  grid.turn += 1;
  grid.total = Math.min(total, INV_MOST);
  grid.known = new Map(rows.map((row, place) => [place, row]));
  grid.now = null;
  grid.element.scrollTop = 0;
  grid.body.style.height = `calc(${grid.total} * var(--iv-row))`;
  grid.element.setAttribute("aria-rowcount", String(total + 1));
  grid.none.hidden = total > 0;
  invRedraw(grid);
}

function invRedraw(grid) {
  grid.drawn.forEach((row) => row.remove());
  grid.drawn.clear();
  invDraw(grid);
}

// The style says how high a row is, in the size of its type: where room is scarce, three lines.
function invRowHeight({ element }) {
  const style = getComputedStyle(element);
  return parseFloat(style.getPropertyValue("--iv-row")) * parseFloat(style.fontSize || "15");
}

function invDraw(grid) {
  const { element } = grid;
  const height = invRowHeight(grid);
  const seen = element.clientHeight || 20 * height;
  const first = Math.max(0, Math.floor(element.scrollTop / height) - INV_SPARE);
  const last = Math.min(grid.total, Math.ceil((element.scrollTop + seen) / height) + INV_SPARE);
  grid.drawn.forEach((row, place) => {
    if (place >= first && place < last) return;
    row.remove();
    grid.drawn.delete(place);
  });
  let missing = null;
  for (let place = first; place < last; place += 1) {
    if (!grid.known.has(place)) missing ??= place;
    else if (!grid.drawn.has(place)) invDrawRow(grid, place);
  }
  if (missing !== null) invFetch(grid, missing);
  invMark(grid);
}

function invFetch(grid, missing) {
  const offset = Math.max(0, missing - (missing % INV_PIECE));
  if (grid.asked === `${grid.turn} ${offset}`) return;
  grid.asked = `${grid.turn} ${offset}`;
  const { turn } = grid;
  grid.fetch(offset, INV_PIECE * 2, (rows) => {
    grid.asked = null;
    if (turn !== grid.turn || !rows) return;
    rows.forEach((row, n) => grid.known.set(offset + n, row));
    if (rows.length) invDraw(grid);
    if (grid.wanted !== null && grid.known.has(grid.wanted)) invGridMove(grid, grid.wanted);
  });
}

function invDrawRow(grid, place) {
  const row = grid.known.get(place);
  const element = h("div", {
    role: "row",
    class: "iv-row",
    id: `${grid.id}-${place}`,
    "aria-rowindex": String(place + 2),
    style: `top:calc(${place} * var(--iv-row))`,
    on: { click: (event) => invClickRow(grid, place, event) },
  });
  element.place = place;
  replace(
    element,
    grid.cells(row).map((cell, n) => invCell(grid, place, cell, n)),
  );
  grid.drawn.set(place, element);
  const after = [...grid.body.children].find((one) => one.place > place);
  grid.body.insertBefore(element, after ?? null);
}

// What can be narrowed to is underlined under the pointer; the rest of the row only opens it.
function invCell(grid, place, { text, small, narrow, kind, about }, n) {
  const words = [text, small ? h("small", {}, ` ${small}`) : null];
  return h(
    "div",
    {
      role: "gridcell",
      id: `${grid.id}-${place}-${n}`,
      class: [grid.columns[n].kind, kind].filter(Boolean).join(" ") || null,
      title: about ?? [text, small].filter((one) => typeof one === "string" && one).join(" "),
      "data-n": String(n),
    },
    narrow ? h("span", { class: "iv-narrow" }, words) : words,
  );
}

function invClickRow(grid, place, event) {
  const cell = event.target.closest("[role=gridcell]");
  grid.cell = Number(cell?.dataset.n ?? 0);
  invGridMove(grid, place);
  grid.element.focus({ preventScroll: true });
  grid.element.dispatchEvent(new CustomEvent("iv-clicked", { bubbles: true }));
  if (event.target.closest(".iv-narrow"))
    grid.act(grid.row(), grid.cell, event.shiftKey || event.altKey ? "exclude" : "narrow");
}

function invMark(grid) {
  grid.drawn.forEach((row, place) => {
    const now = place === grid.now;
    row.classList.toggle("iv-now", now);
    row.setAttribute("aria-selected", String(now));
    [...row.children].forEach((cell, n) =>
      cell.classList.toggle("iv-here", now && n === grid.cell),
    );
  });
  const active = grid.drawn.has(grid.now) ? `${grid.id}-${grid.now}-${grid.cell}` : null;
  if (active) grid.element.setAttribute("aria-activedescendant", active);
  else grid.element.removeAttribute("aria-activedescendant");
}

function invGridMove(grid, place) {
  grid.now = place;
  grid.wanted = null;
  const height = invRowHeight(grid);
  const room = grid.element.clientHeight - grid.head.offsetHeight;
  const top = place * height;
  if (top < grid.element.scrollTop) grid.element.scrollTop = top;
  else if (top + height > grid.element.scrollTop + room)
    grid.element.scrollTop = top + height - room;
  invDraw(grid);
  if (grid.row()) grid.open(grid.row());
  else grid.wanted = place;
}

function invGridKeys(grid, event) {
  if (event.ctrlKey || event.metaKey || event.altKey || !grid.total) return;
  const page = Math.max(1, Math.floor(grid.element.clientHeight / invRowHeight(grid)) - 2);
  const by = { ArrowDown: 1, ArrowUp: -1, PageDown: page, PageUp: -page };
  const ends = { Home: 0, End: grid.total - 1 };
  const along = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
  const here = grid.now ?? (by[event.key] > 0 ? -1 : 0);
  const wanted = ends[event.key] ?? (event.key in by ? here + by[event.key] : null);
  if (wanted !== null) invGridMove(grid, Math.min(grid.total - 1, Math.max(0, wanted)));
  else if (along) {
    grid.cell = Math.min(grid.columns.length - 1, Math.max(0, grid.cell + along));
    invMark(grid);
  } else if (event.key === "Enter" && grid.row())
    grid.act(grid.row(), grid.cell, event.shiftKey ? "exclude" : "narrow");
  else if (event.key.toLowerCase() === "p" && grid.row()) grid.pick?.(grid.row());
  else return;
  event.preventDefault();
}
