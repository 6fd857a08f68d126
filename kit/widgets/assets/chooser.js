// The lab's exercises by level, how far one has got with each, and which is advised next.

const LEVELS = ["foundation", "practitioner", "expert"];

function exerciseCard(ctx) {
  const { page, say } = ctx;
  if (page.exercises.length < 2) return null;
  const groups = LEVELS.map((level) => [
    level,
    page.exercises.filter((one) => one.level === level),
  ]).filter(([, found]) => found.length);
  return card(
    h("h3", {}, say("exercises")),
    groups.map(([level, found]) => levelGroup(ctx, level, found, groups.length === 1)),
  );
}

// The level where one is, or where one should go on, is open; the others fold away.
function levelGroup(ctx, level, found, alone) {
  const { page, say } = ctx;
  const here = found.some((one) => one.id === page.task.exercise || one.next);
  const counted = found.filter((one) => !one.guided); // practice does not count
  const finished = counted.filter((one) => one.done).length;
  const progress = say("level_done", { done: finished, of: counted.length });
  return h(
    "details",
    { class: "kd-level", open: here || alone },
    h(
      "summary",
      {},
      h("b", {}, say(`level_${level}`)),
      counted.length ? h("small", {}, ` · ${progress}`) : null,
    ),
    h("ul", { class: "kd-plain" }, found.map((one) => exerciseEntry(ctx, one))),
  );
}

function exerciseEntry(ctx, exercise) {
  const { page, say } = ctx;
  const here = exercise.id === page.task.exercise;
  const open = () => ctx.ask({ type: "open_exercise", exercise: exercise.id });
  const facts = [exercise.profile_title, say("minutes", { count: exercise.minutes })];
  return h(
    "li",
    { class: "kd-exercise" },
    here
      ? h("b", { "aria-current": "true" }, exercise.title)
      : button(exercise.title, open, { class: "kd-link" }),
    h("small", { class: "kd-block" }, facts.join(" · ")),
    exerciseState(exercise, here, say),
  );
}

function exerciseState(exercise, here, say) {
  const marks = [];
  if (here) marks.push(say("exercise_here"));
  if (exercise.begun) marks.push(h("b", {}, say("exercise_begun")));
  if (exercise.next) marks.push(h("b", { class: "kd-is-note" }, `→ ${say("exercise_next")}`));
  if (exercise.guided) marks.push(say(exercise.tried ? "practice_done" : "practice"));
  else if (exercise.passed) marks.push(`✓ ${say("passed_best", { best: exercise.best })}`);
  else if (exercise.best !== null) marks.push(say("best", { best: exercise.best }));
  if (!marks.length) return null;
  return h(
    "small",
    { class: "kd-block" },
    marks.map((mark, n) => (n ? [" · ", mark] : mark)),
  );
}

// After a result: the one exercise that is advised, the way on to the next lesson, and the whole
// list folded away.
function nextCard(ctx) {
  const { say } = ctx;
  const list = exerciseCard(ctx);
  return [
    nextExercise(ctx),
    nextLesson(ctx),
    list ? h("details", { class: "kd-card kd-fold" }, h("summary", {}, say("exercises")), list) : null,
  ];
}

function nextExercise(ctx) {
  const { page, say } = ctx;
  const advised = page.exercises.find((one) => one.next);
  if (!advised) return null;
  const open = () => ctx.ask({ type: "open_exercise", exercise: advised.id });
  const facts = [
    say(`level_${advised.level}`),
    advised.profile_title,
    say("minutes", { count: advised.minutes }),
  ];
  return card(
    h("h3", {}, say("exercise_next")),
    button(advised.title, open, { class: "kd-link" }),
    h("small", { class: "kd-block" }, facts.join(" · ")),
    advised.guided ? h("small", { class: "kd-block" }, say("practice")) : null,
  );
}

// Whoever has passed may leave the other exercises for later.
function nextLesson({ page, say }) {
  const lesson = page.next_lesson;
  if (!lesson || page.task.guided || !page.result.passed) return null;
  const { name, title } = lesson;
  const target = { href: lessonLink(name), "data-kit-open": `${name}.ipynb`, class: "kd-link" };
  return card(
    h("h3", {}, say("lesson_next")),
    h("a", target, `${name.slice(0, 2)} ${title}`),
    h("small", { class: "kd-block" }, say("lesson_next_note")),
  );
}
