// After submitting: what was done with the records, and for each what should have been, and why.

function sortFigures({ page, say, send }) {
  const { confusion } = page.result;
  const head = confusion.rows[0].map((text, n) =>
    h("th", { scope: "col", class: n ? "num" : null }, text),
  );
  const rows = confusion.rows
    .slice(1)
    .map(([name, ...counts], n) =>
      h(
        "tr",
        {},
        h("th", { scope: "row" }, name),
        counts.map((text, m) => sortCountCell(text, confusion.marks[n][m], say)),
      ),
    );
  send({ type: "sorting_chart" });
  const table = h(
    "table",
    { class: "kd-confusion" },
    h("thead", {}, h("tr", {}, head)),
    h("tbody", {}, rows),
  );
  const label = { class: "so-wide", tabindex: "0", role: "region" };
  return [
    h("h3", {}, say("sort_confusion")),
    h("p", { class: "kd-soft" }, say("sort_confusion_note")),
    h("div", { class: "kd-chart so-chart" }),
    h(
      "details",
      { class: "so-numbers", open: true },
      h("summary", {}, say("sort_numbers")),
      h("div", { ...label, "aria-label": say("sort_confusion") }, table),
    ),
  ];
}

// The kind of a cell is in its sign and its title too, not only in its colour.
function sortCountCell(text, kind, say) {
  if (text === "0") return h("td", { class: "num kd-soft" }, "0");
  const props = { class: `num kd-is-${kind}`, title: say(`sort_cell_${kind}`) };
  return h("td", props, `${SIGNS[kind]} ${text}`);
}

const SORT_LONG = 150; // findings from which on the list draws only what is in sight

function sortReview(ctx) {
  const { page, say } = ctx;
  return reviewFrame(ctx, {
    columns: [say("sort_column_record"), say("sort_column_yours"), say("sort_column_expected")],
    row: (finding) => [finding.record, sortParts(finding.yours), sortParts(finding.expected)],
    explain: (finding) => sortExplain(ctx, finding),
    list: page.result.findings.length > SORT_LONG ? sortReviewList : undefined,
  });
}

// A decision as it stands in a table: the first part, then the others below it.
function sortParts([first, ...others]) {
  return [first ?? "—", others.map((one) => [h("br"), h("small", {}, one ?? "—")])];
}

function sortReviewList(ctx, findings, open, { columns }) {
  const byKey = new Map(findings.map((one) => [one.item, one]));
  const table = sortTable({
    label: ctx.say("sort_list"),
    columns,
    cells: (key) => {
      const one = byKey.get(key);
      const name = [h("span", { class: "so-title" }, sign(one.severity), " ", one.record)];
      const about = h("small", {}, `${one.where} · ${one.verdict}`);
      const said = ([first, ...others]) => [
        h("span", { class: "so-title" }, first ?? "—"),
        h("small", {}, others.filter(Boolean).join(" · ")),
      ];
      return [[name, about], said(one.yours), said(one.expected)];
    },
    open: (key) => {
      table.move(key);
      open(key);
    },
    empty: "",
  });
  table.element.classList.add("so-review");
  table.element.setAttribute("data-start", "");
  table.show(findings.map((one) => one.item));
  table.move(findings[0].item);
  return table.element;
}

// Why, by which articles, and the rows that the right decision rests on.
function sortExplain(ctx, finding) {
  const { say } = ctx;
  const also = finding.also.join(say("sort_or"));
  const sheets = finding.rests_on.map((fact) => {
    const sheet = sortSheet(fact, fact.names, fact.titles, say);
    const cells = [...sheet.querySelectorAll("[data-column]")];
    const decide = (cell) => fact.decides.includes(cell.dataset.column);
    cells.filter(decide).forEach((cell) => cell.classList.add("so-rests"));
    return [h("h4", {}, fact.title), sheet];
  });
  return card(
    h("h3", {}, finding.record, h("small", {}, ` · ${finding.where}`)),
    finding.judgement ? note("note", h("b", {}, say("sort_judgement"))) : null,
    whyPanel(ctx, finding),
    also ? h("p", { class: "kd-soft" }, say("sort_also", { actions: also })) : null,
    sheets.length ? h("h4", { class: "so-rests-title" }, say("sort_rests_on")) : null,
    h("div", { class: "so-evidence" }, sheets),
  );
}
