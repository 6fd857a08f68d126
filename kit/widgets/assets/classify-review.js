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
  return [
    h("h3", {}, ctx.say("confusion")),
    h("p", { class: "kd-soft" }, ctx.say("confusion_note")),
    h("table", { class: "kd-confusion" }, h("thead", {}, head), h("tbody", {}, rows)),
    h("p", {}, confusion.sentence),
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
  const { page, say } = ctx;
  const { findings } = page.result;
  const grave = ["danger", "warn", "note"];
  const wrong = findings
    .filter((one) => !one.fine)
    .sort((one, other) => grave.indexOf(one.severity) - grave.indexOf(other.severity));
  const view = {
    all: wrong.length === 0,
    now: (wrong[0] ?? findings[0]).item,
    help: h("div", {}),
    list: h("div", { class: "kd-card kd-list" }),
  };
  const filters = h("div", { class: "kd-row", role: "group", "aria-label": say("show") });
  const again = button(say("again"), () => ctx.send({ type: "again" }), {
    class: "kd-primary kd-push",
  });
  const foot = h(
    "div",
    { class: "kd-foot" },
    h("span", { class: "kd-soft" }, keys("↑", "↓"), say("key_move"), " · ", say("again_note")),
    again,
  );
  const draw = () => drawReview(ctx, view, filters, { findings, wrong, draw });
  view.list.addEventListener("keydown", (event) => reviewKeys(event, view));
  view.element = h(
    "div",
    { class: "kd-cols kd-work" },
    h("div", {}, filters, view.list, foot),
    h("div", {}, view.help, exerciseChoice(ctx), earlierAttempts(ctx)),
  );
  draw();
  return view;
}

function drawReview(ctx, view, filters, { findings, wrong, draw }) {
  const { say } = ctx;
  const shown = view.all ? findings : wrong;
  if (!shown.some((one) => one.item === view.now)) view.now = shown[0].item;
  const filter = (all, label) =>
    button(
      label,
      () => {
        view.all = all;
        draw();
      },
      {
        class: view.all === all ? "kd-pill on" : "kd-pill",
        "aria-pressed": String(view.all === all),
        disabled: !all && !wrong.length,
      },
    );
  replace(
    filters,
    filter(false, say("only_wrong", { count: wrong.length })),
    filter(true, say("all_items", { count: findings.length })),
  );
  const head = ["column_item", "column_yours", "column_expected"].map((id) =>
    h("th", { scope: "col" }, say(id)),
  );
  const rows = shown.map((one) => reviewRow(ctx, view, one));
  replace(
    view.list,
    h(
      "table",
      { class: "kd-fields kd-review" },
      h("thead", {}, h("tr", {}, head)),
      h("tbody", {}, rows),
    ),
  );
  select(ctx, view, view.now);
  view.list.querySelector("button")?.setAttribute("data-start", "");
}

function reviewRow(ctx, view, finding) {
  const open = () => select(ctx, view, finding.item);
  const name = h(
    "button",
    { type: "button", class: "kd-link", on: { focus: open, click: open } },
    h("code", {}, finding.field),
  );
  return h(
    "tr",
    { "data-item": finding.item, on: { click: open } },
    h(
      "th",
      { scope: "row" },
      sign(finding.severity),
      " ",
      name,
      h("br"),
      h("small", {}, `${finding.table_title} · ${finding.verdict}`),
    ),
    h("td", {}, finding.chosen ?? "—", h("br"), h("small", {}, finding.chosen_reason ?? "—")),
    h("td", {}, finding.expected, h("br"), h("small", {}, finding.expected_reason)),
  );
}

function select(ctx, view, item) {
  view.now = item;
  view.list
    .querySelectorAll("tr[data-item]")
    .forEach((row) => row.classList.toggle("kd-now", row.dataset.item === item));
  const finding = ctx.page.result.findings.find((one) => one.item === item);
  replace(view.help, explanation(ctx, finding));
}

function explanation(ctx, finding) {
  const { say, page } = ctx;
  const field = page.task.fields.find((one) => one.key === finding.item);
  const rules = page.rules
    .concat(page.result.rules)
    .filter(
      (rule, place, all) =>
        finding.articles.includes(rule.id) && all.findIndex((one) => one.id === rule.id) === place,
    );
  return card(
    h("h3", { class: "kd-mono" }, finding.field),
    h("p", { class: "kd-soft kd-lead" }, finding.title),
    note(
      finding.severity,
      h("b", {}, sign(finding.severity), " ", finding.verdict),
      finding.lines.map((line) => h("p", {}, line)),
    ),
    rules.map((rule) =>
      h(
        "details",
        { class: "kd-rule", open: rules.length === 1 },
        h("summary", {}, rule.citation),
        ruleNote(rule, say),
      ),
    ),
    field ? h("p", { class: "kd-soft" }, field.count_line) : null,
    field
      ? h(
          "table",
          { class: "kd-samples" },
          h(
            "tbody",
            {},
            field.samples
              .slice(0, 3)
              .map((value) => h("tr", {}, h("td", { class: "kd-value" }, value))),
          ),
        )
      : null,
  );
}

function reviewKeys(event, view) {
  const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!by) return;
  event.preventDefault();
  const names = [...view.list.querySelectorAll("th button")];
  names[
    Math.min(names.length - 1, Math.max(0, names.indexOf(document.activeElement) + by))
  ]?.focus();
}
