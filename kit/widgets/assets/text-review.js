// Looking back: each note with what was found, missed and marked for nothing, in its place and in
// words. A click on a mark, or an arrow, tells why.

function textReview(ctx) {
  const here = { help: h("div", {}), goTo: () => {} };
  const view = reviewFrame(ctx, {
    list: (_, findings, open) => reviewList(ctx, findings, open, here),
    explain: () => here.help,
  });
  view.goTo = (item) => here.goTo(item);
  return view;
}

function reviewList(ctx, findings, open, here) {
  const { say, page } = ctx;
  const pane = reviewPane(ctx, here.help);
  const { notes } = page.task;
  const entries = findings.map((finding) => {
    const place = notes.findIndex((note) => note.key === finding.item);
    const title = noteTitle(ctx, notes[place], place);
    return { finding, key: finding.item, title, excerpt: "" };
  });
  const show = (place) => {
    list.show(place);
    pane.show(entries[place]);
    open(entries[place].key);
  };
  const list = textList(ctx, {
    entries,
    open: show,
    state: ({ finding }) => reviewState(ctx, finding),
    label: say("notes"),
  });
  list.element.setAttribute("data-start", "");
  here.goTo = (item) => {
    const place = entries.findIndex((entry) => entry.key === item);
    if (place >= 0) show(place);
    list.element.focus({ preventScroll: true });
  };
  const wanted = findings.findIndex((one) => one.item === ctx.reviewed);
  const first = Math.max(0, wanted);
  list.show(first);
  pane.show(entries[first]);
  return h(
    "div",
    { class: "tx-desk tx-reviewing" },
    h("section", { class: "tx-side", "aria-label": say("notes") }, list.element),
    pane.element,
  );
}

function reviewState(ctx, { counts, severity }) {
  const of = (name) => counts[name] ?? 0;
  const wrong = of("wrong_kind") + of("wrong_subject") + of("close");
  const words = [
    counts.missed ? ctx.say("review_missed", { count: counts.missed }) : null,
    counts.false ? ctx.say("review_false", { count: counts.false }) : null,
    wrong ? ctx.say("review_wrong", { count: wrong }) : null,
  ].filter(Boolean);
  return { text: words.join(" · ") || ctx.say("review_fine"), severity, label: "" };
}

function reviewPane(ctx, help) {
  const head = h("h3", {});
  const when = h("small", {});
  const about = h("small", { class: "tx-about" });
  const root = h("div", { class: "tx-text tx-found-text" });
  const why = h("div", {});
  const element = h(
    "section",
    { class: "tx-note", on: { keydown: (event) => reviewKey(event, root) } },
    h("header", { class: "tx-head" }, head, when, about),
    h("div", { class: "tx-paper" }, root),
    h("p", { class: "kd-soft" }, keys("←", "→"), ctx.say("review_keys")),
  );
  const show = ({ finding, title }) => {
    ctx.reviewed = finding.item;
    head.textContent = title;
    const note = ctx.page.task.notes.find((one) => one.key === finding.item);
    when.textContent = note.written_at;
    about.textContent = note.about ?? "";
    showVerdicts(root, textMap(note.text), finding.marks, (mark) => {
      replace(why, mark ? whyMark(ctx, note, mark) : whyPanel(ctx, finding));
      replace(help, card(h("h3", {}, title), why));
    });
  };
  return { element, show };
}

// Fills a note with verdicts; `tell(mark)` is called with the one that is looked at, null if there
// is none to look at.
function showVerdicts(root, map, marks, tell) {
  fillNote(root, map, marks, (mark) => verdictLook(map, mark));
  const parts = [...root.querySelectorAll(".tx-mark")];
  const look = (part) => {
    const marked = parts.filter((one) => one.dataset.mark === part.dataset.mark);
    parts.forEach((one) => one.classList.toggle("tx-now", marked.includes(one)));
    tell(marks[Number(part.dataset.mark)]);
  };
  for (const part of parts) {
    part.tabIndex = 0;
    part.addEventListener("click", () => look(part));
    part.addEventListener("focus", () => look(part));
  }
  const wanted = marks.findIndex((mark) => mark.severity !== "ok");
  const part = parts.find((one) => Number(one.dataset.mark) === Math.max(0, wanted));
  if (part) look(part);
  else tell(null);
}

// How a judged mark looks: a sign and words in its tag.
function verdictLook(map, mark) {
  const label = `${mark.verdict}: ${textPart(map, mark)}`;
  const tag = `${SIGNS[mark.severity]} ${mark.tag}`;
  return { tag, label, class: `tx-v-${mark.outcome} tx-s-${mark.severity}` };
}

function whyMark(ctx, note, mark) {
  const words = textPart(textMap(note.text), mark);
  return [h("p", { class: "kd-lead" }, h("q", {}, words)), whyPanel(ctx, mark)];
}

function reviewKey(event, root) {
  const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (event.key === "ArrowUp" || event.key === "ArrowDown") return event.stopPropagation();
  if (!by) return undefined;
  const parts = [...root.querySelectorAll(".tx-mark")];
  const place = parts.indexOf(document.activeElement) + by;
  event.preventDefault();
  event.stopPropagation();
  return parts[Math.min(parts.length - 1, Math.max(0, place))]?.focus();
}
