// The keys of the work.

function keyLegend({ say, page }) {
  const { questions } = page.task;
  const most = Math.max(
    ...questions.filter((one) => one.style === "pills").map((one) => one.options.length),
  );
  const several = questions.filter((one) => one.style === "pills").length > 1;
  const list = questions.find((one) => one.style === "list");
  const numbers = Array.from({ length: most }, (_, n) => String(n + 1));
  return [
    keys(...numbers),
    say("key_choose"),
    " · ",
    several ? [keys("Tab"), say("key_next_question"), " · "] : null,
    list ? [keys("R"), list.title, " · "] : null,
    keys("↑", "↓"),
    say("key_move"),
    " · ",
    keys("Enter"),
    say("key_enter"),
  ];
}

function onKey(ctx, own, view, event) {
  const row = own.rows.find((one) => one.element.contains(event.target));
  if (!row || event.ctrlKey || event.metaKey || event.altKey) return;
  const list = row.parts.find((part) => part.list === event.target)?.list;
  if (list && isOpen(list)) return;
  const act = rowKeys(ctx, own, view, row, Boolean(list))[
    event.key.length === 1 ? event.key.toUpperCase() : event.key
  ];
  if (!act) return;
  event.preventDefault();
  act();
}

function rowKeys(ctx, own, view, row, inList) {
  const place = own.rows.indexOf(row);
  const step = (by) => () =>
    setNow(ctx, own, Math.min(own.rows.length - 1, Math.max(0, place + by)), true);
  const everywhere = {
    ...numberKeys(ctx, row),
    ArrowDown: step(1),
    ArrowUp: step(-1),
    Enter: () => view.next(),
    R: () => openList(ctx, row),
  };
  if (inList) return { ...everywhere, ...closedListKeys(() => focusRow(ctx, row)) };
  return { ...everywhere, ArrowLeft: along(row, -1), ArrowRight: along(row, 1) };
}

// A number answers the question where the keyboard is, and leads on to the next row of options.
function numberKeys(ctx, row) {
  const groups = row.parts.filter((part) => part.pills);
  const here = groups.find((part) => part.pills.includes(document.activeElement)) ?? groups[0];
  return Object.fromEntries(
    here.pills.map((pill, n) => [String(n + 1), () => pickPill(ctx, row, here, pill, n)]),
  );
}

function pickPill(ctx, row, part, pill, n) {
  if (pill.disabled) return;
  pill.focus();
  choose(ctx, row.field, part.question, part.question.options[n].code);
  const answer = answerOf(ctx, row.field.key);
  const next = row.parts.find((one) => one.pills && answer[one.question.id] === null);
  if (!next) return;
  updateRow(ctx, row);
  next.pills.find((one) => one.tabIndex === 0)?.focus();
}

function along(row, by) {
  return () => {
    const part = row.parts.find((one) => one.pills?.includes(document.activeElement));
    const open = part?.pills.filter((one) => !one.disabled) ?? [];
    if (!open.length) return;
    open[(open.indexOf(document.activeElement) + by + open.length) % open.length].focus();
  };
}

// What would change a closed list in passing leads back to the classes instead.
function closedListKeys(back) {
  const names = ["ArrowLeft", "ArrowRight", "Home", "End", "PageUp", "PageDown", "Escape"];
  return Object.fromEntries(names.map((name) => [name, back]));
}

// A list that is open has the keys to itself; a closed one must not change by an arrow in passing.
function isOpen(list) {
  return CSS.supports("selector(:open)") && list.matches(":open");
}

function openList(ctx, row) {
  const answer = answerOf(ctx, row.field.key);
  const lists = row.parts.filter((part) => part.list && !part.list.disabled);
  const part = lists.find((one) => answer[one.question.id] === null) ?? lists[0];
  part?.list.focus();
  part?.list.showPicker?.();
}
