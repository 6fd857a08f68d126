// One record, open like a file: the record as it stands, then what else is held about the person.

const SORT_WIDE = 4; // a single row with more columns is set out downwards
const SORT_OPEN = ["consent", "use", "notice"]; // tables of the file that open by themselves

function sortFile(ctx, desk) {
  const { say } = ctx;
  const head = h("div", { class: "so-file-head" });
  const body = h("div", {
    class: "so-file-body",
    tabindex: "0",
    role: "region",
    "aria-label": say("sort_file"),
  });
  const why = h("div", { class: "so-why", "aria-live": "polite" });
  const file = { head, body, why, folded: new Map(), record: null };
  const label = { class: "kd-card so-file", "aria-label": say("sort_file") };
  file.element = h("section", label, head, body);
  file.show = (record) => sortShowFile(ctx, desk, file, record);
  file.explain = (finding) => {
    replace(why, finding ? whyPanel(ctx, finding) : null);
    sortMarkFile(file, finding);
    if (finding) body.scrollTop = 0;
  };
  return file;
}

function sortShowFile(ctx, desk, file, record) {
  const { say, page } = ctx;
  file.record = record;
  replace(
    file.head,
    h(
      "h3",
      {},
      record.title,
      h("small", {}, ` · ${sortPlace(ctx, record)}`),
    ),
    h(
      "p",
      { class: "kd-soft" },
      h("span", {}, `${say("sort_customer")} `, h("code", {}, record.customer)),
      sortLookUps(ctx, desk, record),
    ),
  );
  replace(file.why);
  const parts = [sortRecordPart(page.task, record, say), sortFactsPart(ctx, file, record)];
  replace(file.body, file.why, parts);
  file.body.scrollTop = 0;
}

function sortPlace({ page, say }, record) {
  const { items } = page.task;
  const place = sortGrouped(items.indexOf(record.key) + 1);
  return say("sort_place", { place, count: sortGrouped(items.length) });
}

// Leads to the books with the right word in the search; whether there is an entry, one sees there.
function sortLookUps({ page, say }, desk, record) {
  const { names } = page.task.layouts[record.layout];
  const category = record.values[names.indexOf("category")] ?? "";
  const words = { schedule: category, holds: record.customer, register: record.table };
  return h(
    "span",
    { class: "so-lookups", role: "group", "aria-label": say("sort_look_up") },
    h("span", {}, say("sort_look_up")),
    page.task.books.map(({ code, title }) =>
      button(title, () => desk.books.lookUp(code, words[code] ?? ""), { class: "kd-link" }),
    ),
  );
}

function sortRecordPart(task, record, say) {
  const { names, titles, abouts } = task.layouts[record.layout];
  return [
    h("h4", {}, say("sort_record")),
    sortDown("record", record.table, names, titles, record.values, abouts),
  ];
}

function sortFactsPart({ page, say }, file, record) {
  if (!record.facts.length) return h("p", { class: "kd-soft so-none" }, say("sort_no_facts"));
  const facts = record.facts.map((fact) => {
    const { names, titles } = page.task.layouts[fact.layout];
    const label = say("sort_rows", { count: fact.rows.length });
    const id = `${fact.role} ${fact.table}`;
    const fold = h(
      "details",
      { class: "so-fact", open: file.folded.get(id) ?? sortOpensItself(fact) },
      h("summary", {}, fact.title, h("small", {}, ` · ${label}`)),
      sortSheet(fact, names, titles, say, record.customer),
    );
    fold.addEventListener("toggle", () => file.folded.set(id, fold.open));
    return fold;
  });
  return [h("h4", {}, say("sort_facts")), facts];
}

// Most tables wait, with their count in the heading, for whoever wants them.
function sortOpensItself({ role, rows }) {
  return SORT_OPEN.includes(role) && rows.length <= 4;
}

// The customer's own number stands above the file, so its column is left out of the tables.
function sortSheet(fact, names, titles, say, customer) {
  if (!fact.rows.length) return h("p", { class: "kd-soft" }, say("sort_no_rows"));
  if (fact.rows.length === 1 && names.length > SORT_WIDE)
    return sortDown(fact.role, fact.table, names, titles, fact.rows[0]);
  const told = (place) => fact.rows.every((row) => row[place] === customer);
  const kept = names.map((_, place) => place).filter((place) => !told(place));
  const rows = fact.rows.map((row) =>
    h(
      "tr",
      { "data-row": sortRowName(fact.table, names, row) },
      kept.map((n) => h("td", { class: "so-value", "data-column": names[n] }, row[n] || "—")),
    ),
  );
  const head = kept.map((n) => h("th", { scope: "col", title: names[n] }, titles[n]));
  return h(
    "div",
    { class: "kd-scroll so-scroll", tabindex: "0", role: "region", "aria-label": fact.title },
    h("table", { class: "kd-preview" }, h("thead", {}, h("tr", {}, head)), h("tbody", {}, rows)),
  );
}

// One row, its columns below each other in as many pairs as there is room for.
function sortDown(role, table, names, titles, values, abouts = []) {
  return h(
    "dl",
    { class: "so-down", "data-row": sortRowName(table, names, values), "data-role": role },
    titles.map((title, n) =>
      h(
        "div",
        { "data-column": names[n], class: sortRoom(values[n]) },
        h("dt", { title: abouts[n] || names[n] }, title),
        h("dd", { class: "so-value" }, values[n] || "—"),
      ),
    ),
  );
}

// How much of the row a value takes, so that no number is broken; Chinese letters are wide.
function sortRoom(text) {
  const width = [...text].reduce((sum, letter) => sum + (letter > "\u2e80" ? 2 : 1), 0);
  if (width > 34) return "so-long";
  return width > 15 ? "so-mid" : null;
}

function sortRowName(table, names, values) {
  return JSON.stringify([table, Object.fromEntries(names.map((name, n) => [name, values[n]]))]);
}

// Marks in the open file the cells that a verdict rests on, and opens what hides them.
function sortMarkFile({ body }, finding) {
  body.querySelectorAll(".so-rests").forEach((one) => one.classList.remove("so-rests"));
  const places = [...body.querySelectorAll("[data-row]")];
  for (const fact of finding?.rests_on ?? []) {
    const fits = (place) => fact.rows.some((row) => sortFits(place, fact, row));
    places.filter(fits).forEach((place) => sortRestsOn(place, fact));
  }
}

function sortFits(place, fact, row) {
  const [table, values] = JSON.parse(place.dataset.row);
  return table === fact.table && fact.names.every((name, n) => (values[name] ?? row[n]) === row[n]);
}

function sortRestsOn(place, fact) {
  const fold = place.closest("details");
  if (fold && fact.decides.length) fold.open = true;
  for (const name of fact.decides)
    place.querySelector(`[data-column="${CSS.escape(name)}"]`)?.classList.add("so-rests");
}
