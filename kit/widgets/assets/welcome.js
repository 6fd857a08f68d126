// The first page: what is stored, who is learning, how far, one's own records.

function startWelcome(el, model) {
  const desk = makeDesk(el, model);
  const ctx = {
    desk,
    speak: desk.speak,
    get page() {
      return model.get("page");
    },
    get locale() {
      return model.get("locale");
    },
    say: (id, values) => speaker(model.get("words"))(id, values),
    send: (message) => model.send(message),
  };
  const state = { who: null };
  const draw = () => drawWelcome(ctx, state);
  const react = {
    refused: ({ words }) => state.who.refused(words),
    exported: (message) => download(message, ctx),
    deleted: ({ words }) => {
      draw();
      showBanner(desk, "ok", words);
    },
  };
  const onMessage = (message) => react[message.type]?.(message);
  model.on("msg:custom", onMessage);
  model.on("change:page", draw);
  draw();
  const stopWatching = whenSeenAgain(desk.root, () => ctx.send({ type: "refresh" }));
  return () => {
    model.off("msg:custom", onMessage);
    model.off("change:page", draw);
    stopWatching();
  };
}

function drawWelcome(ctx, state) {
  const { desk, page, say } = ctx;
  desk.root.lang = langOf(ctx.locale);
  replace(
    desk.head,
    h("h2", {}, page.person ? say("hello", { name: page.person.nickname }) : say("hello_stranger")),
    h(
      "div",
      { class: "kd-soft kd-tools" },
      deskTools(desk, { page: {}, say, send: ctx.send, locale: ctx.locale }),
    ),
  );
  showBanner(desk, "note", null);
  state.who = renderWho(ctx);
  const map = courseMap(ctx);
  const who = page.person
    ? h(
        "details",
        { class: "kd-fold kd-card" },
        h("summary", {}, say("who_change")),
        state.who.element,
      )
    : state.who.element;
  const right = page.person ? h("div", {}, who, ownRecords(ctx)) : null;
  replace(
    desk.main,
    page.person ? h("div", { class: "kd-cols kd-even" }, h("div", {}, map), right) : [who, map],
  );
}

function courseMap({ page, say }) {
  const entry = (lesson, place) => {
    const here = lesson.name === page.here;
    const first = page.person && place === page.next;
    const open = h(
      "a",
      {
        href: lessonLink(lesson.name),
        "data-kit-open": `${lesson.name}.ipynb`,
        class: first ? "kd-button kd-primary" : "kd-button",
      },
      say(first ? (lesson.started ? "lesson_go_on" : "lesson_start") : "lesson_open"),
    );
    return h(
      "li",
      { class: "kd-lesson" },
      h("span", { class: "kd-number", "aria-hidden": "true" }, lesson.name.slice(0, 2)),
      h(
        "div",
        {},
        h("b", {}, here ? lesson.title : lessonTitle(lesson)),
        h("br"),
        h("small", {}, lesson.about),
        h("br"),
        lessonState(lesson, say).map((line, n) => [n ? h("br") : null, h("small", {}, line)]),
      ),
      here ? h("small", {}, say("lesson_here")) : open,
    );
  };
  return card(
    h("h3", {}, say("course_map")),
    h("ol", { class: "kd-plain" }, page.lessons.map(entry)),
  );
}

function lessonTitle({ name, title }) {
  const target = { href: lessonLink(name), "data-kit-open": `${name}.ipynb` };
  return h("a", { ...target, tabindex: "-1" }, title); // the button beside it is for the keyboard
}

// How long it takes, and how far one has got: a line each.
function lessonState({ minutes, progress }, say) {
  if (!progress) return [say("minutes", { count: minutes })];
  const about = say("lesson_minutes", { count: minutes });
  const mark = progress.done === progress.of ? "✓ " : "";
  const best = progress.best === null ? "" : ` · ${say("best", { best: progress.best })}`;
  return [about, `${mark}${say("lesson_progress", progress)}${best}`];
}

function ownRecords(ctx) {
  const { say, page } = ctx;
  const place = h("div", { class: "kd-row" });
  const ask = () => {
    const yes = button(
      say("delete_yes"),
      () => ctx.send({ type: "delete_person", person: page.person.id }),
      { class: "kd-harm" },
    );
    const no = button(say("delete_no"), plain);
    replace(
      place,
      note(
        "danger",
        h(
          "p",
          {},
          h("b", {}, say("delete_sure", { name: page.person.nickname })),
          " ",
          say("delete_what"),
        ),
        h("div", { class: "kd-row" }, no, yes),
      ),
    );
    no.focus();
  };
  const plain = () =>
    replace(
      place,
      button(say("export"), () => ctx.send({ type: "export_person", person: page.person.id })),
      button(say("delete"), ask),
    );
  plain();
  return card(
    h("h3", {}, say("own_records")),
    h("p", { class: "kd-soft" }, say("own_records_note")),
    place,
  );
}

function download({ name, content, words }, ctx) {
  const url = URL.createObjectURL(new Blob([content], { type: "application/json" }));
  const link = h("a", { href: url, download: name });
  link.click();
  window.setTimeout(() => URL.revokeObjectURL(url), 10000);
  showBanner(ctx.desk, "ok", words);
}
