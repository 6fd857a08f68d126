// What every view stands on: the sheet, its head with name, language and type size, the voice, the
// banner, and the rule that JupyterLab's own keys stay outside.

const LARGE = "kit-large-type";

function makeDesk(el, model) {
  const voice = makeVoice();
  const parts = {
    head: h("header", { class: "kd-bar" }),
    lead: h("p", { class: "kd-soft kd-lead" }),
    steps: h("ol", { class: "kd-steps" }),
    banner: h("div", { role: "alert" }),
    main: h("div", { class: "kd-main" }),
  };
  const root = h(
    "div",
    { class: "kit-desk", "data-lm-suppress-shortcuts": "true" },
    parts.head,
    parts.lead,
    parts.steps,
    parts.banner,
    parts.main,
    voice.region,
  );
  root.addEventListener("keydown", (event) => keepKeys(event, voice, model));
  el.replaceChildren(root);
  const large = localStorage.getItem(LARGE) === "1";
  root.classList.toggle("kd-large", large);
  document.body.classList.toggle(LARGE, large);
  return { root, ...parts, speak: voice.speak };
}

function keepKeys(event, voice, model) {
  event.stopPropagation();
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "s") {
    event.preventDefault(); // the browser would offer to save the page; answers are saved already
    voice.speak(model.get("words").saves_itself);
  }
}

// Name, language, type size: the same place on every page.
function deskTools(desk, { page, say, send, locale }) {
  const large = () => {
    const on = !desk.root.classList.contains("kd-large");
    localStorage.setItem(LARGE, on ? "1" : "0");
    setLarge(on);
  };
  const toggle = button(say("large_type"), large, {
    class: "kd-link kd-large-type",
    "aria-pressed": String(desk.root.classList.contains("kd-large")),
  });
  return [
    page.person ? h("span", {}, page.person.nickname) : null,
    h(
      "span",
      {},
      languageLink("zh", "中文", locale, send, say),
      " / ",
      languageLink("en", "English", locale, send, say),
    ),
    toggle,
  ]
    .filter(Boolean)
    .flatMap((part, place) => (place ? [" · ", part] : [part]));
}

// Large type is for the whole page: every view on it, and the prose between them.
function setLarge(on) {
  document.body.classList.toggle(LARGE, on);
  document.querySelectorAll(".kit-desk").forEach((one) => one.classList.toggle("kd-large", on));
  document
    .querySelectorAll(".kit-desk .kd-large-type")
    .forEach((one) => one.setAttribute("aria-pressed", String(on)));
}

// The other language is the same lesson in the other folder; elsewhere the view itself switches.
function languageLink(code, label, locale, send, say) {
  if (code === locale) return h("b", { "aria-current": "true", lang: langOf(code) }, label);
  const target = siblingLesson(code);
  const props = { class: "kd-link", lang: langOf(code), title: say("language_note") };
  if (target) return h("a", { ...props, href: target }, label);
  return button(label, () => send({ type: "language", locale: code }), props);
}

// Another lesson of the course, in the language of this one.
function lessonLink(name) {
  return window.location.pathname.replace(/[^/]*$/, `${name}.ipynb`);
}

function siblingLesson(code) {
  const path = window.location.pathname;
  const changed = path.replace(/\/(zh|en)\/([^/]+\.ipynb)$/, `/${code}/$2`);
  return changed === path ? null : changed;
}

// Reacts whenever the view may have been away: another tab, another window, another lesson.
function whenSeenAgain(element, react) {
  const seen = () => document.visibilityState === "visible" && react();
  const watch = new IntersectionObserver(
    (entries) => entries.some((one) => one.isIntersecting) && seen(),
  );
  watch.observe(element);
  document.addEventListener("visibilitychange", seen);
  window.addEventListener("focus", seen);
  return () => {
    watch.disconnect();
    document.removeEventListener("visibilitychange", seen);
    window.removeEventListener("focus", seen);
  };
}

function langOf(code) {
  return code === "zh" ? "zh-CN" : "en";
}

function showBanner(desk, severity, words, ...actions) {
  const text = h("div", {}, sign(severity), " ", words);
  replace(
    desk.banner,
    words
      ? note(severity, text, actions.length ? h("div", { class: "kd-row" }, actions) : null)
      : null,
  );
}
