// The work of every lab: what is worked on at the left, what helps at the right, and at the foot
// hints, undo, keys and the next step. A lab brings the middle; this keeps count of the gaps.

function workFrame(ctx, parts) {
  const { say } = ctx;
  const view = { parts, tools: parts.tools ?? [], now: parts.items[0]?.key ?? null, left: null };
  const pieces = {
    hint: hintButton(ctx),
    hints: h("div", { class: "kd-hints" }),
    gap: h("p", { class: "kd-is-danger kd-gap", hidden: true }),
    submit: button("", () => view.next("first"), { class: "kd-primary kd-push" }),
  };
  const left = h(
    "div",
    {},
    parts.main,
    pieces.gap,
    h(
      "div",
      { class: "kd-foot" },
      pieces.hint?.element,
      button([say("undo"), " ", undoKbd()], () => askUndo(ctx, parts), { "data-undo": "" }),
      h("span", { class: "kd-soft kd-legend" }, parts.legend),
      pieces.submit,
    ),
  );
  left.addEventListener("keydown", (event) => undoKey(ctx, parts, event));
  left.addEventListener("focusin", (event) => noteItem(view, event));
  view.element = h(
    "div",
    { class: "kd-cols kd-work" },
    left,
    h("div", { class: "kd-help" }, pieces.hints, parts.side, renderRules(ctx)),
  );
  view.goTo = (key) => {
    view.now = key;
    parts.goTo(key);
  };
  view.next = (gap = "next") => submitWork(ctx, view, pieces.gap, gap);
  view.undone = (key) => tellUndone(ctx, view, key);
  view.update = () => updateFrame(ctx, view, pieces);
  parts.start?.setAttribute("data-start", "");
  return view;
}

function updateFrame(ctx, view, pieces) {
  view.parts.update();
  pieces.hint?.update();
  showHints(ctx, pieces.hints);
  const left = gapsOf(view).length;
  if (view.left !== left) showGap(pieces.gap, null);
  view.left = left;
  pieces.submit.textContent = left ? ctx.say("submit_missing", { count: left }) : ctx.say("submit");
}

function gapsOf({ parts }) {
  return parts.items.filter(({ key }) => !parts.isDone(parts.answerOf(key)));
}

// The button leads to the first gap; Enter, pressed on the way through, to the next one.
function submitWork(ctx, view, place, gap) {
  const left = gapsOf(view);
  if (left.length) return goToGap(ctx, view, place, left, gap);
  const unsaved = ctx.saver.all().filter((one) => one.state !== "sending");
  if (unsaved.length) return ctx.speak(ctx.say("unsaved_count", { count: unsaved.length }));
  ctx.speak(ctx.say("grading"));
  ctx.submitted = ctx.page.attempt.id;
  const shown = view.parts.items.map(({ key }) => [key, view.parts.answerOf(key)]);
  return ctx.saver.send({
    type: "submit",
    attempt: ctx.page.attempt.id,
    shown: Object.fromEntries(shown),
  });
}

function goToGap(ctx, view, place, left, gap) {
  const at = (key) => view.parts.items.findIndex((one) => one.key === key);
  const next = left.find((one) => at(one.key) > at(view.now)) ?? left[0];
  const item = gap === "first" ? left[0] : next;
  const id = item === left[0] ? "missing_first" : "missing_next";
  const words = ctx.say(id, { count: left.length, field: item.name });
  view.goTo(item.key);
  showGap(place, gap === "first" ? words : null); // going on to the next one is no mistake
  ctx.speak(words);
}

function showGap(place, words) {
  place.hidden = !words;
  place.textContent = words ? `${SIGNS.warn} ${words}` : "";
}

// The last change of all, or, where a lab says so, of one item.
function askUndo(ctx, { undoItem }) {
  const item = undoItem?.();
  ctx.saver.send({ type: "undo", attempt: ctx.page.attempt.id, ...(item ? { item } : {}) });
}

function undoKbd() {
  return h("kbd", { "aria-hidden": "true" }, isMac() ? "⌘Z" : "Ctrl Z");
}

// A field for text keeps its own undo.
function undoKey(ctx, parts, event) {
  const command = event.ctrlKey || event.metaKey;
  if (!command || event.shiftKey || event.key.toLowerCase() !== "z") return;
  if (event.target.matches("textarea, input[type=text], input[type=search]")) return;
  event.preventDefault();
  askUndo(ctx, parts);
}

function tellUndone(ctx, view, key) {
  const item = view.parts.items.find((one) => one.key === key);
  if (item) view.goTo(key);
  const words = item ? ctx.say("undone", { field: item.name }) : ctx.say("nothing_to_undo");
  showUndone(ctx, words);
  return ctx.speak(words);
}

// For those who see it: beside the button, until they do something else.
function showUndone({ desk }, words) {
  const place = desk.main.querySelector("[data-undo]");
  if (!place) return;
  desk.main.querySelector(".kd-undone")?.remove();
  const told = h("span", { class: "kd-soft kd-undone", "aria-hidden": "true" }, words);
  place.after(told);
  const away = () => told.remove();
  window.setTimeout(() => {
    for (const name of ["pointerdown", "keydown"])
      desk.root.addEventListener(name, away, { once: true, capture: true });
  });
}

// Where somebody is: the part of the page that says which item it is.
function noteItem(view, event) {
  const key = event.target.closest("[data-item]")?.dataset.item;
  if (key) view.now = key;
}
