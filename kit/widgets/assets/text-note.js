// One note as large text with its marks. A tag beside each mark names its kind; the tags are
// drawn, not written, so that the note's own text and its offsets stay what they are.

const KIND_KEYS = "1234567890-=";

function kindPlace(task, code) {
  return task.kinds.findIndex((kind) => kind.code === code);
}

// The look of a kind: two pens have their own colours, groups those of their place.
function kindLook(task, code) {
  const pens = ["personal", "sensitive"];
  return pens.includes(code) ? `tx-${code}` : `tx-k${kindPlace(task, code) + 1}`;
}

function kindTitle(task, code) {
  return task.kinds.find((kind) => kind.code === code)?.title ?? code;
}

function subjectTitle(task, code) {
  return task.subjects.find((one) => one.code === code)?.title ?? "";
}

// The words on a mark: its kind and, where the exercise asks for it, whose it is.
function markTag({ page, say }, mark) {
  const kind = kindTitle(page.task, mark.kind);
  if (!page.task.subjects.length) return kind;
  const whose = subjectTitle(page.task, mark.subject) || say("subject_open");
  return say("tag_with_subject", { kind, subject: whose });
}

function noteTitle({ say }, note, place) {
  return say("note_title", { number: place + 1, channel: note.channel_title });
}

// Fills `root` with the text of a map; `look(mark)` gives a mark's props.
function fillNote(root, map, marks, look) {
  const parts = textPieces(textLength(map), marks).map((piece) => {
    const words = textPart(map, piece);
    if (!piece.marks.length) return document.createTextNode(words);
    const ending = piece.marks.filter((mark) => mark.end === piece.end);
    return pieceMark(words, piece, marks.indexOf(piece.marks[0]), ending, look);
  });
  root.replaceChildren(...parts);
}

function pieceMark(words, { marks }, number, ending, look) {
  const looks = marks.map(look);
  const tags = ending.map((mark) => look(mark).tag);
  return h(
    "mark",
    {
      class: ["tx-mark", ...looks.map((one) => one.class)].join(" "),
      role: "button",
      tabindex: "-1",
      "aria-label": looks.map((one) => one.label).join("; "),
      "data-mark": number,
      ...(tags.length ? { "data-tag": tags.join(" · ") } : {}),
    },
    tags.length ? endTagged(words, tags.join(" · ")) : words,
  );
}

// The last sign of a mark holds its tag, so that the tag never stands alone in the next line.
function endTagged(words, tag) {
  const map = textMap(words);
  const last = textStep(map, words.length, -1);
  return [words.slice(0, last), h("span", { class: "tx-end", "data-tag": tag }, words.slice(last))];
}

// The note as a screen reader hears it: every mark named where it stands.
function spokenNote(map, marks, label) {
  return textPieces(textLength(map), marks)
    .map((piece) => {
      const words = textPart(map, piece);
      return piece.marks.length ? `[${piece.marks.map((one) => label(one)).join("; ")}]` : words;
    })
    .join("");
}
