// The list of notes. Only the rows in sight exist, so that two thousand notes scroll like ten.

const LIST_SPARE = 6; // rows beyond each edge

// entries: [{key, title, excerpt}]; open(place) opens one; state(entry) returns what stands on its
// right: {text, severity, label}.
function textList(ctx, { entries, open, state, label }) {
  const id = `kd-${newKey()}`;
  const sheet = h("div", { class: "tx-sheet", role: "presentation" });
  const element = h(
    "div",
    { class: "tx-list", role: "listbox", tabindex: "0", "aria-label": label },
    sheet,
  );
  const list = { element, sheet, id, entries, state, now: 0, rows: new Map(), height: 48 };
  list.show = (place) => listShow(list, place);
  list.update = () => list.rows.forEach((row, place) => listState(list, row, place));
  list.fill = (some) => listFill(list, some);
  element.addEventListener("scroll", () => listDraw(list), { passive: true });
  element.addEventListener("keydown", (event) => listKey(list, open, event));
  element.addEventListener("click", (event) => {
    const row = event.target.closest("[data-place]");
    if (row) open(Number(row.dataset.place), true);
  });
  const watch = new ResizeObserver(() => listMeasure(list));
  watch.observe(element);
  return list;
}

function listFill(list, entries) {
  list.entries = entries;
  list.now = Math.min(list.now, Math.max(0, entries.length - 1));
  listMeasure(list);
}

function listMeasure(list) {
  const size = Number.parseFloat(getComputedStyle(list.element).fontSize) || 15;
  list.height = Math.round(size * 3.5);
  list.sheet.style.height = `${list.height * list.entries.length}px`;
  list.sheet.style.setProperty("--row", `${list.height}px`);
  list.rows.forEach((row) => row.remove());
  list.rows.clear();
  listDraw(list);
}

function listDraw(list) {
  const { element, entries, height, rows, sheet } = list;
  const seen = element.clientHeight || 400;
  const first = Math.max(0, Math.floor(element.scrollTop / height) - LIST_SPARE);
  const last = Math.min(
    entries.length,
    Math.ceil((element.scrollTop + seen) / height) + LIST_SPARE,
  );
  rows.forEach((row, place) => {
    if (place >= first && place < last) return;
    row.remove();
    rows.delete(place);
  });
  for (let place = first; place < last; place += 1) {
    if (rows.has(place)) continue;
    const row = listRow(list, place);
    rows.set(place, row);
    sheet.append(row);
  }
}

function listRow(list, place) {
  const { title, excerpt, lang } = list.entries[place];
  const row = h(
    "div",
    {
      class: "tx-row",
      role: "option",
      id: `${list.id}-${place}`,
      "data-place": place,
      "aria-posinset": place + 1,
      "aria-setsize": list.entries.length,
      style: `top:${place * list.height}px`,
    },
    h("span", { class: "tx-title" }, title),
    h("span", { class: "tx-state" }),
    h("span", { class: "tx-excerpt", lang }, excerpt),
  );
  listState(list, row, place);
  return row;
}

function listState(list, row, place) {
  const { text, severity, label } = list.state(list.entries[place]);
  const now = String(place === list.now);
  if (row.getAttribute("aria-selected") !== now) row.setAttribute("aria-selected", now);
  if (row.said === text + severity) return;
  row.said = text + severity;
  replace(
    row.querySelector(".tx-state"),
    severity ? sign(severity) : null,
    ` ${text}`,
    label ? h("span", { class: "kd-sr" }, ` ${label}`) : null,
  );
}

function listShow(list, place) {
  const { element, height } = list;
  list.now = place;
  const top = place * height;
  const low = element.scrollTop + element.clientHeight - height;
  if (top < element.scrollTop) element.scrollTop = Math.max(0, top - height);
  else if (top > low) element.scrollTop = top - element.clientHeight + 2 * height;
  listDraw(list);
  list.update();
  element.setAttribute("aria-activedescendant", `${list.id}-${place}`);
}

function listKey(list, open, event) {
  const page = Math.max(1, Math.floor(list.element.clientHeight / list.height) - 1);
  const steps = { ArrowDown: 1, ArrowUp: -1, PageDown: page, PageUp: -page };
  const last = list.entries.length - 1;
  const ends = { Home: 0, End: last };
  const to = ends[event.key] ?? list.now + (steps[event.key] ?? Number.NaN);
  if (event.key === "Enter") open(list.now, true);
  else if (!Number.isNaN(to) && !event.altKey) open(Math.min(last, Math.max(0, to)), false);
  else return;
  event.preventDefault();
  event.stopPropagation();
}
