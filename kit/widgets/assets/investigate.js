// An investigation has two stages in its work: the desk, where one finds out, and the report, one
// question at a time. The case file stays beside both, in the same place.

const INV_STAGES = ["desk", "report"];

function invWork(ctx) {
  const { task } = ctx.page;
  ctx.lab.kept = invRecall(ctx);
  const own = { ctx, gap: h("p", { class: "kd-is-danger kd-gap", hidden: true }) };
  const blank = task.blank;
  const keys = [...task.asks, "desk"];
  const parts = {
    items: keys.map((key) => ({
      key,
      name: task.parts.find((one) => one.key === key)?.title ?? ctx.say("inv_file"),
    })),
    answerOf: (key) => itemAnswer(ctx, key) ?? blank[key],
    undoItem: null,
  };
  parts.isDone = () => true; // what is missing the frame counts by its own keys
  own.isDone = (key) =>
    key === "desk" ||
    Boolean(
      ctx.saver.of(key) ? invComplete(key, parts.answerOf(key)) : ctx.live.done.includes(key),
    );
  own.gaps = () => task.asks.filter((key) => !own.isDone(key));
  own.answerOf = parts.answerOf;
  own.save = (key, value) => {
    if (JSON.stringify(value) !== JSON.stringify(parts.answerOf(key))) saveItem(ctx, key, value);
  };
  own.stage = ctx.lab.kept.stage ?? "desk";
  own.seen = new Set();
  own.question = task.asks.includes(ctx.lab.kept.question) ? ctx.lab.kept.question : task.asks[0];
  const view = { parts, tools: [], now: null, own };
  own.view = view;
  own.desk = invDesk(ctx);
  own.report = invReport(ctx, own);
  own.desk.onGists = own.report.update;
  own.frame = invFrame(ctx, own, view);
  view.element = own.frame.element;
  view.stages = () => invStages(ctx, own);
  view.goTo = (key) => {
    if (!task.asks.includes(key)) return;
    if (key !== "evidence" || own.stage === "report") own.turnTo("report", key);
  };
  view.undone = (key) => tellUndone(ctx, { ...view, goTo: view.goTo }, key);
  view.update = () => {
    own.desk.update();
    own.report.update();
    own.frame.update();
  };
  view.element.addEventListener("keydown", (event) => undoKey(ctx, parts, event));
  own.turnTo(own.stage, own.question, false);
  return view;
}

// Whether a value that is on its way to the kernel has all its parts; the kernel has the last word.
function invComplete(key, value) {
  if (value.none) return true;
  const there = {
    what: () => value.type && (value.type !== "nothing" || value.ground),
    who: () => value.hand && (value.hand === "nobody" || value.accounts.length),
    scope: () => value.parts.length && value.count !== null,
    sensitive: () => value.children,
    evidence: () => value.pins.length,
    duties: () => value.list.length && value.list.every((one) => one.owed_by && one.clock),
  };
  const all = () => Object.values(value).every((part) => part !== null);
  return Boolean((there[key] ?? all)());
}

function invStages(ctx, own) {
  const { asks } = ctx.page.task;
  const done = asks.length - own.gaps().length;
  return INV_STAGES.map((name) => ({
    label: ctx.say(`inv_stage_${name}`, { done, total: asks.length }),
    now: own.stage === name,
    go: () => own.turnTo(name, own.question),
  }));
}

// Hints, rules, undo and the next step, in the same places in both stages.
function invFrame(ctx, own, view) {
  const { say } = ctx;
  const hint = hintButton(ctx);
  const hints = h("div", { class: "kd-hints iv-hints" });
  const next = button("", () => own.next(), { class: "kd-primary kd-push" });
  const back = button(say("inv_back"), () => own.turnTo("desk", own.question));
  const legend = h("span", { class: "kd-soft kd-legend" });
  const stage = h("div", { class: "iv-stage" });
  const clue = invClue(ctx, own);
  const element = h(
    "div",
    { class: "iv-work" },
    clue.element,
    hints,
    stage,
    own.gap,
    h(
      "div",
      { class: "kd-foot" },
      hint?.element,
      button([say("undo"), " ", undoKbd()], () => askUndo(ctx, view.parts), { "data-undo": "" }),
      back,
      legend,
      next,
    ),
  );
  const fit = () => invFit(ctx, element);
  new ResizeObserver(fit).observe(ctx.desk.root);
  new ResizeObserver(fit).observe(element.firstElementChild); // the clue, which folds
  own.turnTo = (name, question, moved = true) => {
    own.desk.flush();
    own.stage = name;
    own.question = question;
    if (name === "report") own.seen.add(question);
    Object.assign(ctx.lab.kept, { stage: name, question });
    own.desk.keep();
    replace(stage, name === "desk" ? own.desk.element : own.report.element);
    own.report.show(question);
    own.desk[name === "desk" ? "element" : "detail"].hidden = false;
    invPlaceFile(own, name);
    replace(legend, name === "desk" ? invLegend(ctx, own) : null);
    back.hidden = name === "desk";
    showGap(own.gap, null);
    ctx.restep?.();
    own.frame?.update();
    if (moved) name === "desk" ? own.desk.log.focus() : own.report.focus();
  };
  own.next = () => invNext(ctx, own, view);
  const update = () => {
    clue.update();
    hint?.update();
    showHints(ctx, hints);
    next.textContent = invNextWords(ctx, own);
  };
  return { element, update };
}

// The desk takes the height that is left, so that the next step stays in sight; a notebook scrolls
// in a frame of its own, under its bars.
function invFit({ desk }, element) {
  const part = element.querySelector(".iv-desk");
  if (!part?.isConnected) return;
  const frame = desk.root.closest(".jp-WindowedPanel-outer, .jp-Notebook");
  const room = Math.min(frame?.clientHeight ?? window.innerHeight, window.innerHeight);
  const above = part.getBoundingClientRect().top - desk.root.getBoundingClientRect().top;
  const foot = element.querySelector(".kd-foot");
  const below = foot.offsetHeight + parseFloat(getComputedStyle(foot).marginTop) + 24;
  const size = parseFloat(getComputedStyle(desk.root).fontSize);
  const height = Math.max(29 * size, room - above - below);
  element.style.setProperty("--iv-height", `${Math.floor(height)}px`);
}

// The case file belongs to both stages: it is one and the same, and moves along.
function invPlaceFile(own, name) {
  const side = name === "desk" ? own.desk.element.querySelector(".iv-side") : own.report.side;
  side.append(own.desk.file.element);
}

function invNextWords({ say, page }, own) {
  const { asks } = page.task;
  const left = own.gaps().length;
  if (own.stage === "desk") return say(left ? "inv_to_report" : "inv_to_report_done");
  const last = own.question === asks.at(-1);
  if (!left && !invAhead(asks, own)) return say("submit");
  return last ? say("inv_next_gap", { count: left }) : say("inv_next");
}

// Whether the end is still to be looked at: a pin may have answered the last question already.
const invAhead = (asks, own) => own.question !== asks.at(-1) && !own.seen.has(asks.at(-1));

// On the way through the report one question after the other; at its end to what is still open.
function invNext(ctx, own, view) {
  const { asks } = ctx.page.task;
  if (own.stage === "desk") return own.turnTo("report", own.gaps()[0] ?? own.question);
  own.desk.flush();
  const gaps = own.gaps();
  const place = asks.indexOf(own.question);
  if (!gaps.length && !invAhead(asks, own)) return submitWork(ctx, view, own.gap, "first");
  if (place < asks.length - 1) return own.turnTo("report", asks[place + 1]);
  own.turnTo("report", gaps[0]);
  const { name } = view.parts.items.find((one) => one.key === gaps[0]);
  const words = ctx.say("missing_first", { count: gaps.length, field: name });
  showGap(own.gap, words);
  return ctx.speak(words);
}

function invLegend({ say }, { desk }) {
  const parts = [
    [["↑", "↓"], "inv_key_row"],
    [["←", "→"], "inv_key_cell"],
    [["Enter"], "inv_key_narrow"],
    [["Shift Enter"], "inv_key_exclude"],
    desk.canPin ? [["P"], "inv_key_pin"] : null,
  ];
  return parts
    .filter(Boolean)
    .flatMap(([names, id], n) => [n ? " · " : "", keys(...names), say(id)]);
}
