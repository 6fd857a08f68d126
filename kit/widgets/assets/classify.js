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
  const rows = page.task.fields.map((field) => fieldRow(field, actions(ctx, () => view, field)));
  const help = h("div", {});
  const view = { rows, help, now: 0 };
  const submit = button("", () => submitAll(ctx, view), { class: "kd-primary kd-push" });
  const hints = h("div", {});
  const head = ["column_field", "column_class", "column_reason"].map((id) => h("th", { scope: "col" }, say(id)));
  const table = h("table", { class: "kd-fields" }, h("thead", {}, h("tr", {}, head)), h("tbody", {}, rows.map((row) => row.element)));
  const preview = h("section", { class: "kd-card kd-above", hidden: true }, renderPreview(ctx));
  const foot = h("div", { class: "kd-foot" }, hintButton(ctx, hints), h("span", { class: "kd-soft" }, keyLegend(say)), submit);
  const left = h("div", {}, preview, h("section", { class: "kd-card kd-list" }, table), hints, foot);
  left.addEventListener("keydown", (event) => onKey(ctx, view, event));
  view.tools = [foldButton(say("data_look"), preview)];
  view.element = h("div", { class: "kd-cols kd-work" }, left, h("div", {}, help, renderRules(ctx)));
  view.update = () => updateWork(ctx, view, submit);
  view.undone = (item) => undone(ctx, view, item);
  showHints(ctx, hints);
  setNow(ctx, view, Math.max(0, rows.findIndex((row) => !isDone(answerOf(ctx, row.field.key)))));
  rows[view.now].pills[0].setAttribute("data-start", "");
  return view;
}

function actions(ctx, view, field) {
  return {
    ctx,
    choose: (code) => choose(ctx, view(), field, code),
    reason: (code) => change(ctx, field, { ...answerOf(ctx, field.key), reason: code || null }),
    enter: () => setNow(ctx, view(), view().rows.findIndex((row) => row.field === field)),
  };
}

function fieldRow(field, { ctx, choose, reason, enter }) {
  const { page, say } = ctx;
  const id = `kd-${newKey()}`;
  const pills = page.task.choices.map((choice, place) =>
    h(
      "button",
      { type: "button", role: "radio", class: "kd-pill", "aria-checked": "false", tabindex: "-1", "aria-label": choice.title, title: `${choice.title}: ${choice.about}`, on: { click: () => choose(choice.code) } },
      [h("span", { class: "kd-long" }, choice.title), h("span", { class: "kd-short" }, choice.short)],
    ),
  );
  const select = h("select", { "aria-label": say("reason_of", { field: field.name }), on: { change: () => reason(select.value) } });
  const state = h("small", { class: "kd-state" });
  const label = h("th", { scope: "row", id }, h("code", {}, field.name), h("small", { class: "kd-sample" }, sampleLine(field)));
  const group = h("div", { role: "radiogroup", "aria-labelledby": id, class: "kd-pills" }, pills);
  const element = h("tr", { on: { focusin: enter, click: enter } }, label, h("td", {}, group), h("td", { class: "kd-reason" }, select, h("kbd", { "aria-hidden": "true" }, "R"), state));
  return { field, element, pills, select, state };
}

function sampleLine(field) {
  return field.samples.length ? `${field.samples[0]} …` : "—";
}

function keyLegend(say) {
  const undo = isMac() ? "⌘Z" : "Ctrl Z";
  return [
    keys("1", "2", "3"), say("key_choose"), " · ", keys("R"), say("key_reason"), " · ", keys("↑", "↓"), say("key_move"), " · ",
    keys(undo), say("key_undo"), " · ", keys("Enter"), say("key_enter"),
  ];
}

// Changes

function choose(ctx, view, field, code) {
  const before = answerOf(ctx, field.key);
  if (before.choice === code) return;
  const allowed = ctx.page.task.reasons.some((one) => one.code === before.reason && one.choices.includes(code));
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

function submitAll(ctx, view) {
  const left = missing(ctx, view);
  if (left.length) {
    const after = left.find((row) => view.rows.indexOf(row) > view.now) ?? left[0];
    setNow(ctx, view, view.rows.indexOf(after), true);
    return ctx.speak(ctx.say("still_missing", { count: left.length, field: after.field.name }));
  }
  ctx.speak(ctx.say("grading"));
  return ctx.saver.send({ type: "submit", attempt: ctx.page.attempt.id });
}

// Keys

function onKey(ctx, view, event) {
  const row = view.rows.find((one) => one.element.contains(event.target));
  if (row && isOpen(row.select)) return;
  const command = event.ctrlKey || event.metaKey;
  if (command && !event.shiftKey && event.key.toLowerCase() === "z") {
    event.preventDefault();
    ctx.saver.send({ type: "undo", attempt: ctx.page.attempt.id });
  } else if (row && !command && !event.altKey) {
    const act = rowKeys(ctx, view, row, event.target === row.select)[event.key.length === 1 ? event.key.toUpperCase() : event.key];
    if (act) {
      event.preventDefault();
      act();
    }
  }
}

function rowKeys(ctx, view, row, inSelect) {
  const place = view.rows.indexOf(row);
  const pick = (n) => () => { row.pills[n].focus(); choose(ctx, view, row.field, ctx.page.task.choices[n].code); };
  const step = (by) => () => setNow(ctx, view, Math.min(view.rows.length - 1, Math.max(0, place + by)), true);
  const along = (by) => () => row.pills[(row.pills.indexOf(document.activeElement) + by + row.pills.length) % row.pills.length].focus();
  const everywhere = {
    1: pick(0),
    2: pick(1),
    3: pick(2),
    ArrowDown: step(1),
    ArrowUp: step(-1),
    Enter: () => submitAll(ctx, view),
    R: () => openReasons(row),
  };
  if (inSelect) return { ...everywhere, Escape: () => focusRow(ctx, row) };
  return { ...everywhere, ArrowLeft: along(-1), ArrowRight: along(1) };
}

// A list that is open has the keys to itself; a closed one must not change by an arrow in passing.
function isOpen(select) {
  return CSS.supports("selector(:open)") && select.matches(":open");
}

function openReasons(row) {
  if (row.select.disabled) return;
  row.select.focus();
  row.select.showPicker?.();
}

// What is shown

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
    h("p", { class: "kd-soft" }, say("from_table", { table: field.table_title }), " ", h("code", {}, field.table), ` · ${field.type_title}`),
    h("p", { class: "kd-soft" }, field.count_line),
    h("table", { class: "kd-samples" }, h("tbody", {}, samples)),
  );
}

function updateWork(ctx, view, submit) {
  view.rows.forEach((row) => updateRow(ctx, row));
  const left = missing(ctx, view).length;
  submit.textContent = left ? ctx.say("submit_missing", { count: left }) : ctx.say("submit");
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
    replace(row.select, empty, fitting.map((one) => h("option", { value: one.code }, one.title)));
  }
  row.select.disabled = choice === null;
  row.select.value = reason ?? "";
  row.select.title = row.select.selectedOptions[0]?.textContent ?? "";
  row.element.classList.toggle("kd-open", choice !== null && reason === null);
}

function rowState(ctx, row, answer) {
  const pending = ctx.saver.of(row.field.key);
  if (pending?.state === "sending") return [ctx.say("saving")];
  if (pending) return [h("b", { class: "kd-is-danger" }, `✗ ${ctx.say("not_saved")}`)];
  return answer.choice ? [ctx.say("saved")] : [];
}

// Hints

function hintButton(ctx, place) {
  const { page, say } = ctx;
  const total = page.task.hints.length;
  if (!total) return null;
  const ask = () => {
    const next = Math.min(total, ctx.live.hints + 1);
    ctx.saver.send({ type: "hint", attempt: page.attempt.id, item: String(next) });
    showHints(ctx, place, next);
    ctx.speak(page.task.hints[next - 1]);
  };
  return button(say("hint", { total }), ask);
}

function showHints(ctx, place, upTo = ctx.live.hints) {
  const shown = ctx.page.task.hints.slice(0, upTo);
  replace(place, shown.map((text, n) => note("note", h("b", {}, ctx.say("hint_number", { number: n + 1 })), " ", text)));
}
