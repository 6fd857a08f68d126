// The head of a lab: what it is, how far one is, whether it is saved; in the same places always.

function showHead(ctx, { step }) {
  const { desk, page, say } = ctx;
  const { task, attempt } = page;
  const facts = [
    task.profile_title,
    task.deal_form,
    say(`level_${task.level}`),
    say("minutes", { count: task.minutes }),
    attempt ? say("attempt_number", { number: attempt.number }) : null,
    attempt ? say("variant", { variant: task.variant }) : null,
  ].filter(Boolean);
  const saved = h("span", { class: "kd-saved" });
  replace(
    desk.head,
    h(
      "h2",
      {},
      task.title,
      task.guided ? h("span", { class: "kd-tag" }, say("practice")) : null,
    ),
    h("p", { class: "kd-soft kd-about" }, facts.join(" · ")),
    h("div", { class: "kd-soft kd-tools" }, saved, deskTools(desk, ctx)),
  );
  desk.lead.textContent = step === "work" ? task.lead : "";
}

function showSteps(ctx, state) {
  const { step, view } = state;
  const marks = STEPS.flatMap((name) =>
    name === "work" && view.stages ? stageMarks(ctx, view) : stepMark(ctx, name, step),
  );
  const tools = view.tools?.length ? h("li", { class: "kd-push kd-bare" }, view.tools) : null;
  replace(ctx.desk.steps, step === "who" ? null : [marks, tools]);
  state.stepsFor = view;
}

// Only the count moves while somebody works; what has the keyboard stays where it is.
function updateSteps(ctx, state) {
  if (state.stepsFor !== state.view) return showSteps(ctx, state);
  const marks = ctx.desk.steps.querySelectorAll('[data-step="work"]');
  const labels = state.view.stages?.().map((one) => one.label) ?? [stepLabel(ctx, "work")];
  marks.forEach((mark, n) => (mark.textContent = labels[n]));
}

// The work of some labs has stages of its own, which stand in its place among the steps.
function stageMarks(ctx, view) {
  return view.stages().map(({ label, now, go }) => {
    const named = { "data-step": "work" };
    if (now) return h("li", { "aria-current": "step" }, h("b", named, label));
    return h("li", {}, button(label, go, { class: "kd-link", ...named }));
  });
}

function stepMark(ctx, name, step) {
  const { page } = ctx;
  const label = stepLabel(ctx, name);
  const named = { "data-step": name };
  if (name === step) return h("li", { "aria-current": "step" }, h("b", named, label));
  const open = page.result
    ? name === "result" || (name === "review" && canReview(page))
    : name === "read" || name === "work";
  const go = () => ctx.goTo(name);
  return h("li", {}, open ? button(label, go, { class: "kd-link", ...named }) : label);
}

function stepLabel({ page, say, live }, name) {
  if (name !== "work" || page.result) return say(`step_${name}`);
  const done = new Set(live.done);
  const count = page.task.items.filter((key) => done.has(key)).length;
  const total = page.task.budget ?? page.task.items.length; // where not all can be done
  return say("step_work_count", { done: count, total });
}

function savedWords(say, live, unsaved, lost) {
  if (lost) return [h("b", { class: "kd-is-danger" }, `✗ ${say("not_saved")}`), " · "];
  if (unsaved) return [say("saving"), " · "];
  return live.saved ? [say("saved_at", { time: live.saved }), " · "] : [];
}
