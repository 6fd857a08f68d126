// Triage: the alerts at the left, the one that is open at the right, and how many looks are left.

function triageWork(ctx) {
  const { task } = ctx.page;
  const own = { filter: "all", details: new Map(), now: null, looked: new Set(task.looked) };
  own.byKey = new Map(task.alerts.map((one) => [one.key, one]));
  own.valueOf = (key) => {
    const value = itemAnswer(ctx, key);
    if (value) own.looked.add(key); // a look that is used stays used, whatever is undone
    return value ?? (own.looked.has(key) ? { verdict: null } : null);
  };
  own.used = () => task.items.filter((key) => own.valueOf(key)).length;
  own.left = () => task.budget - own.used();
  own.open = (key) => triageOpen(ctx, own, key);
  own.look = (key) => triageSpend(ctx, own, key);
  own.judge = (key, verdict) => saveItem(ctx, key, { verdict });
  own.meter = h("div", { class: "tr-meter", role: "status" });
  own.unused = h("div", { role: "alert" });
  own.list = triageList(ctx, own);
  own.panel = triageLook(ctx, own);
  const main = h("div", { class: "tr-work" }, own.meter, own.list.element, own.unused);
  own.view = workFrame(ctx, {
    main,
    side: own.panel.element,
    legend: [
      keys("↑", "↓"),
      ctx.say("key_move"),
      " · ",
      keys("L"),
      ctx.say("tri_key_look"),
      " · ",
      keys("1", "2"),
      ctx.say("tri_key_judge"),
    ],
    items: task.alerts.map((one) => ({ key: one.key, name: one.rule })),
    answerOf: own.valueOf,
    isDone: (value) => value === null || value.verdict !== null,
    goTo: (key) => {
      own.open(key);
      own.list.focus(key);
    },
    update: () => triageUpdate(ctx, own),
    start: own.list.element.querySelector("button.kd-link"),
  });
  const submit = own.view.next;
  own.view.next = (gap) => (triageAsksFirst(ctx, own, submit) ? null : submit(gap));
  own.view.element.classList.add("kd-look", "tr-cols");
  own.view.element.addEventListener("keydown", (event) => triageKeys(own, event));
  own.view.stages = () => [
    { label: ctx.say("tri_stage", { used: own.used(), budget: task.budget }), now: true },
  ];
  ctx.onDetail = (message) => {
    own.details.set(message.item, message.sections);
    if (message.item === own.now) triageShow(own);
  };
  const begun = task.items.find((key) => own.valueOf(key) && !own.valueOf(key).verdict);
  own.open(begun ?? task.items[0]);
  return own.view;
}

// Looks that nobody used are asked about once, as long as no other look is used.
function triageAsksFirst(ctx, own, submit) {
  const used = own.used();
  const gaps = ctx.page.task.items.some((key) => own.valueOf(key)?.verdict === null);
  if (gaps || own.left() < 1 || own.askedAt === used) return false;
  own.askedAt = used;
  const words = ctx.say("tri_unused", { left: own.left(), budget: ctx.page.task.budget });
  const stay = button(ctx.say("tri_go_on"), () => triageGoesOn(own), { "data-stay": "" });
  const anyway = button(ctx.say("tri_submit_anyway"), () => submit("first"), { "data-anyway": "" });
  replace(own.unused, note("warn", sign("warn"), " ", words, h("div", { class: "kd-row" }, stay, anyway)));
  stay.focus();
  return true;
}

function triageGoesOn(own) {
  own.askedAt = null;
  replace(own.unused);
  own.list.focus(own.now);
}

function triageOpen(ctx, own, key) {
  own.now = key;
  if (own.view) own.view.now = key;
  own.shown = null;
  triageUpdate(ctx, own);
}

// The look is stored before anything is shown; what it shows is asked for when that is done.
function triageSpend(ctx, own, key) {
  if (own.valueOf(key) || own.left() < 1) return;
  saveItem(ctx, key, { verdict: null });
  ctx.speak(ctx.say("tri_looked", { left: own.left() }));
}

function triageUpdate(ctx, own) {
  const { task } = ctx.page;
  const used = own.used();
  if (own.askedAt !== used) replace(own.unused);
  replace(
    own.meter,
    h("b", {}, ctx.say("tri_used", { used, budget: task.budget })),
    h(
      "span",
      { class: "kd-meter", "aria-hidden": "true" },
      h("i", { style: `width:${(100 * used) / task.budget}%` }),
    ),
  );
  own.list.update();
  if (!own.now) return;
  const stored = ctx.live.answers[own.now] || task.looked.includes(own.now);
  if (stored && !own.details.has(own.now) && own.asked !== own.now) {
    own.asked = own.now;
    ctx.send({ type: "detail", attempt: ctx.page.attempt.id, item: own.now });
  }
  const said = JSON.stringify([own.now, own.valueOf(own.now), own.details.has(own.now), used, ctx.live.checked[own.now]]);
  const state = ctx.saver.of(own.now)?.state ?? null;
  if (own.shown === said + state) return;
  own.shown = said + state;
  triageShow(own);
}

// The panel is drawn anew; whoever was in it with the keyboard stays in it.
function triageShow(own) {
  const inside = own.panel.element.contains(document.activeElement);
  own.panel.show(own.now);
  if (inside) own.panel.element.querySelector("[role=radio], [data-look]")?.focus();
}

function triageKeys(own, event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.matches("select")) return;
  const looked = own.valueOf(own.now);
  const act = {
    ArrowDown: () => own.list.step(1),
    ArrowUp: () => own.list.step(-1),
    l: () => own.look(own.now),
    L: () => own.look(own.now),
    1: looked && (() => own.judge(own.now, "real")),
    2: looked && (() => own.judge(own.now, "harmless")),
  }[event.key];
  if (!act) return;
  event.preventDefault();
  act();
}

function triageFigures({ page, say }) {
  const [head, ...rows] = page.result.orders;
  return [
    h("h3", {}, say("tri_orders")),
    h("p", { class: "kd-soft" }, say("tri_orders_note")),
    h("p", {}, say("tri_orders_lesson")),
    h(
      "table",
      { class: "kd-confusion tr-orders" },
      h("thead", {}, h("tr", {}, head.map((text, n) => h("th", { scope: "col", class: n ? "num" : null }, text)))),
      h(
        "tbody",
        {},
        rows.map(([name, count, about]) =>
          h(
            "tr",
            {},
            h("th", { scope: "row" }, name, about ? h("small", { class: "kd-block" }, about) : null),
            h("td", { class: "num" }, count),
          ),
        ),
      ),
    ),
  ];
}

function triageReview(ctx) {
  const { say } = ctx;
  return reviewFrame(ctx, {
    columns: [say("tri_column_rule"), say("tri_column_yours"), say("tri_column_truth")],
    row: (one) => [one.alert, one.yours, one.expected],
    explain: (one) =>
      h(
        "div",
        {},
        card(
          h("h3", {}, one.alert),
          h("p", { class: "kd-soft kd-lead" }, one.where),
          whyPanel(ctx, one),
        ),
        card(triageSections(ctx, one.detail)),
      ),
  });
}
