// One field's row: its classes, its reasons, and whether it is stored.

function fieldRow(field, { ctx, choose, reason, enter }) {
  const { page, say } = ctx;
  const id = `kd-${newKey()}`;
  const pills = page.task.choices.map((choice, place) =>
    h(
      "button",
      {
        type: "button",
        role: "radio",
        class: "kd-pill",
        "aria-checked": "false",
        tabindex: "-1",
        title: `${choice.title}: ${choice.about}`,
        on: { click: () => choose(choice.code) },
      },
      choice.title,
    ),
  );
  const select = h("select", {
    "aria-label": say("reason_of", { field: field.name }),
    on: { change: () => reason(select.value) },
  });
  const picked = wrapSelect(select);
  const state = h("small", { class: "kd-state" });
  const label = h(
    "th",
    { scope: "row", id },
    h("code", {}, field.name),
    h("small", { class: "kd-sample" }, sampleLine(field)),
  );
  const group = h("div", { role: "radiogroup", "aria-labelledby": id, class: "kd-pills" }, pills);
  const element = h(
    "tr",
    { "data-item": field.key, on: { focusin: enter, click: enter } },
    label,
    h("td", {}, group),
    h("td", { class: "kd-reason" }, picked.element, h("kbd", { "aria-hidden": "true" }, "R"), state),
  );
  return { field, element, pills, select, picked, state };
}

function sampleLine(field) {
  return field.samples.length ? `${field.samples[0]} …` : "—";
}

function updateRow(ctx, row) {
  const answer = answerOf(ctx, row.field.key);
  const { choices } = ctx.page.task;
  const chosen = choices.findIndex((one) => one.code === answer.choice);
  row.pills.forEach((pill, place) => {
    pill.classList.toggle("on", place === chosen);
    pill.setAttribute("aria-checked", String(place === chosen));
    pill.tabIndex = place === Math.max(0, chosen) ? 0 : -1;
  });
  updateReasons(ctx, row, answer);
  replace(row.state, ...rowState(ctx, row, answer));
}

function updateReasons(ctx, row, { choice, reason }) {
  const { say, page } = ctx;
  if (row.choice !== choice) {
    row.choice = choice;
    const fitting = page.task.reasons.filter((one) => one.choices.includes(choice));
    const empty = h("option", { value: "" }, say(choice ? "choose_reason" : "no_reason_yet"));
    replace(
      row.select,
      empty,
      fitting.map((one) => h("option", { value: one.code }, one.title)),
    );
  }
  row.select.disabled = choice === null;
  row.select.value = reason ?? "";
  row.picked.update();
  row.element.classList.toggle("kd-open", choice !== null && reason === null);
}

function rowState(ctx, row, answer) {
  return answer.choice ? itemState(ctx, row.field.key) : [];
}
