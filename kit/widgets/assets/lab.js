// The shell of every lab: read the task, work, see the result, look back. A lab brings the views
// of its work, its figures and its review: {work(ctx), figures(ctx), review(ctx)}.

const STEPS = ["read", "work", "result", "review"];
const LONG_PATIENCE = 15000; // milliseconds until we say that nobody answers

function startLab(el, model, lab) {
  const desk = makeDesk(el, model);
  const state = { step: null, view: null };
  const ctx = {
    desk,
    lab,
    speak: desk.speak,
    get page() {
      return model.get("page");
    },
    get live() {
      return model.get("live");
    },
    get locale() {
      return model.get("locale");
    },
    say: (id, values) => speaker(model.get("words"))(id, values),
    send: (message) => model.send(message),
    ask: (message) => askKernel(ctx, state, message),
    goTo: (step) => showStep(ctx, state, step),
    restep: () => state.view && showSteps(ctx, state),
  };
  ctx.saver = makeSaver(model, () => showSaving(ctx, state));
  const stop = listen(ctx, state, model);
  const place = takePlace(ctx);
  state.step = place?.step ?? null;
  state.exercise = place?.exercise ?? null;
  openPage(ctx, state);
  if (place) returnTo(ctx, state, place);
  const stopKeeping = keepPlace(ctx, state);
  return () => {
    stop();
    stopKeeping();
  };
}

function listen(ctx, state, model) {
  const react = {
    saved: (message) => {
      if (message.change) applyChange(ctx.live, message.change);
      ctx.saver.settle(message);
    },
    done: () => settleAsk(ctx, state),
    chart: (message) => ctx.onChart?.(message),
    refused: (message) => refused(ctx, state, message),
    undone: (message) => state.view?.undone?.(message.item),
  };
  const onMessage = (message) => react[message.type]?.(message);
  const onPage = () => {
    settleAsk(ctx, state);
    openPage(ctx, state);
  };
  const onLive = () => showSaving(ctx, state);
  model.on("msg:custom", onMessage);
  model.on("change:page", onPage);
  model.on("change:live", onLive);
  const stopWatching = whenSeenAgain(ctx.desk.root, () => ctx.send({ type: "refresh" }));
  return () => {
    model.off("msg:custom", onMessage);
    model.off("change:page", onPage);
    model.off("change:live", onLive);
    stopWatching();
    ctx.saver.stop();
  };
}

// What changes the whole page is not kept like an answer: if nobody replies, that is said.
function askKernel(ctx, state, message) {
  window.clearTimeout(state.asked);
  ctx.speak(ctx.say("one_moment"));
  ctx.desk.root.setAttribute("aria-busy", "true");
  state.asked = window.setTimeout(() => {
    ctx.desk.root.removeAttribute("aria-busy");
    showBanner(ctx.desk, "danger", ctx.say("no_reply"), againButton(ctx));
    ctx.speak(ctx.say("no_reply"));
  }, LONG_PATIENCE);
  ctx.send(message);
}

function settleAsk(ctx, state) {
  window.clearTimeout(state.asked);
  ctx.desk.root.removeAttribute("aria-busy");
}

function againButton(ctx) {
  return button(ctx.say("run_again"), () => runAgain(ctx));
}

function refused(ctx, state, message) {
  settleAsk(ctx, state);
  if (message.key) {
    ctx.saver.refuse(message);
    if (!message.final) return;
    showBanner(ctx.desk, "warn", message.words); // what it was about is settled: say why
    ctx.speak(message.words);
  } else if (state.view?.refused) state.view.refused(message.words);
  else showBanner(ctx.desk, "danger", message.words);
}

function openPage(ctx, state) {
  const { page } = ctx;
  ctx.desk.root.lang = langOf(ctx.locale);
  const { exercise } = page.task;
  const before = state.exercise === exercise ? state.step : null; // another one begins with its text
  state.exercise = exercise;
  showStep(ctx, state, firstStep(ctx, before));
  if (page.attempt && !page.result) {
    const sent = ctx.saver.restore(page.attempt.ticket);
    if (sent) ctx.speak(ctx.say("resent", { count: sent }));
    tellReplaced(ctx);
  }
}

// Answers to a task that has changed since cannot be gone on with: said until there are new ones.
function tellReplaced({ desk, live, page, say, speak }) {
  const number = page.attempt.replaced;
  if (!number || Object.keys(live.answers).length) return;
  const words = say("replaced", { number });
  showBanner(desk, "warn", words);
  speak(words);
}

function firstStep({ page, live }, before) {
  if (!page.person) return "who";
  if (page.result) return before === "review" && canReview(page) ? "review" : "result";
  if (before === "read" || before === "work") return before;
  if (before === "result" || before === "review") return "work"; // another go at a known exercise
  return Object.keys(live.answers).length ? "work" : "read";
}

// An earlier version may have left nothing but a score.
function canReview({ result }) {
  return result.findings.length > 0;
}

function showStep(ctx, state, step) {
  const had = ctx.desk.root.contains(document.activeElement);
  const same = state.step === step && state.shown === ctx.page.attempt?.id;
  const moved = state.step !== null && !same;
  const item = same ? state.view?.now : null;
  state.step = step;
  state.shown = ctx.page.attempt?.id;
  state.view = VIEWS[step](ctx);
  replace(ctx.desk.main, state.view.element);
  showBanner(ctx.desk, "note", null);
  showHead(ctx, state);
  showSaving(ctx, state);
  if (moved) ctx.desk.root.scrollIntoView({ block: "start" });
  if (item && had) state.view.goTo?.(item);
  else if (moved || had)
    ctx.desk.main.querySelector("[data-start]")?.focus({ preventScroll: true });
}

const VIEWS = {
  who: (ctx) => renderWho(ctx),
  read: (ctx) => renderReading(ctx),
  work: (ctx) => ctx.lab.work(ctx),
  result: (ctx) => renderResult(ctx),
  review: (ctx) => (ctx.page.result.outdated ? recordReview(ctx) : ctx.lab.review(ctx)),
};

// What is stored and what is not, in the same two places every time: head and banner.
function showSaving(ctx, state) {
  const { desk, live, say } = ctx;
  const unsaved = ctx.saver.all();
  const lost = unsaved.filter((one) => one.state !== "sending");
  const saved = desk.head.querySelector(".kd-saved");
  if (saved) replace(saved, ...savedWords(say, live, unsaved.length, lost.length));
  if (lost.length) showTrouble(ctx, state, lost);
  else if (state.troubled) showBanner(desk, "note", null);
  state.troubled = lost.length > 0;
  updateSteps(ctx, state);
  state.view?.update?.();
}

// Running again helps against a dead kernel; without a server it would only take the lesson away.
function showTrouble(ctx, state, lost) {
  const { desk, say, saver } = ctx;
  const refusal = lost.find((one) => one.state === "refused");
  const draw = (gone) => {
    const what = refusal ? refusal.words : say(gone ? "no_server" : "no_answer");
    const words = [h("b", {}, say("unsaved_count", { count: lost.length })), " ", what];
    const again = gone ? [] : [againButton(ctx)];
    showBanner(desk, "danger", words, button(say("save_again"), saver.retry), ...again);
  };
  draw(state.gone);
  if (refusal) return;
  serverGone().then((gone) => {
    if (gone === Boolean(state.gone)) return;
    state.gone = gone;
    if (saver.all().some((one) => one.state === "late")) draw(gone);
  });
}

// The lesson's page has a button that restarts and runs it; elsewhere words say where to click.
function runAgain(ctx) {
  const panel = ctx.desk.root.closest(".jp-NotebookPanel");
  const tool = panel?.querySelector('[data-command="kit:run-again"]');
  if (tool) tool.click();
  else ctx.desk.banner.querySelector(".kd-note")?.append(h("p", {}, ctx.say("run_again_menu")));
}
