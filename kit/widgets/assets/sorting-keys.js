// The keys of the work: they hold anywhere in list and file, but never while somebody types.

function sortLegend({ page, say }) {
  const { asks, actions } = page.task;
  const parts = [
    [["↑", "↓"], "sort_key_move"],
    asks.includes("problem") ? [["P"], "sort_key_problem"] : null,
    asks.includes("action") ? [["1", "–", String(actions.length)], "sort_key_action"] : null,
    asks.includes("reason") ? [["R"], "sort_key_reason"] : null,
    [["H"], "sort_key_holds"],
    [["Enter"], "sort_key_next"],
  ];
  return parts
    .filter(Boolean)
    .flatMap(([names, id], n) => [n ? " · " : "", names.map(sortKeyName), say(id)]);
}

function sortKeyName(name) {
  return name === "–" ? "– " : [h("kbd", {}, name), " "];
}

function sortOnKey(ctx, desk, event) {
  const { target } = event;
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (target.matches("input, textarea") || sortIsOpen(target)) return;
  const name = event.key.length === 1 ? event.key.toUpperCase() : event.key;
  const act = target.matches("select")
    ? sortSelectKeys(desk)[name]
    : (sortKeys(ctx, desk)[name] ?? sortPlaceKeys(desk, target)[name]);
  if (!act) return;
  event.preventDefault();
  act();
}

function sortKeys(ctx, desk) {
  const { actions, asks } = ctx.page.task;
  const numbers = asks.includes("action")
    ? actions.map(({ code }, n) => [String(n + 1), () => desk.decide({ action: code })])
    : [];
  return {
    ...Object.fromEntries(numbers),
    P: () => sortOpenSelect(desk.decision.problem),
    R: () => sortOpenSelect(desk.decision.reason),
    H: () => desk.books.lookUp("holds", desk.record.customer),
  };
}

// Keys that mean something only where the focus is: buttons keep Enter for themselves.
function sortPlaceKeys(desk, target) {
  const { pills } = desk.decision.pills ?? { pills: [] };
  const here = pills.indexOf(target);
  const along = (by) => () => pills[(here + by + pills.length) % pills.length].focus();
  if (here >= 0)
    return {
      ArrowLeft: along(-1),
      ArrowRight: along(1),
      ArrowUp: () => desk.step(-1),
      ArrowDown: () => desk.step(1),
      Enter: desk.next,
      Escape: desk.list.focus,
    };
  if (target.getAttribute("role") === "grid")
    return { Enter: desk.next, ArrowRight: () => desk.file.body.focus() };
  if (target === desk.file.body) return { Enter: desk.next, ArrowLeft: desk.list.focus };
  return { Escape: desk.list.focus };
}

// A closed list must not change by an arrow in passing: the keys lead back to the list instead.
function sortSelectKeys(desk) {
  return {
    Enter: desk.next,
    Escape: desk.list.focus,
    ArrowLeft: desk.list.focus,
    ArrowRight: desk.list.focus,
    ArrowUp: () => desk.step(-1),
    ArrowDown: () => desk.step(1),
  };
}

function sortIsOpen(target) {
  return target.matches("select") && CSS.supports("selector(:open)") && target.matches(":open");
}

function sortOpenSelect(part) {
  if (!part || part.select.disabled) return;
  part.select.focus();
  part.select.showPicker?.();
}
