// What stands for an item: what is on its way to the kernel, else what is stored.

function itemAnswer(ctx, key) {
  const pending = ctx.saver.of(key);
  return (pending ? pending.message.value : ctx.live.answers[key]) ?? null;
}

// Stored by the kernel before it counts; until then the saver keeps it.
function saveItem(ctx, key, value) {
  ctx.saver.send({ type: "save", attempt: ctx.page.attempt.id, item: key, value });
}

// Whether an item is stored, in a word beside it; once it is checked, how it would be judged.
function itemState(ctx, key) {
  const pending = ctx.saver.of(key);
  if (pending?.state === "sending") return [ctx.say("saving")];
  if (pending) return [h("b", { class: "kd-is-danger" }, `✗ ${ctx.say("not_saved")}`)];
  const found = ctx.live.checked[key];
  if (found) return [h("b", { class: `kd-is-${found.severity}` }, verdictWords(found))];
  return ctx.live.answers[key] ? [ctx.say("saved")] : [];
}

function verdictWords({ severity, verdict }) {
  return `${SIGNS[severity]} ${verdict}`;
}

// In a guided exercise the kernel tells at once how an item would be judged.
function checkItem(ctx, key) {
  ctx.saver.send({ type: "check", attempt: ctx.page.attempt.id, item: key });
}

// The button to check an item, and in its place what the kernel said; empty unless the exercise is
// guided. `update(done)` redraws it, and only when it has changed: articles stay as they were opened.
function checkPart(ctx, key) {
  const element = h("div", { class: "kd-check", "aria-live": "polite" });
  let before = null;
  const update = (done) => {
    const found = ctx.saver.of(key) ? null : (ctx.live.checked[key] ?? null);
    const asking = ctx.saver.of(key, "check")?.state === "sending";
    const now = [found, done, asking, ctx.locale];
    if (before && now.every((part, n) => part === before[n])) return;
    before = now;
    const had = element.contains(document.activeElement);
    replace(element, found ? whyPanel(ctx, found) : checkButton(ctx, key, done, asking));
    if (had) element.querySelector("summary, button")?.focus();
  };
  return { element, update: ctx.page.task.guided ? update : () => {} };
}

function checkButton(ctx, key, done, asking) {
  const { say } = ctx;
  const label = say(asking ? "checking" : "check");
  return h(
    "div",
    { class: "kd-row" },
    button(label, () => checkItem(ctx, key), { disabled: !done, "data-check": "" }),
    h("small", {}, say(done ? "check_note" : "check_first")),
  );
}

// What the kernel says has changed: into the page's own copy, so that little has to be sent.
function applyChange(live, change) {
  live.saved = change.saved;
  live.hints = change.hints;
  if (!("item" in change)) return;
  const { item, value, done, checked } = change;
  put(live.answers, item, value);
  put(live.checked, item, checked);
  const others = live.done.filter((one) => one !== item);
  live.done = done ? [...others, item] : others;
}

function put(map, name, value) {
  if (value === null || value === undefined) delete map[name];
  else map[name] = value;
}
