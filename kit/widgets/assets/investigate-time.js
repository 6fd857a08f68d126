// The time line: where what is filtered lies, where the log has gaps, and the window somebody looks
// at. A span is selected with the mouse, or by its two fields.

const INV_BINS = 120;

function invTimeLine(ctx, { change }) {
  const { say } = ctx;
  const own = { data: null, query: INV_EMPTY, change };
  const { log } = ctx.page.task;
  own.since = invMomentField(ctx, say("inv_since"), (since) => own.apply({ since }), log.since);
  own.until = invMomentField(ctx, say("inv_until"), (until) => own.apply({ until }), log.until);
  own.plot = h("div", { class: "iv-plot", title: say("inv_brush") });
  own.axis = h("div", { class: "iv-axis", "aria-hidden": "true" });
  own.gaps = h("ul", { class: "kd-plain iv-gaps", hidden: true });
  own.words = foldButton("", own.gaps);
  own.words.classList.add("iv-said");
  own.zoomed = button(say("inv_zoom"), () => own.turnZoom(), {
    class: "kd-link",
    "aria-pressed": "false",
  });
  own.whole = button(say("inv_whole"), () => change({ since: null, until: null }, null), {
    class: "kd-link",
  });
  own.zoom = null;
  own.turnZoom = () => {
    const { since, until } = own.query;
    const { log } = ctx.page.task;
    own.zoom = own.zoom ? null : { since: since ?? log.since, until: until ?? log.until };
    change({ since, until }, own.zoom);
  };
  own.apply = (side) => {
    const { since, until } = { since: own.query.since, until: own.query.until, ...side };
    if (since && until && since >= until) {
      const { field } = "since" in side ? own.since : own.until;
      field.setCustomValidity(say("inv_window_order"));
      field.reportValidity();
    } else change({ since, until }, own.zoom);
  };
  invBrush(own, (since, until) => change({ since, until }, own.zoom));
  own.element = h(
    "div",
    { class: "iv-time", role: "group", "aria-label": say("inv_time_line") },
    h(
      "div",
      { class: "iv-window" },
      h("label", {}, say("inv_from"), " ", own.since.field),
      h("label", {}, say("inv_to"), " ", own.until.field),
      own.zoomed,
      own.whole,
      own.words,
    ),
    own.gaps,
    own.plot,
    own.axis,
  );
  own.show = (data, query) => invDrawTime(ctx, own, data, query);
  return own;
}

function invDrawTime(ctx, own, data, query) {
  own.data = data;
  own.query = query;
  own.since.show(query.since);
  own.until.show(query.until);
  const some = Boolean(query.since || query.until);
  own.whole.hidden = !some && !own.zoom;
  own.zoomed.hidden = !some && !own.zoom;
  own.zoomed.textContent = ctx.say(own.zoom ? "inv_unzoom" : "inv_zoom");
  own.zoomed.setAttribute("aria-pressed", String(Boolean(own.zoom)));
  own.from = invMillis(data.since);
  own.to = invMillis(data.until);
  const at = (millis) => (100 * (millis - own.from)) / (own.to - own.from);
  replace(
    own.plot,
    invBars(data),
    invGaps(ctx, data, at),
    invMarks(ctx, own, at),
    invShade(own, query, at),
  );
  own.plot.setAttribute("role", "img");
  own.plot.setAttribute("aria-label", invTimeWords(ctx, data));
  own.words.textContent = ctx.say("inv_gaps", { count: data.gaps.length });
  own.words.hidden = !data.gaps.length;
  replace(
    own.gaps,
    data.gaps.map((gap) => invGapLine(ctx, own, gap)),
  );
  replace(own.axis, invTicks(own, at));
}

const INV_SVG = "http://www.w3.org/2000/svg";

function invBars({ series }) {
  const counts = series[0]?.counts ?? [];
  const most = Math.max(1, ...counts);
  const svg = document.createElementNS(INV_SVG, "svg");
  svg.setAttribute("viewBox", `0 0 ${counts.length || 1} 100`);
  svg.setAttribute("preserveAspectRatio", "none");
  counts.forEach((count, n) => {
    if (!count) return;
    const bar = document.createElementNS(INV_SVG, "rect");
    const height = Math.max(6, 92 * Math.sqrt(count / most)); // one event must still be seen
    const where = { x: n + 0.08, y: 100 - height, width: 0.84, height };
    Object.entries(where).forEach(([name, value]) => bar.setAttribute(name, String(value)));
    svg.append(bar);
  });
  return svg;
}

function invGapWords(ctx, { system, since, until, kind }) {
  const values = {
    system: invTold(ctx, "metadata.product.name", system),
    ...invWindowWords(ctx, { since, until }),
  };
  return ctx.say(`inv_gap_${kind}`, values);
}

// Short gaps and gaps of several systems at once do not show side by side: each has a line, too.
function invGapLine(ctx, own, gap) {
  const half = 1800000;
  const since = invIso(invMillis(gap.since) - half).slice(0, 16);
  const until = invIso(invMillis(gap.until) + half).slice(0, 16);
  const words = invGapWords(ctx, gap);
  const look = button(ctx.say("inv_around"), () => own.change({ since, until }, own.zoom), {
    class: "kd-link",
    "aria-label": `${ctx.say("inv_around")}: ${words}`,
  });
  return h("li", {}, words, " ", look);
}

function invGaps(ctx, { gaps }, at) {
  return gaps.map((gap) => {
    const [left, right] = [at(invMillis(gap.since)), at(invMillis(gap.until))].map((x) =>
      Math.min(100, Math.max(0, x)),
    );
    if (right <= 0 || left >= 100) return null;
    const style = `left:${left}%;width:${Math.max(0.35, right - left)}%`;
    return h("i", { class: "iv-gap", style, title: invGapWords(ctx, gap) });
  });
}

// Days that matter to the case: when the clue came in, closing, today.
function invMarks({ page }, own, at) {
  return page.task.marks.map(({ at: moment, label, kind }) => {
    const left = at(invMillis(moment));
    if (left < 0 || left > 100) return null;
    const side = left > 80 ? " iv-left" : "";
    return h(
      "i",
      { class: `iv-mark iv-at-${kind}${side}`, style: `left:${left}%` },
      h("span", {}, label),
    );
  });
}

function invShade(own, { since, until }, at) {
  if (!since && !until) return null;
  const [left, right] = [since ? at(invMillis(since)) : 0, until ? at(invMillis(until)) : 100];
  const clip = (x) => Math.min(100, Math.max(0, x));
  return h("i", {
    class: "iv-shade",
    style: `left:${clip(left)}%;width:${Math.max(0.3, clip(right) - clip(left))}%`,
  });
}

function invTicks(own, at) {
  const day = 86400000;
  const days = (own.to - own.from) / day;
  const step =
    days > 2 ? Math.ceil(days / 9) * day : Math.max(3600000, Math.ceil((days * 24) / 9) * 3600000);
  const first = Math.ceil(own.from / step) * step;
  const ticks = [];
  for (let moment = first; moment < own.to; moment += step) ticks.push(moment);
  const words = (moment) => {
    const iso = invIso(moment);
    return days > 2 ? iso.slice(5, 10) : invMoment(iso);
  };
  return ticks
    .filter((moment) => at(moment) < 97)
    .map((moment) => h("span", { style: `left:${at(moment)}%` }, words(moment)));
}

function invTimeWords({ say }, { series, since, width_ms: width }) {
  const counts = series[0]?.counts ?? [];
  const total = counts.reduce((sum, one) => sum + one, 0);
  if (!total) return say("inv_time_none");
  const most = counts.indexOf(Math.max(...counts));
  const at = invMoment(invIso(invMillis(since) + most * width));
  return say("inv_time_words", { count: invGrouped(total), most: invGrouped(counts[most]), at });
}

// Press, draw along, let go; a press alone takes the one bar under it.
function invBrush(own, done) {
  let start = null;
  const shade = h("i", { class: "iv-shade" });
  const share = (event) => {
    const box = own.plot.getBoundingClientRect();
    return Math.min(1, Math.max(0, (event.clientX - box.left) / box.width));
  };
  own.plot.addEventListener("pointerdown", (event) => {
    if (!own.data || event.button) return;
    start = share(event);
    own.plot.setPointerCapture(event.pointerId);
    own.plot.append(shade);
    event.preventDefault();
  });
  own.plot.addEventListener("pointermove", (event) => {
    if (start === null) return;
    const [left, right] = [start, share(event)].sort((a, b) => a - b);
    shade.style.cssText = `left:${left * 100}%;width:${(right - left) * 100}%`;
  });
  const stop = (event) => {
    if (start === null) return;
    const [left, right] = [start, share(event)].sort((a, b) => a - b);
    start = null;
    shade.remove();
    if (event.type === "pointerup") done(...invSpan(own, left, right));
  };
  own.plot.addEventListener("pointerup", stop);
  own.plot.addEventListener("pointercancel", stop);
}

// Whole bars, to the minute.
function invSpan(own, left, right) {
  const width = (own.to - own.from) / INV_BINS;
  const first = own.from + Math.floor(left * INV_BINS) * width;
  const last =
    own.from +
    Math.min(INV_BINS, Math.max(Math.floor(left * INV_BINS) + 1, Math.ceil(right * INV_BINS))) *
      width;
  const minute = 60000;
  return [Math.floor(first / minute) * minute, Math.ceil(last / minute) * minute].map((one) =>
    invIso(one).slice(0, 16),
  );
}
