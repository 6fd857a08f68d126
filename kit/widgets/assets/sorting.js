// Sorting out: the deal in short, the long list, one record open as a file, the books of the desk.

function sortWork(ctx) {
  const desk = { ctx, filter: "all" };
  const { task } = ctx.page;
  desk.byKey = new Map(task.records.map((record) => [record.key, record]));
  desk.valueOf = (key) => itemAnswer(ctx, key) ?? task.blank;
  desk.done = (value) => Object.values(value).every((part) => part !== null);
  desk.open = (key) => sortOpen(ctx, desk, key);
  desk.step = (by) => sortStep(ctx, desk, by);
  desk.next = () => sortNext(ctx, desk);
  desk.decide = (change) => sortDecide(ctx, desk, change);
  desk.check = () => checkItem(ctx, desk.now);
  desk.rest = () => sortRest(desk);
  desk.books = sortBooks(ctx);
  desk.list = sortList(ctx, desk);
  desk.file = sortFile(ctx, desk);
  desk.decision = sortDecision(ctx, desk);
  desk.file.element.append(desk.decision.element);
  const panes = h("div", { class: "so-panes" }, desk.list.element, desk.file.element);
  const main = h("div", { class: "so-work" }, sortDeal(ctx), panes);
  main.addEventListener("keydown", (event) => sortOnKey(ctx, desk, event));
  const first = task.items.find((key) => !desk.done(desk.valueOf(key))) ?? task.items[0];
  desk.list.show("all");
  desk.open(first);
  desk.view = workFrame(ctx, {
    main,
    side: desk.books.element,
    legend: sortLegend(ctx),
    tools: [],
    items: task.records.map(({ key, title }) => ({ key, name: title })),
    answerOf: desk.valueOf,
    isDone: desk.done,
    goTo: (key) => {
      desk.open(key);
      desk.list.focus();
    },
    update: () => sortUpdate(ctx, desk),
    start: desk.list.grid,
  });
  desk.view.now = first;
  return desk.view;
}

// The form of the deal, its dates, its parties and today, always in sight.
function sortDeal({ page, say }) {
  const { deal, today } = page.task;
  const pairs = (facts) =>
    h(
      "dl",
      {},
      facts.map(([name, value]) => h("div", {}, h("dt", {}, name), h("dd", {}, value))),
    );
  const about = h("p", { class: "kd-soft" }, deal.about);
  const more = h("div", { hidden: true }, about, pairs(deal.more));
  return h(
    "section",
    { class: "kd-card so-deal", "aria-label": say("sort_deal") },
    h("b", {}, foldButton(deal.title, more)),
    pairs([...deal.facts, [say("sort_today"), today]]),
    more,
  );
}

function sortList(ctx, desk) {
  const { say } = ctx;
  const count = h("span", { class: "kd-soft" });
  const filters = ["all", "open"].map((name) =>
    button(say(`sort_filter_${name}`), () => list.show(name), {
      class: "kd-pill",
      "aria-pressed": "false",
    }),
  );
  const table = sortTable({
    label: say("sort_list"),
    columns: [say("sort_column_record"), say("sort_column_decision")],
    cells: (key) => sortCells(ctx, desk, key),
    open: desk.open,
    empty: say("sort_list_empty"),
  });
  const list = {
    table,
    grid: table.element,
    focus: () => table.element.focus({ preventScroll: true }),
    show: (filter) => sortFilter(ctx, desk, list, filter),
    count,
    filters,
  };
  list.element = h(
    "section",
    { class: "kd-card so-list", "aria-label": say("sort_list") },
    h("div", { class: "so-list-head" }, filters, count),
    table.element,
  );
  return list;
}

function sortFilter(ctx, desk, list, filter) {
  desk.filter = filter;
  const { items } = ctx.page.task;
  const open = items.filter((key) => !desk.done(desk.valueOf(key)));
  list.table.show(filter === "all" ? items : open);
  list.filters.forEach((one, n) => {
    const on = ["all", "open"][n] === filter;
    one.classList.toggle("on", on);
    one.setAttribute("aria-pressed", String(on));
  });
  if (desk.now) list.table.move(desk.now);
  sortCount(ctx, desk, list);
}

function sortCount({ page, say }, desk, list) {
  const { items } = page.task;
  const left = items.filter((key) => !desk.done(desk.valueOf(key))).length;
  list.count.textContent = say("sort_count", {
    count: sortGrouped(items.length),
    left: sortGrouped(left),
  });
}

function sortCells(ctx, desk, key) {
  const { task } = ctx.page;
  const record = desk.byKey.get(key);
  const value = desk.valueOf(key);
  const begun = Object.values(value).some((part) => part !== null);
  const titles = [...task.actions, ...task.problems, ...task.reasons];
  const code = value.action ?? value.problem ?? value.reason ?? null;
  const said = titles.find((one) => one.code === code)?.title;
  const open = h("small", {}, sign("warn"), " ", ctx.say("sort_half"));
  return [
    [
      h("span", { class: "so-title" }, record.table_title),
      h("small", {}, [record.gist, sortNumber(record)].filter(Boolean).join(" · ")),
    ],
    begun ? [h("span", { class: "so-said" }, said), desk.done(value) ? null : open] : ["—"],
  ];
}

// The number of a record, without the name of its table where the title starts with it.
function sortNumber({ title, table_title: table }) {
  return title.startsWith(table) ? title.slice(table.length).trim() : title;
}

function sortOpen(ctx, desk, key) {
  const moved = desk.now !== key;
  desk.now = key;
  if (desk.view) desk.view.now = key;
  desk.record = desk.byKey.get(key);
  desk.list.table.move(key);
  if (!moved) return;
  desk.file.show(desk.record);
  desk.shown = null;
  sortUpdateOpen(ctx, desk);
}

function sortStep(ctx, desk, by) {
  const { keys } = desk.list.table;
  const place = keys.indexOf(desk.now) + by;
  if (keys[place]) desk.open(keys[place]);
  desk.list.focus();
}

// The next record without a decision, from here downwards and then from the top.
function sortNext(ctx, desk) {
  const { items } = ctx.page.task;
  const open = items.filter((key) => !desk.done(desk.valueOf(key)));
  const place = items.indexOf(desk.now);
  const next = open.find((key) => items.indexOf(key) > place) ?? open[0];
  if (desk.filter === "open") desk.list.show("open");
  if (!next) {
    desk.view.element.querySelector(".kd-foot .kd-primary").focus();
    return ctx.speak(ctx.say("sort_all_decided"));
  }
  desk.list.focus();
  desk.open(next);
  const values = { record: desk.record.title, left: sortGrouped(open.length) };
  return ctx.speak(ctx.say("sort_now_open", values));
}

function sortDecide(ctx, desk, change) {
  const { task } = ctx.page;
  const before = desk.valueOf(desk.now);
  const after = sortChanged(task, before, change);
  if (task.asks.every((part) => after[part] === before[part])) return;
  saveItem(ctx, desk.now, after);
  if (change.action) {
    const { title } = task.actions.find((one) => one.code === change.action);
    ctx.speak(ctx.say("sort_chosen", { action: title, record: desk.record.title }));
  }
}

// Where all keys of the work hold: the action that is chosen, else the list.
function sortRest({ decision, list }) {
  const pill = decision.pills?.pills.find((one) => one.tabIndex === 0);
  if (pill) pill.focus({ preventScroll: true });
  else list.focus();
}

function sortUpdate(ctx, desk) {
  desk.list.table.refresh();
  sortCount(ctx, desk, desk.list);
  sortUpdateOpen(ctx, desk);
}

function sortUpdateOpen(ctx, desk) {
  if (!desk.decision) return;
  desk.decision.update();
  const finding = ctx.saver.of(desk.now) ? null : (ctx.live.checked[desk.now] ?? null);
  if (finding === desk.shown) return; // articles stay as they were opened
  desk.shown = finding;
  desk.file.explain(finding);
}
