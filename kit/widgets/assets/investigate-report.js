// The report: one question a screen, the case file beside it. What is chosen is stored at once.

const INV_RULES = { duties: "PIPL-57", sensitive: "PIPL-28" }; // what lies open beside a question

function invReport(ctx, own) {
  const { asks } = ctx.page.task;
  const report = {
    side: h("div", { class: "iv-side" }),
    place: h("div", { class: "iv-question" }),
  };
  report.nav = h("div", {
    class: "iv-questions",
    role: "group",
    "aria-label": ctx.say("inv_questions"),
  });
  report.rules = h("div", { class: "iv-rules" });
  report.side.append(report.rules);
  report.element = h(
    "div",
    { class: "iv-desk iv-report" },
    h("div", { class: "iv-sheet" }, report.nav, report.place),
    report.side,
  );
  report.show = (key) => {
    report.form = invQuestion(ctx, own, key);
    replace(report.place, report.form.element);
    own.view.now = own.stage === "report" ? key : null;
    replace(report.rules, INV_RULES[key] ? renderRules(ctx, INV_RULES[key]) : null);
    invDrawNav(ctx, own, report);
    report.form.update();
  };
  report.update = () => {
    if (!report.form) return;
    invDrawNav(ctx, own, report);
    report.form.update();
  };
  report.focus = () => report.form.element.querySelector("h3")?.focus({ preventScroll: true });
  report.asks = asks;
  return report;
}

// Every question at a glance: which is open, which is answered, and how a checked one was judged.
function invDrawNav(ctx, own, report) {
  const { task } = ctx.page;
  const had =
    report.nav.contains(document.activeElement) && document.activeElement.dataset.question;
  const marks = report.asks.map((key, n) => {
    const { title } = task.parts.find((one) => one.key === key);
    const done = own.isDone(key);
    const checked = ctx.live.checked[key];
    const words = ctx.say(done ? "inv_answered" : "inv_open", { title });
    return button(
      [checked ? sign(checked.severity) : invNavMark(done, n), " ", title],
      () => own.turnTo("report", key),
      {
        class: `iv-mark-question${done && !checked ? " iv-done" : ""}`,
        "aria-current": key === own.question ? "step" : null,
        "aria-label": words,
        "data-question": key,
      },
    );
  });
  const some = report.asks.some((key) => own.isDone(key) && !ctx.live.checked[key]);
  const mark = ctx.say(ctx.page.task.guided ? "inv_answered_mark" : "inv_answered_plain");
  const legend = h("span", { class: "kd-soft iv-legend" }, `● ${mark}`);
  replace(report.nav, marks, some ? legend : null);
  if (had) report.nav.querySelector(`[data-question="${had}"]`)?.focus();
}

function invNavMark(done, n) {
  return h("span", { "aria-hidden": "true" }, done ? "●" : String(n + 1));
}

function invQuestion(ctx, own, key) {
  const { say, page } = ctx;
  const { parts, asks, guided } = page.task;
  const part = parts.find((one) => one.key === key);
  const answer = () => own.answerOf(key);
  const save = (value) => own.save(key, value);
  const form = INV_FORMS[key](ctx, own, { answer, save });
  const none = ["what", "evidence"].includes(key) ? null : invNone(ctx, key, { answer, save });
  const state = h("span", { class: "kd-soft iv-state" });
  const check = checkPart(ctx, key);
  const number = say("inv_number", { number: asks.indexOf(key) + 1, total: asks.length });
  const element = h(
    "section",
    { class: "kd-card", "data-item": key },
    h(
      "p",
      { class: "kd-soft iv-number" },
      number,
      " · ",
      say("inv_points", { points: part.points }),
      h("span", { class: "kd-push" }, state),
    ),
    h("h3", { tabindex: "-1", id: `iv-title-${key}` }, part.title),
    h("p", { class: "kd-soft iv-about" }, part.about),
    form.element,
    none?.element,
    guided ? check.element : null,
  );
  const update = () => {
    const value = answer();
    form.element.classList.toggle("iv-off", Boolean(value.none));
    form.element.inert = Boolean(value.none);
    form.update(value.none ? page.task.blank[key] : value);
    none?.update(value);
    check.update(own.isDone(key));
    replace(state, itemState(ctx, key));
  };
  return { element, update };
}

// "Does not apply" is an answer of its own; the form below it rests.
function invNone(ctx, key, { answer, save }) {
  const box = h("input", {
    type: "checkbox",
    on: { change: () => save(box.checked ? { none: true } : ctx.page.task.blank[key]) },
  });
  const element = h("label", { class: "iv-none-box" }, box, " ", ctx.say("inv_none"));
  return { element, update: () => (box.checked = Boolean(answer().none)) };
}
