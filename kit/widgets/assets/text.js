// Personal information in free text: the notes on the left, one of them open and large, its words
// marked by mouse or keyboard. Every change is stored at once.

const NO_MARKS = { marks: [], done: false };

function textWork(ctx) {
  const view = { ctx, task: ctx.page.task, now: -1, frame: null };
  const { say } = ctx;
  view.entries = view.task.notes.map((note, place) => ({
    key: note.key,
    title: noteTitle(ctx, note, place),
    excerpt: note.text.slice(0, 60).replace(/\s+/gu, " "),
  }));
  view.list = textList(ctx, {
    entries: view.entries,
    open: (place, focus) => openNote(view, place, focus),
    state: (entry) => noteState(ctx, entry.key),
    label: say("notes"),
  });
  textActions(view);
  const main = h(
    "div",
    { class: "tx-desk" },
    h("section", { class: "kd-card tx-side", "aria-label": say("notes") }, view.list.element),
    notePane(view),
  );
  const frame = workFrame(ctx, {
    main,
    side: kindLegend(ctx),
    legend: textKeyLegend(ctx),
    items: view.entries.map(({ key, title }) => ({ key, name: title })),
    answerOf: (key) => noteAnswer(ctx, key),
    isDone: (value) => value.done,
    goTo: (key) => openNote(view, placeOfNote(view, key), true),
    update: () => updateText(view),
    undoItem: () => view.note.key,
    start: view.root,
  });
  view.frame = frame;
  frame.undone = (item) => textUndone(view, item);
  const gap = view.entries.findIndex(({ key }) => !noteAnswer(ctx, key).done);
  openNote(view, Math.max(0, gap), false);
  return frame;
}

function noteAnswer(ctx, key) {
  return itemAnswer(ctx, key) ?? NO_MARKS;
}

function placeOfNote(view, key) {
  return view.entries.findIndex((one) => one.key === key);
}

function noteState(ctx, key) {
  const { marks, done } = noteAnswer(ctx, key);
  const found = foundAt(ctx, key);
  if (found) return reviewState(ctx, found);
  if (done) {
    const text = ctx.say("marks_short", { count: marks.length });
    return { text, severity: "ok", label: ctx.say("note_done") };
  }
  if (!marks.length) return { text: "", severity: null, label: ctx.say("note_open") };
  return { text: ctx.say("marks_short", { count: marks.length }), severity: null, label: "" };
}

function notePane(view) {
  const { ctx } = view;
  const { say } = ctx;
  const help = `kd-${newKey()}`;
  view.spoken = h("p", { class: "kd-sr", id: help });
  view.root = h("div", {
    class: "tx-text",
    lang: langOf(view.task.lang),
    role: "application",
    tabindex: "0",
    "aria-roledescription": say("note_role"),
    "aria-describedby": help,
  });
  view.palette = textPalette(ctx, {
    kind: view.assign,
    subject: view.setSubject,
    remove: view.remove,
  });
  view.caret = textCaret(view.root, view.settle);
  view.root.addEventListener("keydown", (event) => textKey(view, event));
  view.palette.element.addEventListener("keydown", (event) => paletteKey(view, event));
  view.title = h("h3", {});
  view.when = h("small", {});
  view.about = h("small", { class: "tx-about" });
  view.state = h("span", {});
  view.saved = h("small", {});
  view.found = h("div", { class: "tx-found", "aria-live": "polite" });
  view.doneButton = button("", view.finish);
  view.checkButton = ctx.page.task.guided ? button(say("check_this"), view.check) : null;
  view.pane = h(
    "section",
    { class: "kd-card tx-note" },
    h("header", { class: "tx-head" }, view.title, view.when, view.about),
    h("div", { class: "tx-paper" }, view.root, view.caret.bar, view.palette.element),
    view.spoken,
    view.found,
    h(
      "div",
      { class: "kd-foot tx-note-foot" },
      h("div", { class: "kd-soft" }, view.state, view.saved),
      view.checkButton,
      view.doneButton,
    ),
  );
  view.pane.addEventListener("mousedown", ({ target }) => {
    const inside = view.root.contains(target) || view.palette.element.contains(target);
    if (!inside) view.palette.close();
  });
  return view.pane;
}

function openNote(view, place, focus, said = "") {
  const { ctx, task } = view;
  if (place < 0 || place >= task.notes.length) return;
  if (view.now !== place) {
    const note = task.notes[place];
    Object.assign(view, { now: place, note, drawn: null });
    view.pane.dataset.item = note.key;
    view.title.textContent = view.entries[place].title;
    view.when.textContent = note.written_at;
    view.about.textContent = note.about ?? "";
    view.palette.close();
    view.caret.reset(textMap(note.text), 0);
    drawNote(view);
    if (view.frame) ctx.speak(`${said} ${noteSpoken(view)}`.trim());
  }
  view.list.show(place);
  updateNoteFoot(view);
  if (view.frame) view.frame.now = view.note.key;
  if (focus) view.root.focus({ preventScroll: true });
}

function noteSpoken(view) {
  const { marks } = noteAnswer(view.ctx, view.note.key);
  const title = view.entries[view.now].title;
  return view.ctx.say("note_opened", { title, count: marks.length });
}

// Draws the open note again, but only if its marks are not those on the page.
function drawNote(view) {
  const { ctx, caret } = view;
  const { marks } = noteAnswer(ctx, view.note.key);
  const found = foundOf(view);
  const drawn = JSON.stringify([marks, Boolean(found)]);
  if (view.drawn === drawn) return;
  view.drawn = drawn;
  const look = (mark) => (found ? verdictLook(caret.map, mark) : markLook(view, mark));
  const shown = found ? found.marks : marks;
  fillNote(view.root, caret.map, shown, look);
  view.spoken.textContent = spokenNote(caret.map, shown, (mark) => look(mark).label);
  view.root.setAttribute("aria-label", noteSpoken(view));
  replace(view.found, found ? foundPanels(view, found) : null);
  caret.redraw();
}

function markLook({ ctx, caret, task }, mark) {
  const tag = markTag(ctx, mark);
  const label = ctx.say("spoken_mark", { kind: tag, text: textPart(caret.map, mark) });
  return { tag, label, class: kindLook(task, mark.kind) };
}

// Guided practice: what the kernel said of these very marks, if it was asked.
function foundOf({ ctx, note }) {
  return foundAt(ctx, note.key);
}

function foundAt(ctx, key) {
  return ctx.saver.of(key) ? null : (ctx.live.checked[key] ?? null);
}

function foundPanels(view, found) {
  const { ctx, caret } = view;
  const wrong = found.marks.filter((mark) => mark.severity !== "ok");
  if (!wrong.length) return whyPanel(ctx, found);
  return wrong.map((mark, place) =>
    h(
      "details",
      { class: "tx-why", open: place === 0 },
      h("summary", {}, sign(mark.severity), ` ${mark.tag} `, h("q", {}, textPart(caret.map, mark))),
      whyPanel(ctx, { ...mark, rules: found.rules }),
    ),
  );
}

// Called at every save and every answer of the kernel: only what differs is drawn.
function updateText(view) {
  drawNote(view);
  view.list.update();
  updateNoteFoot(view);
}

function updateNoteFoot(view) {
  const { ctx, note } = view;
  const { marks, done } = noteAnswer(ctx, note.key);
  const count = ctx.say("marks_count", { count: marks.length });
  const saved = itemState(ctx, note.key);
  const tick = foundOf(view) ? null : sign("ok"); // once checked, a tick would mean "right"
  replace(view.state, done ? [tick, ` ${ctx.say("note_done")} · `] : null, count);
  replace(view.saved, saved.length ? [" · ", saved] : null);
  view.doneButton.textContent = ctx.say(done ? "next_note" : "done_next");
  if (view.checkButton) view.checkButton.disabled = Boolean(foundOf(view));
}
