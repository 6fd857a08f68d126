// The result: first in plain words what went wrong and whom it harms, then the figures.

function renderResult(ctx) {
  const { page, say } = ctx;
  const { result } = page;
  const title = h(
    "h3",
    { tabindex: "-1", "data-start": "" },
    page.task.guided ? null : sign(result.passed ? "ok" : "danger"),
    " ",
    result.headline,
  );
  const left = [
    ctx.submitted === page.attempt.id ? null : card(olderNote(ctx)),
    result.outdated ? card(h("p", {}, say("outdated_result"))) : null,
    card(
      title,
      result.summary.map((line) => note(line.severity, sign(line.severity), " ", line.text)),
    ),
    figuresCard(ctx),
    h(
      "div",
      { class: "kd-foot" },
      button(say("again"), () => ctx.ask({ type: "again" })),
      h("span", { class: "kd-soft" }, say("again_note")),
      result.findings.length
        ? button(say("to_review"), () => ctx.goTo("review"), { class: "kd-primary kd-push" })
        : null,
    ),
  ];
  const line = say("score_line", { score: result.score, pass_mark: result.pass_mark });
  const told = result.hint_cost || page.task.guided;
  ctx.speak(told ? result.headline : `${result.headline} ${line}`);
  return {
    element: h(
      "div",
      { class: "kd-cols" },
      h("div", {}, left),
      h("div", {}, scoreCard(ctx), nextCard(ctx), attemptsCard(ctx)),
    ),
  };
}

function figuresCard(ctx) {
  if (ctx.page.result.outdated) return null; // the record knows no task to lay them out by
  const figures = ctx.lab.figures?.(ctx);
  return figures ? card(figures) : null;
}

// Whoever opens the lesson on a result of some other day is told so, and what can be done next.
function olderNote({ page, say }) {
  const when = page.earlier.find((one) => one.id === page.attempt.id)?.when ?? "";
  return h("p", {}, say("older_result", { when, company: page.task.profile_title }));
}

function scoreCard(ctx) {
  const { page, say } = ctx;
  const { result } = page;
  const { guided } = page.task;
  return card(
    h("h3", {}, say("score"), h("small", {}, ` · ${say("self_check")}`)),
    h(
      "p",
      { class: "kd-big" },
      String(result.score),
      h("small", {}, guided ? " / 100" : ` / 100 · ${say("pass_mark", { mark: result.pass_mark })}`),
    ),
    h(
      "div",
      { class: "kd-meter", "aria-hidden": "true" },
      h("i", { style: `width:${result.score}%` }),
      guided ? null : h("u", { style: `left:${result.pass_mark}%` }),
    ),
    result.hint_cost ? h("p", { class: "kd-lead" }, hintsLine(result, say)) : null,
    result.hints_known
      ? h("p", { class: "kd-lead" }, say("score_hints_known", { count: result.hints_known }))
      : null,
    result.points ? h("p", { class: "kd-soft kd-lead" }, result.points) : null,
    h("dl", { class: "kd-figures" }, result.figures.map(figure)),
    h("p", { class: "kd-soft" }, say(page.task.guided ? "practice_note" : "self_check_note")),
  );
}

function hintsLine({ hints, hint_cost: cost, graded }, say) {
  return say("score_after_hints", { hints, cost, graded });
}

function figure({ name, value, meaning }) {
  return [
    h("dt", {}, name),
    h("dd", {}, h("b", {}, value), meaning ? h("small", {}, meaning) : null),
  ];
}
