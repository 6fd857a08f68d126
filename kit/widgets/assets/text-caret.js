// The caret and the selection of a note that is read, not edited. The page's own selection shows
// what is selected; a caret is drawn where nothing is. Places are UTF-16 units of the note's text.

function textCaret(root, react) {
  const bar = h("i", { class: "tx-caret", "aria-hidden": "true", hidden: true });
  const caret = { root, bar, map: textMap(""), anchor: 0, head: 0, lines: null, aim: null };
  caret.range = () => ({
    from: Math.min(caret.anchor, caret.head),
    to: Math.max(caret.anchor, caret.head),
  });
  caret.empty = () => caret.anchor === caret.head;
  caret.reset = (map, at) => {
    Object.assign(caret, { map, anchor: at, head: at, lines: null, aim: null });
    caretShow(caret);
  };
  caret.put = (head, extend = false) => {
    caret.head = head;
    if (!extend) caret.anchor = head;
    caret.aim = null;
    caretShow(caret);
  };
  caret.select = (from, to) => {
    Object.assign(caret, { anchor: from, head: to, aim: null });
    caretShow(caret);
  };
  caret.redraw = () => {
    caret.lines = null;
    caretShow(caret);
  };
  caretListen(caret, react);
  return caret;
}

// What the mouse selects is read when the button is let go, wherever that is; and once more after
// the page has dealt with it, because a click into a selection takes it away only then.
function caretListen(caret, react) {
  const { root } = caret;
  const down = (event) => {
    caret.pressed = event.button === 0;
    caret.read = false;
    caret.bar.hidden = true;
  };
  const up = (event) => {
    if (!caret.pressed) return;
    caret.pressed = false;
    caretRead(caret, react, event.detail);
    window.setTimeout(() => root.isConnected && caretRead(caret, react, event.detail), 0);
  };
  root.addEventListener("mousedown", down);
  document.addEventListener("mouseup", up);
  root.addEventListener("focus", () => caretShow(caret));
  root.addEventListener("blur", () => (caret.bar.hidden = true));
  new ResizeObserver(caret.redraw).observe(root);
}

function caretRead(caret, react, clicks) {
  const { root, map } = caret;
  const found = document.getSelection();
  if (!found.rangeCount) return;
  const anchor = caretUnitAt(root, found.anchorNode, found.anchorOffset);
  const head = caretUnitAt(root, found.focusNode, found.focusOffset);
  if (anchor === caret.anchor && head === caret.head && caret.read) return;
  const token = clicks === 2 ? textToken(map, Math.min(anchor, head)) : null;
  if (token) caret.select(token.from, token.to);
  else if (anchor === head) caret.put(textFloor(map, head));
  else if (head < anchor) caret.select(textCeil(map, anchor), textFloor(map, head));
  else caret.select(textFloor(map, anchor), textCeil(map, head));
  caret.read = true;
  react();
}

// The unit of a place in the page; places outside the note are its ends.
function caretUnitAt(root, node, offset) {
  const range = document.createRange();
  range.selectNodeContents(root);
  const side = range.comparePoint(node, offset);
  if (side < 0) return 0;
  if (side === 0) range.setEnd(node, offset);
  return range.toString().length;
}

// The place in the page of a unit: [node, offset].
function caretPlaceOf(root, unit) {
  const walk = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  let left = unit;
  let last = [root, 0];
  while (walk.nextNode()) {
    const { length } = walk.currentNode;
    last = [walk.currentNode, Math.min(left, length)];
    if (left <= length) return last;
    left -= length;
  }
  return last;
}

function caretShow(caret) {
  const { root, bar, anchor, head } = caret;
  const here = document.activeElement === root && !caret.pressed;
  const selection = document.getSelection();
  if (here) selection.setBaseAndExtent(...caretPlaceOf(root, anchor), ...caretPlaceOf(root, head));
  bar.hidden = !here || anchor !== head;
  if (bar.hidden) return;
  const { x, top, height } = caretLines(caret)[textStop(caret.map, head)];
  bar.style.cssText = `left:${x}px;top:${top}px;height:${height}px`;
  const box = bar.getBoundingClientRect();
  if (box.top < 0 || box.bottom > window.innerHeight) bar.scrollIntoView({ block: "nearest" });
}

// Where the caret stands at each stop, from the note's upper left corner.
function caretLines(caret) {
  const { root, map } = caret;
  if (caret.lines) return caret.lines;
  const base = root.getBoundingClientRect();
  const range = document.createRange();
  const boxOf = (from, to) => {
    range.setStart(...caretPlaceOf(root, from));
    range.setEnd(...caretPlaceOf(root, to));
    const boxes = [...range.getClientRects()];
    return { first: boxes.find((box) => box.width) ?? boxes.at(-1), last: boxes.at(-1) };
  };
  const { stops } = map;
  caret.lines = stops.map((at, place) => {
    const next = stops[place + 1];
    const box = next === undefined ? null : boxOf(at, next).first;
    if (box) return { x: box.left - base.left, top: box.top - base.top, height: box.height };
    const before = place ? boxOf(stops[place - 1], at).last : base;
    const x = place ? before.right - base.left : 0;
    return { x, top: before.top - base.top, height: Math.min(before.height, 32) };
  });
  return caret.lines;
}

// The stop above or below: the nearest on the next line, keeping the column on the way.
function caretVertical(caret, by) {
  const lines = caretLines(caret);
  const here = lines[textStop(caret.map, caret.head)];
  const aim = caret.aim ?? here.x;
  const gone = lines.map((line) => (line.top - here.top) * by);
  const near = Math.min(...gone.filter((far) => far > here.height / 2));
  const away = (place) => Math.abs(lines[place].x - aim);
  const row = lines.map((_, place) => place).filter((n) => Math.abs(gone[n] - near) < 4);
  if (!row.length) return { unit: by > 0 ? caret.map.text.length : 0, aim };
  const best = row.reduce((one, other) => (away(other) < away(one) ? other : one));
  return { unit: caret.map.stops[best], aim };
}
