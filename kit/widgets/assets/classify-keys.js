// The keys of the work.

function keyLegend(say) {
  return [
    keys("1", "2", "3"),
    say("key_choose"),
    " · ",
    keys("R"),
    say("key_reason"),
    " · ",
    keys("↑", "↓"),
    say("key_move"),
    " · ",
    keys("Enter"),
    say("key_enter"),
  ];
}

function onKey(ctx, own, view, event) {
  const row = own.rows.find((one) => one.element.contains(event.target));
  if (!row || isOpen(row.select) || event.ctrlKey || event.metaKey || event.altKey) return;
  const act = rowKeys(ctx, own, view, row, event.target === row.select)[
    event.key.length === 1 ? event.key.toUpperCase() : event.key
  ];
  if (!act) return;
  event.preventDefault();
  act();
}

function rowKeys(ctx, own, view, row, inSelect) {
  const place = own.rows.indexOf(row);
  const pick = (n) => () => {
    row.pills[n].focus();
    choose(ctx, row.field, ctx.page.task.choices[n].code);
  };
  const step = (by) => () =>
    setNow(ctx, own, Math.min(own.rows.length - 1, Math.max(0, place + by)), true);
  const along = (by) => () =>
    row.pills[
      (row.pills.indexOf(document.activeElement) + by + row.pills.length) % row.pills.length
    ].focus();
  const everywhere = {
    1: pick(0),
    2: pick(1),
    3: pick(2),
    ArrowDown: step(1),
    ArrowUp: step(-1),
    Enter: () => view.next(),
    R: () => openReasons(row),
  };
  if (inSelect) return { ...everywhere, ...closedListKeys(() => focusRow(ctx, row)) };
  return { ...everywhere, ArrowLeft: along(-1), ArrowRight: along(1) };
}

// What would change a closed list in passing leads back to the classes instead.
function closedListKeys(back) {
  const names = ["ArrowLeft", "ArrowRight", "Home", "End", "PageUp", "PageDown", "Escape"];
  return Object.fromEntries(names.map((name) => [name, back]));
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
