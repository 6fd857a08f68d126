// The desk: the clue, what the log is narrowed to, the time line, tabs over log and tables; beside
// them the open row and the case file. What is looked at outlives the way to the report and back.

const INV_PAST = 50; // so many filters can be gone back to

function invDesk(ctx, { readOnly = false, start = null } = {}) {
  const desk = invDeskState(ctx, readOnly);
  invCaseActs(ctx, desk);
  desk.chips = h("div", {
    class: "iv-chips",
    role: "group",
    "aria-label": ctx.say("inv_narrowed"),
  });
  desk.clear = button(ctx.say("inv_clear"), () => desk.empty(), { class: "kd-link" });
  desk.before = button(ctx.say("inv_step_back"), () => desk.stepBack(), { class: "kd-link" });
  desk.found = h("p", { class: "iv-found", "aria-live": "polite" });
  desk.adder = invAdder(ctx, desk);
  desk.time = invTimeLine(ctx, {
    change: (window, zoom) => {
      desk.zoom = zoom;
      desk.setWindow(window);
    },
  });
  desk.detail = invDetail(ctx, desk);
  desk.file = readOnly ? null : invCaseFile(ctx, desk);
  desk.log = invLog(ctx, desk);
  desk.count = invCount(ctx, desk);
  desk.panels = { log: desk.log, count: desk.count };
  const { tabs } = ctx.page.task;
  tabs.forEach((tab) => (desk.panels[tab.code] = invTables(ctx, desk, tab)));
  desk.tabs = invTabs(ctx, desk, tabs);
  const main = h(
    "section",
    { class: "kd-card iv-main", "aria-label": ctx.say("inv_desk") },
    h("div", { class: "iv-bar" }, desk.found, desk.chips, desk.before, desk.clear, desk.adder.button),
    desk.adder.form,
    desk.time.element,
    desk.tabs.element,
    h(
      "div",
      { class: "iv-panels" },
      Object.values(desk.panels).map((one) => one.element),
    ),
  );
  const side = h("div", { class: "iv-side" }, desk.detail.element, desk.file?.element);
  desk.element = h("div", { class: "iv-desk" }, main, side);
  // Where the open row stands below the table, a click brings it into sight.
  main.addEventListener("iv-clicked", () =>
    desk.detail.element.scrollIntoView({ block: "nearest" }),
  );
  invDeskActs(ctx, desk);
  if (start) desk.query = invQuery(start);
  desk.turnTo(start ? "log" : desk.tab);
  desk.open(null);
  desk.refresh();
  return desk;
}

// What is remembered of the desk; a desk only to look at forgets.
function invDeskState(ctx, readOnly) {
  const kept = readOnly ? {} : (ctx.lab.kept ??= invRecall(ctx));
  const desk = {
    readOnly,
    kept,
    timers: {},
    pending: {},
    past: [],
    query: invQuery(kept.query),
    zoom: kept.zoom ?? null,
    tab: kept.tab ?? "log",
    by: kept.by ?? ctx.page.task.counted[0],
    newest: kept.newest ?? false,
  };
  desk.ask = (lane, message, react) =>
    ctx.lab.asker.ask(lane, message, (data, error) => {
      if (error) invTrouble(ctx, desk, error);
      react(data, error);
    });
  return desk;
}

function invTrouble(ctx, desk, words) {
  replace(desk.found, h("span", { class: "kd-is-danger" }, sign("danger"), " ", words));
  ctx.speak(words);
}

function invDeskActs(ctx, desk) {
  const { tabs } = ctx.page.task;
  desk.change = (query) => {
    desk.past = [...desk.past, desk.query].slice(-INV_PAST);
    desk.query = query;
    desk.refresh(true);
  };
  desk.stepBack = () => {
    desk.query = desk.past.at(-1);
    desk.past = desk.past.slice(0, -1);
    desk.refresh(true);
  };
  desk.empty = () => {
    desk.zoom = null;
    desk.change(invQuery());
  };
  desk.narrow = (condition, tab, typed) => {
    desk.turnTo(tab ?? "log");
    desk.change(invNarrowed(desk.query, condition, typed));
  };
  desk.look = (query) => {
    desk.zoom = null;
    desk.turnTo("log");
    desk.change(invQuery(query));
    desk.log.focus();
  };
  desk.openTable = ({ name, search }) => {
    const tab = tabs.find((one) => one.tables.some((table) => table.name === name));
    if (!tab) return;
    desk.panels[tab.code].turn(name, search, true);
    desk.turnTo(tab.code);
  };
  desk.setWindow = ({ since, until }) => desk.change({ ...desk.query, since, until });
  desk.countBy = (name) => {
    desk.by = name;
    desk.count.show();
    desk.keep();
  };
  desk.turn = () => {
    desk.newest = !desk.newest;
    desk.refresh();
  };
  desk.open = (opened) => {
    desk.opened = opened;
    desk.detail.show(opened);
  };
  desk.toDetail = () => desk.detail.element.focus();
  desk.keep = () => invRemember(ctx, desk);
  desk.refresh = (aloud = false) => invRefresh(ctx, desk, aloud);
  desk.flush = () => {
    Object.values(desk.timers).forEach((timer) => window.clearTimeout(timer));
    Object.keys(desk.timers).forEach((name) => desk.pending[name]());
    desk.timers = {};
  };
  desk.update = () => {
    desk.file?.update();
    if (desk.opened) invRefreshPin(ctx, desk);
  };
}

// After pinning, the button says so; the rest of the open row stays as it is.
function invRefreshPin(ctx, desk) {
  const before = desk.detail.element.querySelector(".iv-pin");
  const now = invPinButton(ctx, desk, desk.opened);
  if (!before || !now || before.disabled === now.disabled) return;
  const had = before === document.activeElement;
  before.replaceWith(now);
  if (had) desk.detail.element.focus();
}

// What is narrowed to goes to the kernel; count, time line and first rows come back together.
function invRefresh(ctx, desk, aloud) {
  invDrawChips(ctx, desk);
  desk.element.setAttribute("aria-busy", "true");
  const { query } = desk;
  const message = {
    what: "log",
    query: invPlainQuery(query),
    zoom: desk.zoom,
    newest: desk.newest,
  };
  desk.ask("log", message, (found, error) => {
    desk.element.removeAttribute("aria-busy");
    if (error) return invTakeBack(ctx, desk);
    desk.good = query;
    desk.keep();
    if (invLearnThings(ctx, found.things)) invDrawChips(ctx, desk);
    const values = { events: invGrouped(found.total), people: invGrouped(found.people) };
    replace(desk.found, invFoundWords(ctx.say, values));
    desk.time.zoom = desk.zoom;
    desk.time.show(found.timeline, query);
    desk.log.show(found);
    if (desk.readOnly && found.total && desk.tab === "log") desk.log.grid.goTo(0);
    if (aloud) ctx.speak(ctx.say("inv_found_aloud", values));
    return undefined;
  });
  if (desk.tab === "count") desk.count.show();
  desk.update();
}

// What files and mails of a condition are called; a page that is opened anew knows only their ids.
function invLearnThings({ page }, things) {
  const known = (page.task.names["resource.uid"] ??= {});
  const fresh = Object.entries(things).filter(([id, name]) => known[id] !== name);
  fresh.forEach(([id, name]) => (known[id] = name));
  return fresh.length > 0;
}

// What cannot be asked is not kept; why not stands where the count was.
function invTakeBack(ctx, desk) {
  desk.query = desk.good ?? invQuery();
  invDrawChips(ctx, desk);
}

function invDrawChips(ctx, desk) {
  const none = invIsEmpty(desk.query);
  desk.clear.hidden = none;
  desk.before.hidden = !desk.past.length;
  replace(
    desk.chips,
    none
      ? h("span", { class: "kd-soft" }, ctx.say("inv_nothing_narrowed"))
      : invChips(ctx, desk.query, desk.change),
  );
}

function invFoundWords(say, values) {
  return fill(say("inv_found_words", { events: "{events}", people: "{people}" }), {
    events: h("b", {}, values.events),
    people: h("b", {}, values.people),
  });
}

function invTabs(ctx, desk, tabs) {
  const { say } = ctx;
  const named = [
    { code: "log", title: say("inv_tab_log") },
    { code: "count", title: say("inv_tab_count") },
    ...tabs,
  ];
  const id = `kd-${newKey()}`;
  const buttons = named.map(({ code, title }) =>
    button(title, () => desk.turnTo(code), {
      role: "tab",
      id: `${id}-${code}`,
      class: "iv-tab",
      "aria-controls": `${id}-${code}-panel`,
    }),
  );
  named.forEach(({ code }) => {
    const { element } = desk.panels[code];
    element.id = `${id}-${code}-panel`;
    element.setAttribute("role", "tabpanel");
    element.setAttribute("aria-labelledby", `${id}-${code}`);
  });
  desk.turnTo = (code) => {
    const known = desk.panels[code] ? code : "log";
    const changed = desk.tab !== known;
    desk.tab = known;
    named.forEach((one, n) => {
      const on = one.code === known;
      buttons[n].setAttribute("aria-selected", String(on));
      buttons[n].tabIndex = on ? 0 : -1;
      buttons[n].classList.toggle("on", on);
      desk.panels[one.code].element.hidden = !on;
    });
    if (changed) desk.open?.(null);
    if (known !== "log") desk.panels[known].show();
    desk.keep?.();
  };
  const turn = (event) => {
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    const place = buttons.indexOf(event.target);
    if (!by || place < 0) return;
    event.preventDefault();
    const next = (place + by + named.length) % named.length;
    desk.turnTo(named[next].code);
    buttons[next].focus();
  };
  const element = h(
    "div",
    { role: "tablist", class: "iv-tabs", "aria-label": say("inv_tabs"), on: { keydown: turn } },
    buttons,
  );
  return { element };
}

// The tab's own memory: what somebody was looking at is still there after a reload.
function invRecall(ctx) {
  const name = `kit-case-${ctx.page.attempt?.ticket}`;
  return { ...JSON.parse(sessionStorage.getItem(name) ?? "{}"), name };
}

function invRemember(ctx, desk) {
  if (desk.readOnly) return;
  const { query, zoom, tab, by, newest } = desk;
  Object.assign(desk.kept, { query, zoom, tab, by, newest });
  const { name, ...kept } = desk.kept;
  sessionStorage.setItem(name, JSON.stringify(kept));
}
