// The keys in a note. The caret walks by sign, Shift selects, a number names the kind.

function textKeyLegend({ page, say }) {
  const last = KIND_KEYS[Math.min(KIND_KEYS.length, page.task.kinds.length) - 1];
  const pairs = [
    [["←", "→"], "key_caret"],
    [["Shift ←", "→"], "key_select"],
    [["W"], "key_token"],
    [["1", `… ${last}`], "key_kind"],
    page.task.subjects.length ? [["S"], "key_subject"] : null,
    [["Del"], "key_remove"],
    [["Alt ←", "→"], "key_edge"],
    [["M"], "key_next_mark"],
    [["P", "N"], "key_note"],
    [["Enter"], "key_done"],
  ];
  return pairs
    .filter(Boolean)
    .flatMap(([names, id], place) => [place ? " · " : "", keys(...names), say(id)]);
}

function textKey(view, event) {
  const act = textAction(view, event);
  if (!act) return;
  event.preventDefault();
  event.stopPropagation();
  act();
}

function textAction(view, event) {
  const command = event.ctrlKey || event.metaKey;
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  if (command && key === "a") return () => view.caret.select(0, view.caret.map.text.length);
  if (event.altKey && !command) return altAction(view, key, event.shiftKey);
  const move = moveAction(view, key, command || event.altKey);
  if (move) return () => moveCaret(view, move, event.shiftKey, command ? null : key);
  if (command) return null;
  const place = KIND_KEYS.indexOf(event.key);
  if (place >= 0 && view.task.kinds[place]) return () => view.assign(view.task.kinds[place].code);
  return plainActions(view)[key] ?? null;
}

function plainActions(view) {
  return {
    s: view.task.subjects.length ? view.nextSubject : null,
    m: () => view.nextMark(1),
    w: view.takeToken,
    n: () => view.step(1),
    p: () => view.step(-1),
    Delete: view.remove,
    Backspace: view.remove,
    Enter: view.finish,
    Escape: view.letGo,
    k: view.openPalette,
    ContextMenu: view.openPalette,
  };
}

// Alt with the arrows: up and down another note, left and right the end of a mark, with Shift its
// beginning.
function altAction(view, key, shift) {
  const edge = shift ? "start" : "end";
  return {
    ArrowDown: () => view.step(1),
    ArrowUp: () => view.step(-1),
    ArrowRight: () => view.moveEdge(edge, 1),
    ArrowLeft: () => view.moveEdge(edge, -1),
  }[key];
}

function moveAction({ caret }, key, far) {
  const { map, head } = caret;
  const { text } = map;
  const line = { from: text.lastIndexOf("\n", head - 1) + 1, to: text.indexOf("\n", head) };
  return {
    ArrowRight: () => (far ? textLeap(map, head, 1) : textStep(map, head, 1)),
    ArrowLeft: () => (far ? textLeap(map, head, -1) : textStep(map, head, -1)),
    ArrowDown: () => caretVertical(caret, 1),
    ArrowUp: () => caretVertical(caret, -1),
    Home: () => (far ? 0 : textFloor(map, line.from)),
    End: () => (far || line.to < 0 ? text.length : textFloor(map, line.to)),
  }[key];
}

// What the caret walks over is spoken: the sign it stands before, or what is selected. As
// everywhere, an arrow without Shift only leaves a selection.
function moveCaret(view, move, extend, key) {
  const { caret } = view;
  const { from, to } = caret.range();
  const leave = { ArrowRight: to, ArrowLeft: from }[key];
  if (!extend && !caret.empty() && leave !== undefined) caret.put(leave);
  else {
    const found = move();
    caret.put(found.unit ?? found, extend);
    caret.aim = found.aim ?? null;
  }
  view.palette.close();
  speakCaret(view);
}
