// The questions at the end of a lesson. Words are sent when the writer pauses, and kept in the tab
// until the kernel has said that they are on disk.

const REFLECTION_PAUSE = 900; // milliseconds without a key before the words are sent
const REFLECTION_LEFT = 300; // so many letters before the limit it is said

function startReflection(el, model) {
  const desk = makeDesk(el, model);
  const state = { boxes: new Map(), shown: null, who: null };
  const ctx = {
    desk,
    state,
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
  };
  ctx.saver = makeSaver(model, () => showWritten(ctx));
  const react = {
    saved: (message) => ctx.saver.settle(message),
    refused: (message) => refusedWords(ctx, message),
  };
  const onMessage = (message) => react[message.type]?.(message);
  const onPage = () => openReflection(ctx);
  const onLive = () => showWritten(ctx);
  model.on("msg:custom", onMessage);
  model.on("change:page", onPage);
  model.on("change:live", onLive);
  openReflection(ctx);
  const stopWatching = whenSeenAgain(desk.root, () => ctx.send({ type: "refresh" }));
  const leave = () => state.boxes.forEach((box) => sendWords(ctx, box));
  document.addEventListener("visibilitychange", leave);
  window.addEventListener("pagehide", leave);
  return () => {
    leave();
    model.off("msg:custom", onMessage);
    model.off("change:page", onPage);
    model.off("change:live", onLive);
    document.removeEventListener("visibilitychange", leave);
    window.removeEventListener("pagehide", leave);
    stopWatching();
    ctx.saver.stop();
  };
}

function refusedWords(ctx, message) {
  if (message.key) {
    ctx.saver.refuse(message);
    if (message.final) showBanner(ctx.desk, "warn", message.words);
  } else if (ctx.state.who) ctx.state.who.refused(message.words);
}

// A page that shows the same person in the same language is left alone: somebody may be writing.
function openReflection(ctx) {
  const { desk, page, say, state } = ctx;
  const shown = `${page.person?.id}-${ctx.locale}`;
  if (shown === state.shown) return;
  state.boxes.forEach((box) => sendWords(ctx, box));
  state.shown = shown;
  state.boxes.clear();
  state.who = null;
  desk.root.lang = langOf(ctx.locale);
  replace(
    desk.head,
    h("h2", {}, say("reflect_title")),
    h("div", { class: "kd-soft kd-tools" }, page.person?.nickname ?? ""),
  );
  desk.lead.textContent = say("reflect_lead");
  if (page.person) openBoxes(ctx);
  else {
    state.who = renderWho(ctx);
    const fold = h("details", { class: "kd-fold kd-card" });
    fold.append(h("summary", {}, say("reflect_nobody")), state.who.element);
    replace(desk.main, fold);
  }
}

function openBoxes(ctx) {
  const { desk, page } = ctx;
  ctx.saver.restore(`reflection-${page.lesson}-${page.person.id}`);
  const made = page.questions.map((question) => questionBox(ctx, question));
  replace(desk.main, h("section", { class: "kd-card" }, made));
  showWritten(ctx);
}

function questionBox(ctx, question) {
  const { page, state } = ctx;
  const id = `kd-reflect-${newKey()}`;
  const field = h("textarea", { id, rows: "3", "aria-describedby": `${id}-state` });
  field.maxLength = page.limit;
  field.value = ctx.saver.of(question.id)?.message.text ?? ctx.live[question.id]?.text ?? "";
  const box = {
    item: question.id,
    person: page.person.id,
    field,
    sent: field.value,
    state: h("p", { id: `${id}-state`, class: "kd-soft kd-reflect-state" }),
  };
  state.boxes.set(question.id, box);
  field.addEventListener("input", () => {
    window.clearTimeout(box.timer);
    box.timer = window.setTimeout(() => sendWords(ctx, box), REFLECTION_PAUSE);
    fitHeight(field);
    showBox(ctx, box);
  });
  field.addEventListener("blur", () => sendWords(ctx, box));
  window.requestAnimationFrame(() => fitHeight(field));
  return h("div", { class: "kd-reflect" }, h("label", { for: id }, question.text), field, box.state);
}

function fitHeight(field) {
  field.style.height = "auto";
  field.style.height = `${Math.min(field.scrollHeight + 4, 420)}px`;
}

function sendWords(ctx, box) {
  window.clearTimeout(box.timer);
  const text = box.field.value;
  if (text === box.sent) return;
  box.sent = text;
  ctx.saver.send({ type: "save", item: box.item, person: box.person, text });
}

// What another window wrote is taken over where nobody is writing here.
function showWritten(ctx) {
  const { state, live } = ctx;
  for (const box of state.boxes.values()) {
    const stored = live[box.item]?.text ?? "";
    const idle = box.field !== document.activeElement && box.field.value === box.sent;
    if (idle && !ctx.saver.of(box.item) && stored !== box.sent) {
      box.field.value = stored;
      box.sent = stored;
      fitHeight(box.field);
    }
    showBox(ctx, box);
  }
  showUnsaved(ctx);
}

function showBox(ctx, box) {
  const { say, live, page } = ctx;
  const pending = ctx.saver.of(box.item);
  const left = page.limit - box.field.value.length;
  const room = left <= REFLECTION_LEFT ? ` · ${say("reflect_left", { count: left })}` : "";
  const saved = live[box.item]?.saved;
  let words = saved ? say("saved_at", { time: saved }) : say("reflect_empty");
  if (pending && pending.state !== "sending") words = `✗ ${say("not_saved")}`;
  else if (pending || box.field.value !== box.sent) words = say("saving");
  box.state.textContent = words + room;
  box.state.classList.toggle("kd-is-danger", words.startsWith("✗"));
}

function showUnsaved(ctx) {
  const { desk, say, saver, state } = ctx;
  const lost = saver.all().filter((one) => one.state !== "sending");
  if (lost.length) {
    const refusal = lost.find((one) => one.state === "refused");
    const what = refusal ? refusal.words : say("no_answer");
    const again = button(say("save_again"), saver.retry);
    showBanner(desk, "danger", [h("b", {}, say("reflect_not_saved")), " ", what], again);
  } else if (state.troubled) showBanner(desk, "note", null);
  state.troubled = lost.length > 0;
}
