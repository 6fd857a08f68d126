// Classification of fields: a row per field, a column per question.

function workView(ctx) {
  const { page, say } = ctx;
  const own = { now: -1, help: h("div", {}), rows: [] };
  own.rows = page.task.fields.map((field) => fieldRow(field, actions(ctx, own, field)));
  const titles = [say("column_field"), ...page.task.questions.map((one) => one.title)];
  const head = titles.map((title) => h("th", { scope: "col" }, title));
  const table = h(
    "table",
    { class: `kd-fields kd-asks-${page.task.questions.length}` },
    h("thead", {}, h("tr", {}, head)),
    h(
      "tbody",
      {},
      own.rows.map((row) => row.element),
    ),
  );
  const preview = h("section", { class: "kd-card kd-above", hidden: true }, renderPreview(ctx));
  const list = h("section", { class: "kd-card kd-list" }, table);
  const main = h("div", {}, preview, list);
  const gap = own.rows.findIndex((row) => !isDone(answerOf(ctx, row.field.key)));
  setNow(ctx, own, Math.max(0, gap));
  const view = workFrame(ctx, {
    main,
    side: h("div", {}, own.help, scaleCard(ctx)),
    legend: keyLegend(ctx),
    tools: [foldButton(say("data_look"), preview)],
    items: page.task.fields.map(({ key, name }) => ({ key, name })),
    answerOf: (key) => answerOf(ctx, key),
    isDone,
    goTo: (key) => setNow(ctx, own, placeOf(own, key), true),
    update: () => updateRows(ctx, own),
    start: own.rows[own.now].parts[0].pills[0],
  });
  main.addEventListener("keydown", (event) => onKey(ctx, own, view, event));
  return view;
}

// The company's own scale lies on the desk where an exercise asks for it.
function scaleCard({ page, say }) {
  const { scale } = page.task;
  if (!scale) return null;
  const sentences = scale.split(/(?<=。)|(?<=\.) /).filter((one) => one.trim());
  const lines = sentences.map((one) => h("li", {}, one));
  const shown = card(h("h3", {}, say("scale")), h("ul", { class: "kd-scale" }, lines));
  shown.classList.add("kd-scale-card");
  return shown;
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
    choose: (question, code) => {
      choose(ctx, field, question, code);
      // The keys go on with the row: a list that keeps them would change what has just been saved.
      if (question.style === "list") goOn(ctx, own.rows[placeOf(own, field.key)]);
    },
    enter: () => setNow(ctx, own, placeOf(own, field.key)),
  };
}

// After a list comes the next open list of the row, else its classes.
function goOn(ctx, row) {
  const answer = answerOf(ctx, row.field.key);
  const next = row.parts.find((part) => part.list && answer[part.question.id] === null);
  if (next && !next.list.disabled) next.list.focus();
  else focusRow(ctx, row);
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
  const { pills } = row.parts[0];
  (pills.find((pill) => pill.tabIndex === 0) ?? pills[0]).focus();
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
    field.old ? h("p", { class: "kd-old" }, field.old) : null,
    h("table", { class: "kd-samples" }, h("tbody", {}, samples)),
    check,
  );
}
