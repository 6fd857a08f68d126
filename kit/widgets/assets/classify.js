// Classification of fields: a row per field, three classes, a reason.

const NO_ANSWER = { choice: null, reason: null };

function answerOf(ctx, item) {
  return itemAnswer(ctx, item) ?? NO_ANSWER;
}

function isDone({ choice, reason }) {
  return choice !== null && reason !== null;
}

function workView(ctx) {
  const { page, say } = ctx;
  const own = { now: -1, help: h("div", {}), rows: [] };
  own.rows = page.task.fields.map((field) => fieldRow(field, actions(ctx, own, field)));
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
      own.rows.map((row) => row.element),
    ),
  );
  const preview = h("section", { class: "kd-card kd-above", hidden: true }, renderPreview(ctx));
  const main = h("div", {}, preview, h("section", { class: "kd-card kd-list" }, table));
  const gap = own.rows.findIndex((row) => !isDone(answerOf(ctx, row.field.key)));
  setNow(ctx, own, Math.max(0, gap));
  const view = workFrame(ctx, {
    main,
    side: own.help,
    legend: keyLegend(say),
    tools: [foldButton(say("data_look"), preview)],
    items: page.task.fields.map(({ key, name }) => ({ key, name })),
    answerOf: (key) => answerOf(ctx, key),
    isDone,
    goTo: (key) => setNow(ctx, own, placeOf(own, key), true),
    update: () => updateRows(ctx, own),
    start: own.rows[own.now].pills[0],
  });
  main.addEventListener("keydown", (event) => onKey(ctx, own, view, event));
  return view;
}

function placeOf(own, key) {
  return Math.max(
    0,
    own.rows.findIndex((row) => row.field.key === key),
  );
}

function actions(ctx, own, field) {
  return {
    ctx,
    choose: (code) => choose(ctx, field, code),
    reason: (code) => {
      saveItem(ctx, field.key, { ...answerOf(ctx, field.key), reason: code || null });
      // The keys go on with the row: a list that keeps them would change what has just been saved.
      focusRow(ctx, own.rows[placeOf(own, field.key)]);
    },
    enter: () => setNow(ctx, own, placeOf(own, field.key)),
  };
}

function choose(ctx, field, code) {
  const before = answerOf(ctx, field.key);
  if (before.choice === code) return;
  const allowed = ctx.page.task.reasons.some(
    (one) => one.code === before.reason && one.choices.includes(code),
  );
  saveItem(ctx, field.key, { choice: code, reason: allowed ? before.reason : null });
}

function setNow(ctx, own, place, focus = false) {
  if (own.now !== place) {
    own.now = place;
    own.rows.forEach((row, n) => row.element.classList.toggle("kd-now", n === place));
    showDetail(ctx, own);
  }
  if (focus) focusRow(ctx, own.rows[place]);
}

function showDetail(ctx, own) {
  const { field } = own.rows[own.now];
  own.check = checkPart(ctx, field.key);
  replace(own.help, detailCard(field, ctx.say, own.check.element));
  updateCheck(ctx, own);
}

function updateCheck(ctx, own) {
  const { key } = own.rows[own.now].field;
  own.check.update(isDone(answerOf(ctx, key)));
}

function focusRow(ctx, row) {
  const { choice } = answerOf(ctx, row.field.key);
  const place = ctx.page.task.choices.findIndex((one) => one.code === choice);
  row.pills[Math.max(0, place)].focus();
  row.element.scrollIntoView({ block: "nearest" });
}

function updateRows(ctx, own) {
  own.rows.forEach((row) => updateRow(ctx, row));
  updateCheck(ctx, own);
}

function detailCard(field, say, check) {
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
    check,
  );
}
