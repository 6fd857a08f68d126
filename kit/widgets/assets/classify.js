// Classification of fields: a row per field, three classes, a reason.

function answerOf(ctx, item) {
  const pending = ctx.saver.of(item);
  const value = pending?.message.type === "save" ? pending.message.value : ctx.live.answers[item];
  return value ?? { choice: null, reason: null };
}

function isDone({ choice, reason }) {
  return choice !== null && reason !== null;
}

function workView(ctx) {
  const { page, say } = ctx;
  const rows = page.task.fields.map((field) =>
    fieldRow(
      field,
      actions(ctx, () => view, field),
    ),
  );
  const help = h("div", {});
  const view = { rows, help, now: 0 };
  const submit = button("", () => submitAll(ctx, view, "first"), { class: "kd-primary kd-push" });
  const hints = h("div", {});
  view.gap = h("p", { class: "kd-is-danger kd-gap", hidden: true });
  const head = ["column_field", "column_class", "column_reason"].map((id) =>
    h("th", { scope: "col" }, say(id)),
  );
  const table = h(
    "table",
    { class: "kd-fields" },
    h("thead", {}, h("tr", {}, head)),
    h(
      "tbody",
      {},
      rows.map((row) => row.element),
    ),
  );
  const preview = h("section", { class: "kd-card kd-above", hidden: true }, renderPreview(ctx));
  const foot = h(
    "div",
    { class: "kd-foot" },
    hintButton(ctx, hints),
    h("span", { class: "kd-soft" }, keyLegend(say)),
    submit,
  );
  const left = h(
    "div",
    {},
    preview,
    h("section", { class: "kd-card kd-list" }, table),
    hints,
    view.gap,
    foot,
  );
  left.addEventListener("keydown", (event) => onKey(ctx, view, event));
  view.tools = [foldButton(say("data_look"), preview)];
  view.element = h("div", { class: "kd-cols kd-work" }, left, h("div", {}, help, renderRules(ctx)));
  view.update = () => updateWork(ctx, view, submit);
  view.undone = (item) => undone(ctx, view, item);
  showHints(ctx, hints);
  setNow(
    ctx,
    view,
    Math.max(
      0,
      rows.findIndex((row) => !isDone(answerOf(ctx, row.field.key))),
    ),
  );
  rows[view.now].pills[0].setAttribute("data-start", "");
  return view;
}

function actions(ctx, view, field) {
  return {
    ctx,
    choose: (code) => choose(ctx, view(), field, code),
    reason: (code) => {
      change(ctx, field, { ...answerOf(ctx, field.key), reason: code || null });
      // The keys go on with the row: a list that keeps them would change what has just been saved.
      focusRow(
        ctx,
        view().rows.find((row) => row.field === field),
      );
    },
    enter: () =>
      setNow(
        ctx,
        view(),
        view().rows.findIndex((row) => row.field === field),
      ),
  };
}

function choose(ctx, view, field, code) {
  const before = answerOf(ctx, field.key);
  if (before.choice === code) return;
  const allowed = ctx.page.task.reasons.some(
    (one) => one.code === before.reason && one.choices.includes(code),
  );
  change(ctx, field, { choice: code, reason: allowed ? before.reason : null });
}

function change(ctx, field, value) {
  ctx.saver.send({ type: "save", attempt: ctx.page.attempt.id, item: field.key, value });
}

function undone(ctx, view, item) {
  const place = view.rows.findIndex((row) => row.field.key === item);
  if (place < 0) return ctx.speak(ctx.say("nothing_to_undo"));
  setNow(ctx, view, place, true);
  return ctx.speak(ctx.say("undone", { field: view.rows[place].field.name }));
}

function missing(ctx, view) {
  return view.rows.filter((row) => !isDone(answerOf(ctx, row.field.key)));
}

// The button leads to the first gap; Enter, pressed on the way down the list, to the next one.
function submitAll(ctx, view, gap = "next") {
  const left = missing(ctx, view);
  if (left.length) return goToGap(ctx, view, left, gap);
  const unsaved = ctx.saver.all().filter((one) => one.state !== "sending");
  if (unsaved.length) return ctx.speak(ctx.say("unsaved_count", { count: unsaved.length }));
  ctx.speak(ctx.say("grading"));
  ctx.submitted = ctx.page.attempt.id;
  const shown = view.rows.map(({ field }) => [field.key, answerOf(ctx, field.key)]);
  return ctx.saver.send({
    type: "submit",
    attempt: ctx.page.attempt.id,
    shown: Object.fromEntries(shown),
  });
}

function goToGap(ctx, view, left, gap) {
  const next = left.find((row) => view.rows.indexOf(row) > view.now) ?? left[0];
  const row = gap === "first" ? left[0] : next;
  const id = row === left[0] ? "missing_first" : "missing_next";
  const words = ctx.say(id, { count: left.length, field: row.field.name });
  setNow(ctx, view, view.rows.indexOf(row), true);
  showGap(view, words);
  ctx.speak(words);
}

function showGap(view, words) {
  view.gap.hidden = !words;
  view.gap.textContent = words ? `${SIGNS.warn} ${words}` : "";
}

function setNow(ctx, view, place, focus = false) {
  if (view.now !== place || !view.help.firstChild) {
    view.now = place;
    replace(view.help, detailCard(view.rows[place].field, ctx.say));
    view.rows.forEach((row, n) => row.element.classList.toggle("kd-now", n === place));
  }
  if (focus) focusRow(ctx, view.rows[place]);
}

function focusRow(ctx, row) {
  const { choice } = answerOf(ctx, row.field.key);
  const place = ctx.page.task.choices.findIndex((one) => one.code === choice);
  row.pills[Math.max(0, place)].focus();
  row.element.scrollIntoView({ block: "nearest" });
}

function detailCard(field, say) {
  const samples = field.samples.map((value) => h("tr", {}, h("td", { class: "kd-value" }, value)));
  return card(
    h("h3", { class: "kd-mono" }, field.name),
    h("p", {}, field.about),
    h(
      "p",
      { class: "kd-soft" },
      say("from_table", { table: field.table_title }),
      " ",
      h("code", {}, field.table),
      ` · ${field.type_title}`,
    ),
    h("p", { class: "kd-soft" }, field.count_line),
    h("table", { class: "kd-samples" }, h("tbody", {}, samples)),
  );
}

function updateWork(ctx, view, submit) {
  view.rows.forEach((row) => updateRow(ctx, row));
  const left = missing(ctx, view).length;
  if (view.left !== left) showGap(view, null);
  view.left = left;
  submit.textContent = left ? ctx.say("submit_missing", { count: left }) : ctx.say("submit");
}
