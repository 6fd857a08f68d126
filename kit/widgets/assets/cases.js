// One case per screen: what is known of it and where from, then the questions about it.

function casesWork(ctx) {
  const { task } = ctx.page;
  const own = {
    place: h("div", {}),
    tabs: h("div", { class: "kd-row cs-tabs", role: "group", "aria-label": ctx.say("cases_all") }),
    groups: [],
    open: null,
  };
  own.valueOf = (key) => itemAnswer(ctx, key) ?? { choice: null };
  own.done = (value) => value.choice !== null;
  own.buttons = task.cases.map((one, n) =>
    button("", () => casesOpen(ctx, own, n, true), { class: "kd-pill", "data-case": one.case }),
  );
  own.tabs.append(...own.buttons);
  const main = h("div", { class: "cs-work" }, own.tabs, own.place);
  main.addEventListener("keydown", (event) => casesOnKey(ctx, own, event));
  const first = task.questions.find((one) => !own.done(own.valueOf(one.key))) ?? task.questions[0];
  own.view = workFrame(ctx, {
    main,
    side: casesCatalogue(ctx),
    legend: [
      keys(...casesNumbers(task)),
      ctx.say("cases_choose"),
      " · ",
      keys("N"),
      ctx.say("cases_next"),
      " · ",
      keys("Enter"),
      ctx.say("key_enter"),
    ],
    items: task.questions.map((one) => ({ key: one.key, name: casesName(ctx, one) })),
    answerOf: own.valueOf,
    isDone: own.done,
    goTo: (key) => casesGoTo(ctx, own, key),
    update: () => casesUpdate(ctx, own),
    start: own.tabs,
  });
  casesOpen(ctx, own, casesPlace(ctx, first.key), false);
  own.view.now = first.key;
  return own.view;
}

function casesNumbers({ questions }) {
  const most = Math.max(...questions.map((one) => one.options.length));
  return Array.from({ length: most }, (_, n) => String(n + 1));
}

// What "the catalogue" is: every kind of leak with its story, family by family.
function casesCatalogue({ page, say }) {
  const { families } = page.task;
  const group = `cs-${newKey()}`;
  const count = families.reduce((sum, one) => sum + one.kinds.length, 0);
  return card(
    h("h3", {}, say("cases_catalogue"), h("small", {}, ` · ${say("cases_kinds", { count })}`)),
    h("p", { class: "kd-soft kd-lead" }, say("cases_catalogue_note")),
    families.map(({ title, kinds }) =>
      h(
        "details",
        { class: "kd-level cs-family", name: group }, // one open at a time
        h("summary", {}, h("b", {}, title), h("small", {}, ` · ${kinds.length}`)),
        h(
          "dl",
          {},
          kinds.map((one) => [h("dt", {}, one.title), h("dd", {}, one.about)]),
        ),
      ),
    ),
  );
}

function casesName({ page }, question) {
  const one = page.task.cases.find((some) => some.case === question.case);
  return `${one.title} · ${question.title}`;
}

function casesPlace({ page }, key) {
  const { case: name } = page.task.questions.find((one) => one.key === key);
  return page.task.cases.findIndex((one) => one.case === name);
}

function casesGoTo(ctx, own, key) {
  casesOpen(ctx, own, casesPlace(ctx, key), false);
  const group = own.groups.find((one) => one.key === key);
  const input = group.inputs.find((one) => one.checked) ?? group.inputs[0];
  input.focus();
  group.element.scrollIntoView({ block: "nearest" });
}

function casesOpen(ctx, own, n, moved) {
  if (own.open === n) return;
  own.open = n;
  const { task } = ctx.page;
  const one = task.cases[n];
  const questions = task.questions.filter((some) => some.case === one.case);
  own.groups = questions.map((question) => casesQuestion(ctx, own, question));
  const title = h("h3", { tabindex: "-1" }, one.title, h("small", {}, ` · ${one.years}`));
  const last = n === task.cases.length - 1;
  replace(
    own.place,
    card(
      title,
      h(
        "ul",
        { class: "cs-facts" },
        one.facts.map((fact) => h("li", {}, fact)),
      ),
      h("p", { class: "kd-soft" }, labelled(ctx.say("cases_sources"), one.sources.join(" · "))),
    ),
    card(
      own.groups.map((group) => group.element),
      last
        ? null
        : h(
            "div",
            { class: "kd-row" },
            button(ctx.say("cases_next_button"), () => casesOpen(ctx, own, n + 1, true)),
          ),
    ),
  );
  casesUpdate(ctx, own);
  if (!moved) return;
  if (own.view) own.view.now = questions[0].key;
  title.focus({ preventScroll: true });
  own.tabs.scrollIntoView({ block: "nearest" });
  ctx.speak(one.title);
}

function casesQuestion(ctx, own, question) {
  const id = `cs-${newKey()}`;
  const state = h("small", { class: "kd-state" });
  const inputs = question.options.map((option) =>
    h("input", { type: "radio", name: id, value: option.code }),
  );
  const check = checkPart(ctx, question.key);
  const element = h(
    "fieldset",
    { class: "cs-question", "data-item": question.key },
    h("legend", {}, question.title, " ", state),
    question.options.map((option, n) =>
      h(
        "label",
        { class: "cs-option" },
        inputs[n],
        h("span", { class: "cs-number", "aria-hidden": "true" }, n + 1),
        h("span", {}, option.title),
      ),
    ),
    check.element,
  );
  for (const input of inputs)
    input.addEventListener("change", () => saveItem(ctx, question.key, { choice: input.value }));
  return { key: question.key, element, inputs, state, check };
}

function casesOnKey(ctx, own, event) {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const key = event.key.length === 1 ? event.key.toUpperCase() : event.key;
  const group = own.groups.find((one) => one.element.contains(event.target)) ?? own.groups[0];
  const input = /^[1-9]$/.test(key) ? group.inputs[Number(key) - 1] : null;
  if (input) {
    event.preventDefault();
    input.focus();
    input.click();
    return;
  }
  if (key === "N" && own.open < ctx.page.task.cases.length - 1) {
    event.preventDefault();
    casesOpen(ctx, own, own.open + 1, true);
  } else if (key === "Enter" && event.target.matches("input")) {
    event.preventDefault();
    own.view.next();
  }
}

function casesUpdate(ctx, own) {
  const { task } = ctx.page;
  own.buttons.forEach((tab, n) => {
    const one = task.cases[n];
    const asked = task.questions.filter((some) => some.case === one.case);
    const left = asked.filter((some) => !own.done(own.valueOf(some.key))).length;
    tab.classList.toggle("on", own.open === n);
    tab.setAttribute("aria-current", own.open === n ? "true" : "false");
    const rest = left ? ctx.say("cases_left", { count: left }) : ctx.say("cases_done");
    tab.setAttribute("aria-label", `${one.title} · ${rest}`);
    replace(tab, `${n + 1} ${one.title}`, left ? null : h("span", {}, " ✓"));
  });
  for (const { key, inputs, state, check, element } of own.groups) {
    const { choice } = own.valueOf(key);
    for (const input of inputs) input.checked = input.value === choice;
    element.classList.toggle("cs-answered", choice !== null);
    replace(state, ...(choice === null ? [] : itemState(ctx, key)));
    check.update(choice !== null);
  }
}
