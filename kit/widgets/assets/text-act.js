// What a person can do in the open note.

function textActions(view) {
  Object.assign(view, {
    settle: () => settleMouse(view),
    assign: (code) => assignKind(view, code),
    setSubject: (code) => changeMark(view, { subject: code }),
    nextSubject: () => nextSubject(view),
    remove: () => removeMark(view),
    moveEdge: (edge, by) => moveEdge(view, edge, by),
    nextMark: (by) => nextMark(view, by),
    takeToken: () => takeToken(view),
    check: () => checkNote(view),
    step: (by) => openNote(view, view.now + by, true),
    finish: () => finishNote(view),
    letGo: () => letGo(view),
    openPalette: () => openPaletteHere(view, true),
  });
}

function marksHere(view) {
  return noteAnswer(view.ctx, view.note.key).marks;
}

// The selection as a span of code points; null if there is none.
function spanHere({ caret }) {
  if (caret.empty()) return null;
  const { from, to } = caret.range();
  return textSpan(caret.map, from, to);
}

// The mark that a key or the palette is about: the selected one, else the one at the caret.
function markHere(view) {
  const span = spanHere(view);
  const marks = marksHere(view);
  if (span) return marks.find((one) => one.start < span.end && span.start < one.end) ?? null;
  return marksAt(marks, view.caret.map.points[view.caret.head]);
}

function keepMarks(view, marks) {
  const { done } = noteAnswer(view.ctx, view.note.key);
  saveItem(view.ctx, view.note.key, { locale: view.task.lang, marks, done });
  drawNote(view);
}

function assignKind(view, code) {
  const { ctx, caret } = view;
  const span = spanHere(view);
  const mark = span ? null : markHere(view);
  if (!span && !mark) return ctx.speak(ctx.say("select_first"));
  const before = marksHere(view);
  const { start, end } = span ?? mark;
  const unnamed = view.task.subjects.length ? { subject: null } : {};
  const marks = marksWith(before, { start, end }, { kind: code }, unnamed);
  const byMouse = view.palette.isOpen();
  if (!marksSame(marks, before)) keepMarks(view, marks);
  caret.put(caret.map.units[end]);
  const values = {
    text: textPart(caret.map, { start, end }),
    kind: kindTitle(view.task, code),
    count: marks.length,
  };
  ctx.speak(ctx.say("marked", values));
  view.palette.close();
  view.root.focus({ preventScroll: true });
  if (byMouse && view.task.subjects.length) openPaletteHere(view, false);
  return undefined;
}

function changeMark(view, change) {
  const { ctx } = view;
  const mark = markHere(view);
  if (!mark) return ctx.speak(ctx.say("no_mark_here"));
  const changed = { ...mark, ...change };
  keepMarks(view, marksSorted([...marksWithout(marksHere(view), mark), changed]));
  if (view.palette.isOpen()) openPaletteHere(view, false);
  return ctx.speak(markLook(view, changed).label);
}

function nextSubject(view) {
  const codes = view.task.subjects.map((one) => one.code);
  const place = codes.indexOf(markHere(view)?.subject);
  changeMark(view, { subject: codes[(place + 1) % codes.length] });
}

function removeMark(view) {
  const { ctx, caret } = view;
  const mark = markHere(view);
  if (!mark) return ctx.speak(ctx.say("no_mark_here"));
  const marks = marksWithout(marksHere(view), mark);
  const { label } = markLook(view, mark);
  keepMarks(view, marks);
  caret.put(caret.map.units[mark.start]);
  view.palette.close();
  view.root.focus({ preventScroll: true });
  return ctx.speak(ctx.say("unmarked", { mark: label, count: marks.length }));
}

function moveEdge(view, edge, by) {
  const { ctx, caret } = view;
  const mark = markHere(view);
  if (!mark) return ctx.speak(ctx.say("no_mark_here"));
  const marks = marksMoved(marksHere(view), caret.map, mark, edge, by);
  if (!marks) return ctx.speak(ctx.say("edge_stuck"));
  keepMarks(view, marks);
  const fixed = edge === "end" ? "start" : "end";
  const moved = marks.find((one) => one[fixed] === mark[fixed]);
  caret.put(caret.map.units[moved[edge]]);
  return ctx.speak(markLook(view, moved).label);
}

// Selects the next mark, so that a number, S, Del or Alt with an arrow changes it.
function nextMark(view, by) {
  const { ctx, caret } = view;
  const marks = marksHere(view);
  if (!marks.length) return ctx.speak(ctx.say("no_marks"));
  const point = caret.map.points[caret.range()[by > 0 ? "from" : "to"]];
  const ahead = caret.empty() ? point - 1 : point;
  const mark = marks.find((one) => one.start > ahead) ?? marks[0];
  caret.select(caret.map.units[mark.start], caret.map.units[mark.end]);
  return ctx.speak(markLook(view, mark).label);
}

function takeToken(view) {
  const token = textToken(view.caret.map, view.caret.head);
  if (!token) return;
  view.caret.select(token.from, token.to);
  speakCaret(view);
}

function textUndone(view, item) {
  const { ctx } = view;
  if (!item) return ctx.speak(ctx.say("nothing_to_undo"));
  if (item !== view.note.key) openNote(view, placeOfNote(view, item), true);
  updateText(view);
  const count = marksHere(view).length;
  return ctx.speak(ctx.say("undone_note", { title: view.entries[view.now].title, count }));
}

// This note is done: on to the next one that is not, or to the button that submits. In guided
// practice it is checked first.
function finishNote(view) {
  const { ctx, note, now } = view;
  const { done } = noteAnswer(ctx, note.key);
  if (!done && subjectMissing(view)) return undefined;
  if (!done && ctx.page.task.guided) return checkNote(view);
  if (!done) keepDone(view);
  const open = ({ key }) => !noteAnswer(ctx, key).done;
  const after = view.entries.findIndex((entry, place) => place > now && open(entry));
  const next = after < 0 ? view.entries.findIndex(open) : after;
  const said = done ? "" : ctx.say("note_done");
  if (next >= 0) return openNote(view, next, true, said);
  if (done && now + 1 < view.entries.length) return openNote(view, now + 1, true);
  view.frame.element.querySelector(".kd-primary").focus();
  return ctx.speak(ctx.say("all_done"));
}

function keepDone(view) {
  const { marks } = noteAnswer(view.ctx, view.note.key);
  saveItem(view.ctx, view.note.key, { locale: view.task.lang, marks, done: true });
}

function checkNote(view) {
  const { ctx, note } = view;
  if (!noteAnswer(ctx, note.key).done) keepDone(view);
  checkItem(ctx, note.key);
  view.root.focus({ preventScroll: true });
}

// A mark without its person is pointed out once; who cannot tell may go on.
function subjectMissing(view) {
  const { ctx, caret } = view;
  const mark = marksHere(view).find((one) => view.task.subjects.length && !one.subject);
  if (!mark || view.warned === view.note.key) return false;
  view.warned = view.note.key;
  caret.select(caret.map.units[mark.start], caret.map.units[mark.end]);
  view.root.focus({ preventScroll: true });
  openPaletteHere(view, false);
  const words = ctx.say("subject_missing", { text: textPart(caret.map, mark) });
  replace(view.found, note("warn", sign("warn"), " ", words));
  ctx.speak(words);
  return true;
}

function letGo(view) {
  view.palette.close();
  view.caret.put(view.caret.head);
  view.root.focus({ preventScroll: true });
}

// After the mouse: a selection or a mark under it brings the palette.
function settleMouse(view) {
  const { caret } = view;
  const span = spanHere(view);
  if (!span && (!caret.empty() || !markHere(view))) return view.palette.close();
  if (span) caret.select(caret.map.units[span.start], caret.map.units[span.end]);
  return openPaletteHere(view, false);
}

function openPaletteHere(view, focus) {
  const { ctx, caret, palette, root } = view;
  const mark = markHere(view);
  const span = spanHere(view) ?? mark;
  if (!span) return ctx.speak(ctx.say("select_first"));
  const range = document.createRange();
  range.setStart(...caretPlaceOf(root, caret.map.units[span.start]));
  range.setEnd(...caretPlaceOf(root, caret.map.units[span.end]));
  const box = [...range.getClientRects()].at(-1);
  const base = root.parentElement.getBoundingClientRect();
  palette.open(
    { left: box.left - base.left, bottom: box.bottom - base.top },
    textPart(caret.map, span),
    mark,
  );
  if (focus) palette.kinds[0].focus();
  return undefined;
}

// Numbers and Escape work in the palette as in the text; arrows walk along its choices.
function paletteKey(view, event) {
  const choices = [...view.palette.element.querySelectorAll("button")].filter(
    (one) => one.offsetParent,
  );
  const by = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
  const place = choices.indexOf(document.activeElement);
  if (by) choices[(place + by + choices.length) % choices.length].focus();
  else if (event.key === "Escape") letGo(view);
  else if (KIND_KEYS.includes(event.key)) return textKey(view, event);
  else return undefined;
  event.preventDefault();
  return event.stopPropagation();
}

function speakCaret(view) {
  const { ctx, caret } = view;
  const { text } = caret.map;
  if (!caret.empty()) {
    const { from, to } = caret.range();
    return ctx.speak(ctx.say("selected", { text: text.slice(from, to) }));
  }
  const sign = text.slice(caret.head, textStep(caret.map, caret.head, 1));
  const mark = marksAt(marksHere(view), caret.map.points[caret.head]);
  const inside = mark && mark.end > caret.map.points[caret.head];
  const words = sign.trim() || ctx.say(caret.head === text.length ? "text_end" : "blank");
  return ctx.speak(inside ? `${words}, ${kindTitle(view.task, mark.kind)}` : words);
}
