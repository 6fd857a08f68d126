// One field's row: a cell for each question, and whether the answers are stored.

function fieldRow(field, { ctx, choose, enter }) {
  const { page, say } = ctx;
  const id = `kd-${newKey()}`;
  const state = h("small", { class: "kd-state" });
  const lists = page.task.questions.filter((one) => one.style === "list");
  const parts = page.task.questions.map((question) =>
    question.style === "pills"
      ? pillsPart(question, id, choose)
      : listPart(question, say("answer_of", { question: question.title, field: field.name }), {
          choose,
          first: question === lists[0],
        }),
  );
  const label = h(
    "th",
    { scope: "row", id },
    h("code", {}, field.name),
    h("small", { class: "kd-sample" }, sampleLine(field)),
    field.old ? h("small", { class: "kd-old" }, field.old) : null,
  );
  const cells = parts.map((part, n) =>
    h(
      "td",
      { class: part.list ? "kd-reason" : null },
      part.element,
      n === parts.length - 1 ? state : null,
    ),
  );
  const element = h(
    "tr",
    { "data-item": field.key, on: { focusin: enter, click: enter } },
    label,
    cells,
  );
  return { field, element, parts, state, said: null };
}

function pillsPart(question, rowId, choose) {
  const pills = question.options.map((option) =>
    h(
      "button",
      {
        type: "button",
        role: "radio",
        class: "kd-pill",
        "aria-checked": "false",
        tabindex: "-1",
        title: `${option.title}: ${option.about}`,
        on: { click: () => choose(question, option.code) },
      },
      option.title,
    ),
  );
  const name = h("span", { class: "kd-sr", id: `kd-${newKey()}` }, question.title);
  const group = { role: "radiogroup", "aria-labelledby": `${rowId} ${name.id}`, class: "kd-pills" };
  return { question, pills, element: h("div", {}, name, h("div", group, pills)) };
}

function listPart(question, label, { choose, first }) {
  const list = h("select", {
    "aria-label": label,
    on: { change: () => choose(question, list.value || null) },
  });
  const picked = wrapSelect(list);
  const key = first ? h("kbd", { "aria-hidden": "true" }, "R") : null;
  return { question, list, picked, lead: undefined, element: h("div", {}, picked.element, key) };
}

function sampleLine(field) {
  return field.samples.length ? `${field.samples[0]} …` : "—";
}

// Most rows have not changed since they were last drawn: with many fields that is what counts.
function updateRow(ctx, row) {
  const answer = answerOf(ctx, row.field.key);
  const said = JSON.stringify([answer, ctx.saver.of(row.field.key)?.state ?? null, ctx.locale]);
  if (row.said === said) return;
  row.said = said;
  const lead = leadOf(ctx.page.task, answer);
  for (const part of row.parts) {
    if (part.pills) updatePills(part, answer, lead);
    else updateList(ctx, part, answer, lead);
  }
  row.element.classList.toggle("kd-open", lead !== null && !isDone(answer));
  replace(row.state, ...(lead ? itemState(ctx, row.field.key) : []));
}

function updatePills({ question, pills }, answer, lead) {
  const fitting = fittingOptions(question, lead).map((option) => option.code);
  const waits = isDependent(question) && lead === null;
  const chosen = question.options.findIndex((one) => one.code === answer[question.id]);
  const open = question.options.findIndex((one) => fitting.includes(one.code));
  pills.forEach((pill, place) => {
    pill.classList.toggle("on", place === chosen);
    pill.setAttribute("aria-checked", String(place === chosen));
    pill.disabled = waits || !fitting.includes(question.options[place].code);
    pill.tabIndex = place === (chosen < 0 ? open : chosen) ? 0 : -1;
  });
}

function updateList(ctx, part, answer, lead) {
  const { question, list } = part;
  const waits = isDependent(question) && lead === null;
  if (part.lead !== lead) {
    part.lead = lead;
    const empty = ctx.say(waits ? "list_waits" : "list_choose");
    replace(
      list,
      h("option", { value: "" }, empty),
      fittingOptions(question, lead).map((one) => h("option", { value: one.code }, one.title)),
    );
  }
  list.disabled = waits;
  list.value = answer[question.id] ?? "";
  part.picked.update();
}
