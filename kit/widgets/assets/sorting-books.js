// The books of the desk as tabs: retention schedule, hold register, processing register, and a
// tool that reckons periods. A book says what is in it when somebody looks it up, not before.

const SORT_ENTRIES = 40; // entries of a book shown at once

function sortBooks(ctx) {
  const { page, say } = ctx;
  const tabs = page.task.books.map((book) => sortBookTab(ctx, book));
  tabs.push({ code: "period", title: say("sort_period"), panel: sortPeriodTool(ctx) });
  const id = `kd-${newKey()}`;
  const open = (code, focus = false) => {
    tabs.forEach((tab) => {
      const now = tab.code === code;
      tab.button.setAttribute("aria-selected", String(now));
      tab.button.tabIndex = now ? 0 : -1;
      tab.button.classList.toggle("on", now);
      tab.place.hidden = !now;
      if (now && focus) tab.button.focus();
    });
  };
  tabs.forEach((tab) => {
    const target = `${id}-${tab.code}`;
    const props = { role: "tab", id: `${target}-tab`, "aria-controls": target, class: "so-tab" };
    tab.button = button(tab.title, () => open(tab.code), props);
    tab.place = h(
      "div",
      { role: "tabpanel", id: target, "aria-labelledby": `${target}-tab` },
      tab.panel,
    );
  });
  const turn = (event) => {
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    const place = tabs.findIndex((tab) => tab.button === event.target);
    if (!by || place < 0) return;
    event.preventDefault();
    open(tabs[(place + by + tabs.length) % tabs.length].code, true);
  };
  const bar = h(
    "div",
    { role: "tablist", class: "so-tabs", "aria-label": say("sort_books"), on: { keydown: turn } },
    tabs.map((tab) => tab.button),
  );
  open(tabs[0].code);
  const element = card(
    h("h3", {}, say("sort_books")),
    bar,
    tabs.map((tab) => tab.place),
  );
  element.classList.add("so-books");
  const lookUp = (code, words) => {
    open(code);
    tabs.find((tab) => tab.code === code).search(words);
    element.scrollIntoView({ block: "nearest" });
  };
  return { element, lookUp };
}

function sortBookTab(ctx, book) {
  const { say, speak } = ctx;
  const search = h("input", {
    type: "search",
    "aria-label": say("sort_search_in", { book: book.title }),
    placeholder: say(`sort_search_${book.code}`),
    on: { input: () => show() },
  });
  const count = h("p", { class: "kd-soft" });
  const list = h("div", {
    class: "so-entries",
    tabindex: "0",
    role: "region",
    "aria-label": book.title,
  });
  const lower = book.rows.map((row) => row.join("\n").toLowerCase());
  const show = () => {
    const wanted = search.value.trim().toLowerCase();
    const found = book.rows.filter((_, place) => lower[place].includes(wanted));
    const entries = found.slice(0, SORT_ENTRIES).map((row) => sortEntry(book, row));
    list.scrollTop = 0;
    replace(list, entries.length ? h("ul", { class: "kd-plain" }, entries) : null);
    count.textContent = sortFoundWords(say, wanted, found.length, book.rows.length);
    list.hidden = !entries.length;
  };
  show();
  const panel = h("div", {}, search, count, list);
  const lookUp = (words) => {
    search.value = words;
    show();
    search.focus({ preventScroll: true });
    speak(`${book.title} · ${count.textContent}`);
  };
  return { code: book.code, title: book.title, panel, search: lookUp };
}

function sortFoundWords(say, wanted, found, of) {
  const count = sortGrouped(of);
  if (!wanted && found <= SORT_ENTRIES) return say("sort_entries", { count });
  if (!wanted) return say("sort_entries_first", { shown: SORT_ENTRIES, count });
  if (!found) return say("sort_not_found");
  const id = found > SORT_ENTRIES ? "sort_found_many" : "sort_found";
  return say(id, { found: sortGrouped(found), count });
}

// An entry of a book: what it is in bold, and each column that says something under its title.
function sortEntry(book, row) {
  const [first, ...rest] = sortEntryOrder(book);
  const code = book.code === "schedule" ? book.names.indexOf("category") : -1;
  const filled = rest.filter((place) => row[place] !== "" && place !== code);
  return h(
    "li",
    {},
    h("b", { title: row[code] ?? null }, row[first]),
    h(
      "dl",
      {},
      filled.map((place) => [
        h("dt", {}, book.columns[place]),
        h("dd", {}, h("span", { class: "so-value" }, row[place])),
      ]),
    ),
  );
}

// The name somebody looks for comes first: the customer of a hold, the papers of a period.
function sortEntryOrder({ code, names }) {
  const lead = { holds: "customer_id", schedule: "title", register: "purpose" }[code];
  const first = Math.max(0, names.indexOf(lead));
  return [first, ...names.map((_, place) => place).filter((place) => place !== first)];
}
