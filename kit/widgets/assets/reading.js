// The first page of a lab: the situation, the data to leaf through, the other exercises.

function renderReading(ctx) {
  const { page, say } = ctx;
  const { task } = page;
  const started = Object.keys(ctx.live.answers).length > 0;
  const begin = button(say(started ? "go_on" : "begin"), () => ctx.goTo("work"), {
    class: "kd-primary kd-push",
    "data-start": "",
  });
  const left = [
    card(
      h("h3", {}, say("situation")),
      task.intro.map((part) => h("p", {}, part)),
      task.objectives.length
        ? [
            h("h4", {}, say("objectives")),
            h(
              "ul",
              {},
              task.objectives.map((one) => h("li", {}, one)),
            ),
          ]
        : null,
    ),
    card(h("h3", {}, say("data"), h("small", {}, ` · ${say("data_note")}`)), renderPreview(ctx)),
    h("div", { class: "kd-foot" }, h("span", { class: "kd-soft" }, say("self_check_note")), begin),
  ];
  const right = [exerciseChoice(ctx), earlierAttempts(ctx)];
  return { element: h("div", { class: "kd-cols" }, h("div", {}, left), h("div", {}, right)) };
}

function exerciseChoice(ctx) {
  const { page, say } = ctx;
  if (page.exercises.length < 2) return null;
  const entry = (exercise) => {
    const now = exercise.id === page.task.exercise;
    const open = () => ctx.send({ type: "open_exercise", exercise: exercise.id });
    return h(
      "li",
      {},
      button(exercise.profile_title, open, {
        class: now ? "kd-pill on" : "kd-pill",
        "aria-pressed": String(now),
      }),
      h("small", {}, exerciseState(exercise, say)),
    );
  };
  return card(
    h("h3", {}, say("companies")),
    h("ul", { class: "kd-plain" }, page.exercises.map(entry)),
  );
}

function exerciseState(exercise, say) {
  if (exercise.passed) return ` ✓ ${say("passed_best", { best: exercise.best })}`;
  if (exercise.best !== null) return ` ${say("best", { best: exercise.best })}`;
  return ` ${say("minutes", { count: exercise.minutes })} · ${say("difficulty", { level: exercise.difficulty })}`;
}

function earlierAttempts(ctx) {
  const { page, say } = ctx;
  if (!page.earlier.length) return null;
  const entry = (one) => {
    const mark = one.passed ? `✓ ${say("passed")}` : `✗ ${say("not_passed")}`;
    const label = `${say("attempt_line", { number: one.number, score: one.score })} · ${mark}`;
    const shown = page.attempt?.id === one.id;
    const open = () => ctx.send({ type: "show_attempt", attempt: one.id });
    return h(
      "li",
      {},
      shown ? h("b", {}, label) : button(label, open, { class: "kd-link" }),
      h("br"),
      h("small", {}, one.when),
    );
  };
  return card(h("h3", {}, say("earlier")), h("ul", { class: "kd-plain" }, page.earlier.map(entry)));
}

// Some rows of each table; one table at a time.
function renderPreview(ctx) {
  const { say } = ctx;
  const tables = ctx.page.task.preview;
  const place = h("div", { class: "kd-scroll", tabindex: "0", role: "region" });
  const choices = tables.map((table) =>
    button(table.title, () => show(table), {
      class: "kd-pill",
      "aria-pressed": "false",
      title: table.table,
    }),
  );
  function show(table) {
    choices.forEach((choice, n) => {
      choice.classList.toggle("on", tables[n] === table);
      choice.setAttribute("aria-pressed", String(tables[n] === table));
    });
    place.setAttribute("aria-label", table.title);
    replace(place, previewTable(table));
  }
  if (tables.length) show(tables[0]);
  return h(
    "div",
    {},
    h("div", { class: "kd-row", role: "group", "aria-label": say("data") }, choices),
    place,
  );
}

const LONG = 40;

function previewTable(table) {
  const head = h(
    "tr",
    {},
    table.columns.map((name) => h("th", { scope: "col" }, h("code", {}, name))),
  );
  const rows = table.rows.map((row) =>
    h(
      "tr",
      {},
      row.map((value) => h("td", { class: valueClass(value) }, value || "—")),
    ),
  );
  return h("table", { class: "kd-preview" }, h("thead", {}, head), h("tbody", {}, rows));
}

function valueClass(value) {
  return value.length > LONG ? "kd-value kd-long" : "kd-value";
}
