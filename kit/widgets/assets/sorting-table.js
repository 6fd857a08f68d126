// A long list as a grid. Its head stays, only the rows in sight exist, and the keyboard stays on
// the list itself while rows come and go.

const SORT_ROW = 3.3; // height of a row, in the size of its type
const SORT_SPARE = 6; // rows kept ready above and below

// cells(key) gives the cells of a row, open(key) is called when the person moves to a row.
function sortTable({ label, columns, cells, open, empty }) {
  const head = h(
    "div",
    { role: "row", class: "so-row so-head", "aria-rowindex": "1" },
    columns.map((text) => h("div", { role: "columnheader" }, text)),
  );
  const body = h("div", { role: "rowgroup", class: "so-rows" });
  const none = h("p", { class: "kd-soft so-none", hidden: true }, empty);
  const element = h(
    "div",
    {
      role: "grid",
      class: "so-grid",
      tabindex: "0",
      "aria-label": label,
      "aria-readonly": "true",
      "aria-colcount": String(columns.length),
    },
    h("div", { role: "rowgroup", class: "so-stay" }, head),
    body,
    none,
  );
  const grid = { element, head, body, none, cells, open, keys: [], now: null };
  grid.id = `kd-${newKey()}`;
  grid.drawn = new Map();
  element.addEventListener("scroll", () => sortDrawRows(grid));
  element.addEventListener("keydown", (event) => sortGridKeys(grid, event));
  new ResizeObserver(() => sortDrawRows(grid)).observe(element);
  return {
    element,
    get keys() {
      return grid.keys;
    },
    show: (keys) => sortShowKeys(grid, keys),
    move: (key) => sortMoveTo(grid, key),
    refresh: () => grid.drawn.forEach((row, key) => sortFillRow(grid, row, key)),
  };
}

function sortShowKeys(grid, keys) {
  grid.keys = keys;
  grid.places = new Map(keys.map((key, place) => [key, place]));
  grid.body.style.height = `${keys.length * SORT_ROW}em`;
  grid.element.setAttribute("aria-rowcount", String(keys.length + 1));
  grid.none.hidden = keys.length > 0;
  grid.drawn.forEach((row) => row.remove());
  grid.drawn.clear();
  sortDrawRows(grid);
}

// Draws what is in sight, and always the row that the keyboard is on.
function sortDrawRows(grid) {
  const { element, keys } = grid;
  const height = SORT_ROW * parseFloat(getComputedStyle(element).fontSize || "15");
  const seen = element.clientHeight || 20 * height;
  const first = Math.max(0, Math.floor(element.scrollTop / height) - SORT_SPARE);
  const last = Math.ceil((element.scrollTop + seen) / height) + SORT_SPARE;
  const wanted = new Set(keys.slice(first, last));
  if (grid.places?.has(grid.now)) wanted.add(grid.now);
  grid.drawn.forEach((row, key) => {
    if (wanted.has(key)) return;
    row.remove();
    grid.drawn.delete(key);
  });
  wanted.forEach((key) => {
    if (!grid.drawn.has(key)) grid.drawn.set(key, sortMakeRow(grid, key));
  });
  const active = grid.drawn.get(grid.now);
  if (active) element.setAttribute("aria-activedescendant", active.id);
  else element.removeAttribute("aria-activedescendant");
}

function sortMakeRow(grid, key) {
  const place = grid.places.get(key);
  const row = h("div", {
    role: "row",
    class: "so-row",
    id: `${grid.id}-${key}`,
    "aria-rowindex": String(place + 2),
    style: `top:${place * SORT_ROW}em`,
    on: { click: () => grid.open(key) },
  });
  row.rowPlace = place;
  sortFillRow(grid, row, key);
  const after = [...grid.body.children].find((one) => one.rowPlace > place);
  grid.body.insertBefore(row, after ?? null);
  return row;
}

function sortFillRow(grid, row, key) {
  const now = key === grid.now;
  row.classList.toggle("so-now", now);
  row.setAttribute("aria-selected", String(now));
  replace(
    row,
    grid.cells(key).map((cell) => h("div", { role: "gridcell" }, cell)),
  );
}

function sortMoveTo(grid, key) {
  const before = grid.drawn.get(grid.now);
  const was = grid.now;
  grid.now = key;
  if (before) sortFillRow(grid, before, was);
  if (!grid.places.has(key)) return sortDrawRows(grid);
  sortReveal(grid, grid.places.get(key));
  sortDrawRows(grid);
  return sortFillRow(grid, grid.drawn.get(key), key);
}

// Scrolls the list, never the page, and only as far as needed.
function sortReveal({ element, head }, place) {
  const height = SORT_ROW * parseFloat(getComputedStyle(element).fontSize || "15");
  const room = element.clientHeight - head.offsetHeight;
  const top = place * height;
  if (top < element.scrollTop) element.scrollTop = top;
  else if (top + height > element.scrollTop + room) element.scrollTop = top + height - room;
}

function sortGridKeys(grid, event) {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const { keys, element } = grid;
  const page = Math.max(1, Math.floor(element.clientHeight / (SORT_ROW * 15)) - 2);
  const by = { ArrowDown: 1, ArrowUp: -1, PageDown: page, PageUp: -page };
  const place = grid.places.get(grid.now) ?? -1;
  const ends = { Home: 0, End: keys.length - 1 };
  const wanted = ends[event.key] ?? (event.key in by ? place + by[event.key] : null);
  if (wanted === null || !keys.length) return;
  event.preventDefault();
  grid.open(keys[Math.min(keys.length - 1, Math.max(0, wanted))]);
}

// A number with thin spaces between thousands.
function sortGrouped(number) {
  return String(number).replace(/\B(?=(\d{3})+$)/g, "\u2009");
}
