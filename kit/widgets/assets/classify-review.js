// After submitting: the confusion table, and every field with what was expected and why.

function figuresView(ctx) {
  const { result } = ctx.page;
  const { confusion } = result;
  const head = h(
    "tr",
    {},
    confusion.rows[0].map((text, n) => h("th", { scope: "col", class: n ? "num" : null }, text)),
  );
  const rows = confusion.rows.slice(1).map((row, n) =>
    h(
      "tr",
      {},
      row.map((text, m) =>
        m ? countCell(text, confusion.marks[n][m - 1], ctx.say) : h("th", { scope: "row" }, text),
      ),
    ),
  );
  ctx.send({ type: "confusion_chart" });
  return [
    h("h3", {}, ctx.say("confusion")),
    h("p", { class: "kd-soft" }, ctx.say("confusion_note")),
    h("div", { class: "kd-chart cf-chart" }),
    h("p", {}, confusion.sentence),
    h(
      "details",
      {},
      h("summary", {}, ctx.say("confusion_numbers")),
      h("table", { class: "kd-confusion" }, h("thead", {}, head), h("tbody", {}, rows)),
    ),
  ];
}

// The kind of a cell is in its sign and its title too, not only in its colour.
function countCell(text, kind, say) {
  if (text === "0") return h("td", { class: "num kd-soft" }, "0");
  return h(
    "td",
    { class: `num kd-is-${kind}`, title: say(`cell_${kind}`) },
    `${SIGNS[kind]} ${text}`,
  );
}

function reviewView(ctx) {
  const { say } = ctx;
  const lines = (parts, side) =>
    parts.map((part, n) => {
      const text = part[side] ?? "—";
      return n ? [h("br"), h("small", {}, text)] : text;
    });
  return reviewFrame(ctx, {
    columns: ["column_item", "column_yours", "column_expected"].map((id) => say(id)),
    row: (one) => [
      h("code", {}, one.field),
      h(
        "span",
        {},
        lines(one.parts, "chosen"),
        one.judgement ? [h("br"), h("small", { class: "kd-judgement" }, say("judgement"))] : null,
      ),
      h("span", {}, lines(one.parts, "expected")),
    ],
    explain: (one) => explanation(ctx, one),
  });
}

function explanation(ctx, finding) {
  const field = ctx.page.task.fields.find((one) => one.key === finding.item);
  const sample = (value) => h("tr", {}, h("td", { class: "kd-value" }, value));
  return card(
    h("h3", { class: "kd-mono" }, finding.field),
    h("p", { class: "kd-soft kd-lead" }, finding.title),
    whyPanel(ctx, finding),
    h("p", { class: "kd-soft" }, field.count_line),
    h(
      "table",
      { class: "kd-samples" },
      h("tbody", {}, field.samples.slice(0, 3).map(sample)),
    ),
  );
}
