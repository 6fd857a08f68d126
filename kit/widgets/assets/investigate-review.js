// Before and after: what came in, on the first page; what each part of the report earned, and the
// filter of the log that shows the truth, on the last.

function invBrief(ctx) {
  const { say, page } = ctx;
  const { reports, parts, deal, today, guided } = page.task;
  ctx.desk.root.dataset.busy = say("inv_preparing");
  const facts = [...deal.facts, [say("inv_today_name"), today]];
  return [
    card(
      h("h3", {}, say("inv_clue")),
      reports.map((one) =>
        h(
          "blockquote",
          { class: "kd-note iv-quote" },
          h("p", { class: "kd-soft" }, invReportHead(ctx, one)),
          h("p", {}, one.text),
        ),
      ),
      h("h4", {}, deal.title),
      h(
        "dl",
        { class: "iv-facts" },
        facts.map(([name, value]) => h("div", {}, h("dt", {}, name), h("dd", {}, value))),
      ),
      h("p", { class: "kd-soft" }, deal.about),
    ),
    card(
      h("h3", {}, say("inv_asked"), h("small", {}, ` · ${say(guided ? "inv_asked_note_guided" : "inv_asked_note")}`)),
      h(
        "ol",
        { class: "iv-asked" },
        parts.map((one) =>
          h("li", {}, one.title, h("small", {}, ` ${say("inv_points", { points: one.points })}`)),
        ),
      ),
    ),
  ];
}

function invFigures({ page, say }) {
  const { parts } = page.result;
  const rows = parts.map((one) =>
    h(
      "tr",
      {},
      h("th", { scope: "row" }, sign(one.severity), " ", one.title),
      h("td", {}, one.verdict, one.lacking ? h("small", { class: "iv-lacking" }, one.lacking) : null),
      h("td", { class: "num" }, `${one.earned} / ${one.points}`),
      h(
        "td",
        { class: "iv-bar-cell" },
        h(
          "div",
          { class: "kd-meter", "aria-hidden": "true" },
          h("i", { style: `width:${one.points ? (100 * one.earned) / one.points : 0}%` }),
        ),
      ),
    ),
  );
  const head = ["inv_result_part", "inv_result_verdict", "inv_result_points"].map((id, n) =>
    h("th", { scope: "col", class: n === 2 ? "num" : null }, say(id)),
  );
  return [
    h("h3", {}, say("inv_result_parts")),
    h(
      "table",
      { class: "iv-result" },
      h("thead", {}, h("tr", {}, head, h("th", { "aria-hidden": "true" }))),
      h("tbody", {}, rows),
    ),
  ];
}

// The list of parts; "show me in the log" lays the desk over it, to look at only.
function invReview(ctx) {
  const { say } = ctx;
  const place = h("div", { class: "iv-after" });
  let list = null;
  const view = reviewFrame(ctx, {
    columns: [say("inv_result_part"), say("inv_yours"), say("inv_expected")],
    row: (finding) => [finding.title, invLines(finding.yours), invLines(finding.expected)],
    explain: (finding) =>
      invExplain(ctx, finding, (target) => invShowTruth(ctx, place, list, finding, target)),
  });
  list = view.element;
  replace(place, list);
  view.element = place;
  return view;
}

function invLines(lines) {
  return lines?.length ? lines.map((line) => h("div", { class: "iv-line" }, line)) : "—";
}

function invExplain(ctx, finding, show) {
  const { say } = ctx;
  const papers = finding.pins ? [] : finding.papers; // they stand among the pins already
  return card(
    h(
      "h3",
      {},
      finding.title,
      h("small", {}, ` · ${say("inv_earned", { earned: finding.earned, points: finding.points })}`),
    ),
    whyPanel(ctx, finding),
    invPinsJudged(ctx, finding, show),
    finding.shows.length ? h("h4", {}, say("inv_show")) : null,
    finding.shows.map(({ query, label }) =>
      h(
        "p",
        { class: "iv-show" },
        button(label, () => show({ query })),
      ),
    ),
    papers.length ? h("h4", {}, say("inv_show_papers")) : null,
    papers.map((paper) => h("p", {}, invPaper(paper, show))),
  );
}

// A piece of evidence by its name; it leads to where it stands.
function invPaper({ title, about, table, look }, show) {
  const target = table ? { table } : look ? { query: look } : null;
  return [
    target ? button(title, () => show(target), { class: "kd-link" }) : title,
    about ? h("small", {}, ` ${about}`) : null,
  ];
}

// Of everything that was pinned, why it counts or not; then what is missing.
function invPinsJudged({ say }, { pins }, show) {
  if (!pins) return null;
  const list = (id, listed, more) =>
    listed.length
      ? [h("h4", {}, say(id)), h("ul", { class: "kd-plain iv-judged" }, listed.map(more))]
      : null;
  const judged = (one) =>
    h("li", {}, sign(one.severity), " ", invPaper(one, show), h("div", {}, one.why));
  const named = (one) => h("li", {}, invPaper(one, show));
  return [
    list("inv_pins_judged", pins.judged, judged),
    list("inv_pins_lacking", pins.lacking, named),
    list("inv_pins_more", pins.more, named),
  ];
}

function invShowTruth(ctx, place, list, finding, { query, table }) {
  const { say } = ctx;
  const desk = invDesk(ctx, { readOnly: true, start: query ?? {} });
  if (table) desk.openTable(table);
  const back = button(
    say("inv_back_review"),
    () => {
      replace(place, list);
      [...list.querySelectorAll("[data-item]")]
        .find((one) => one.dataset.item === finding.item)
        ?.querySelector("button")
        ?.focus();
    },
    { class: "kd-primary kd-push" },
  );
  replace(
    place,
    h(
      "div",
      { class: "iv-truth" },
      note("note", h("b", {}, finding.title), " ", finding.lines[0] ?? ""),
    ),
    desk.element,
    h("div", { class: "kd-foot" }, h("span", { class: "kd-soft" }, say("inv_truth_note")), back),
  );
  place.scrollIntoView({ block: "start" });
  invFit(ctx, place);
  if (!table) desk.log.focus();
  ctx.speak(say("inv_truth_note"));
}
