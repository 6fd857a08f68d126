// Three ways to count the same text. Python counts code points, the browser UTF-16 units, a
// person what they see as one sign (a grapheme). Answers travel in code points; nothing here
// touches the page.

const TEXT_SIGNS = new Intl.Segmenter("und", { granularity: "grapheme" });
const TEXT_WORDS = new Intl.Segmenter("zh", { granularity: "word" });
// A number keeps its groups together: 154 4370 0369, 0512-0930 0100, YY-2026-04.
const TEXT_TOKEN =
  /\d+(?:[ -]\d+)+|[\p{L}\p{N}\p{M}_]+(?:[.@+'’-][\p{L}\p{N}\p{M}_]+)*/gu;
const TEXT_IDEOGRAPH = /\p{Script=Han}/u;

// Returns {text, units, points, stops}: the unit at which each code point begins, the code point
// that each unit belongs to, and the units between which signs stand.
function textMap(text) {
  const units = [];
  const points = new Uint32Array(text.length + 1);
  for (const sign of text) {
    const at = units.length ? units.at(-1).next : 0;
    points.fill(units.length, at, at + sign.length);
    units.push({ at, next: at + sign.length });
  }
  points[text.length] = units.length;
  const begins = Uint32Array.from([...units.map((one) => one.at), text.length]);
  const stops = [...[...TEXT_SIGNS.segment(text)].map((one) => one.index), text.length];
  return { text, units: begins, points, stops };
}

function textLength(map) {
  return map.units.length - 1;
}

// The part of a text between two code points, as Python's text[start:end].
function textPart(map, { start, end }) {
  return map.text.slice(map.units[start], map.units[end]);
}

// The place in `stops` of the last stop at or before a unit.
function textStop(map, unit) {
  let low = 0;
  let high = map.stops.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (map.stops[middle] <= unit) low = middle;
    else high = middle - 1;
  }
  return low;
}

function textFloor(map, unit) {
  return map.stops[textStop(map, unit)];
}

function textCeil(map, unit) {
  const floor = textFloor(map, unit);
  return floor === unit ? unit : map.stops[textStop(map, unit) + 1];
}

// One sign on or back, or the end of the text.
function textStep(map, unit, by) {
  const from = by > 0 ? textStop(map, unit) : textStop(map, textCeil(map, unit));
  return map.stops[Math.min(map.stops.length - 1, Math.max(0, from + by))];
}

// The code points of a selection between two units: whole signs, no blanks at its ends. Null if
// nothing is left.
function textSpan(map, one, other) {
  let from = textFloor(map, Math.min(one, other));
  let to = textCeil(map, Math.max(one, other));
  while (from < to && /^\s+$/u.test(map.text.slice(from, textStep(map, from, 1))))
    from = textStep(map, from, 1);
  while (from < to && /^\s+$/u.test(map.text.slice(textStep(map, to, -1), to)))
    to = textStep(map, to, -1);
  return from < to ? { start: map.points[from], end: map.points[to] } : null;
}

// What a double click takes: a number with its groups, a run of letters and digits, or a word
// of Chinese. In units; null on a blank or a stop.
function textToken(map, unit) {
  const at = Math.min(textFloor(map, unit), Math.max(0, map.text.length - 1));
  for (const run of textRuns(map.text)) {
    if (run.from <= at && at < run.to)
      return { from: textFloor(map, run.from), to: textCeil(map, run.to) };
  }
  return null;
}

// Runs of one script: a letter beside a Chinese sign belongs to another run.
function textRuns(text) {
  const runs = [];
  for (const found of text.matchAll(TEXT_TOKEN)) {
    let from = found.index;
    for (const piece of found[0].split(/((?:\p{Script=Han}\p{M}*)+)/u)) {
      if (TEXT_IDEOGRAPH.test(piece)) {
        for (const word of TEXT_WORDS.segment(piece))
          runs.push({ from: from + word.index, to: from + word.index + word.segment.length });
      } else if (piece) runs.push({ from, to: from + piece.length });
      from += piece.length;
    }
  }
  return runs;
}

// The next place where a run begins (or ends, on the way on), for steps by word.
function textLeap(map, unit, by) {
  const runs = textRuns(map.text);
  const found =
    by > 0
      ? runs.map((run) => run.to).find((to) => to > unit)
      : runs.map((run) => run.from).findLast((from) => from < unit);
  const end = by > 0 ? map.text.length : 0;
  return by > 0 ? textCeil(map, found ?? end) : textFloor(map, found ?? end);
}
