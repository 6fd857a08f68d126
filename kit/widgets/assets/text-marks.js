// What can be done to the marks of a note. Each function returns new marks in reading order that
// do not overlap; offsets are code points.

function marksSorted(marks) {
  return [...marks].sort((one, other) => one.start - other.start);
}

function marksAt(marks, point) {
  return (
    marks.find((mark) => mark.start <= point && point < mark.end) ??
    marks.find((mark) => mark.end === point) ??
    null
  );
}

// A mark replaces those it touches; what had been said of the same span stays.
function marksWith(marks, span, change, fresh = {}) {
  const same = marks.find((mark) => mark.start === span.start && mark.end === span.end);
  const others = marks.filter((mark) => mark.end <= span.start || mark.start >= span.end);
  const made = { ...fresh, ...same, start: span.start, end: span.end, ...change };
  return marksSorted([...others, made]);
}

function marksWithout(marks, mark) {
  return marks.filter((one) => one.start !== mark.start);
}

// One edge moved by one sign, never over the other edge nor into a neighbour; null if it cannot.
function marksMoved(marks, map, mark, edge, by) {
  const unit = textStep(map, map.units[mark[edge]], by);
  const moved = { ...mark, [edge]: map.points[unit] };
  const free = marks.every(
    (one) => one.start === mark.start || one.end <= moved.start || one.start >= moved.end,
  );
  if (!free || moved.start >= moved.end || moved[edge] === mark[edge]) return null;
  return marksSorted([...marksWithout(marks, mark), moved]);
}

function marksSame(some, others) {
  return JSON.stringify(some) === JSON.stringify(others);
}

// The text cut wherever a mark begins or ends: [{start, end, marks}], with the marks that cover
// each piece. Marks may overlap here, as in a review.
function textPieces(length, marks) {
  const cuts = [...new Set([0, length, ...marks.flatMap((mark) => [mark.start, mark.end])])];
  cuts.sort((one, other) => one - other);
  return cuts.slice(1).map((end, place) => {
    const start = cuts[place];
    const over = marks.filter((mark) => mark.start <= start && end <= mark.end);
    return { start, end, marks: over };
  });
}
