// After submitting: every item with what was expected and why. A lab says what its columns show.

function reviewFrame(ctx, parts) {
  const { page, say } = ctx;
  const { findings } = page.result;
  const grave = ["danger", "warn", "note"];
  const wrong = findings
    .filter((one) => !one.fine)
    .sort((one, other) => grave.indexOf(one.severity) - grave.indexOf(other.severity));
  const view = {
    parts,
    all: wrong.length === 0,
    now: (wrong[0] ?? findings[0]).item,
    help: h("div", { "aria-live": "polite" }),
    list: h("div", { class: "kd-card kd-list" }),
    filters: h("div", { class: "kd-row", role: "group", "aria-label": say("show") }),
  };
  const again = button(say("again"), () => ctx.ask({ type: "again" }), {
    class: "kd-primary kd-push",
  });
  const foot = h(
    "div",
    { class: "kd-foot" },
    h("span", { class: "kd-soft" }, keys("↑", "↓"), say("key_move"), " · ", say("again_note")),
    again,
  );
  view.draw = () => drawReview(ctx, view, { findings, wrong });
  view.goTo = (item) => goToFinding(view, item);
  view.list.addEventListener("keydown", (event) => reviewKeys(event, view));
  view.element = h(
    "div",
    { class: "kd-cols kd-work kd-look" },
    h("div", {}, view.filters, view.list, foot),
    h("div", { class: "kd-help" }, view.help, nextCard(ctx), attemptsCard(ctx)),
  );
  view.draw();
  return view;
}

function drawReview(ctx, view, { findings, wrong }) {
  const { say } = ctx;
  const shown = view.all ? findings : wrong;
  if (!shown.some((one) => one.item === view.now)) view.now = shown[0].item;
  const filter = (all, label) =>
    button(
      label,
      () => {
        view.all = all;
        view.draw();
        view.filters.querySelector(".on")?.focus();
      },
      {
        class: view.all === all ? "kd-pill on" : "kd-pill",
        "aria-pressed": String(view.all === all),
        disabled: !all && !wrong.length,
      },
    );
  replace(
    view.filters,
    filter(false, say("only_wrong", { count: wrong.length })),
    filter(true, say("all_items", { count: findings.length })),
  );
  const open = (item) => openFinding(ctx, view, item);
  const list = view.parts.list ?? reviewTable;
  replace(view.list, list(ctx, shown, open, view.parts));
  openFinding(ctx, view, view.now);
  view.list.querySelector("button")?.setAttribute("data-start", "");
}

// A row for each item; the first cell is its name, which opens the explanation.
function reviewTable(ctx, findings, open, { columns, row }) {
  const head = columns.map((label) => h("th", { scope: "col" }, label));
  const rows = findings.map((finding) => {
    const [name, ...cells] = row(finding);
    const show = () => open(finding.item);
    const about = [finding.where, finding.verdict].filter(Boolean).join(" · ");
    return h(
      "tr",
      { "data-item": finding.item, on: { click: show } },
      h(
        "th",
        { scope: "row" },
        sign(finding.severity),
        " ",
        h("button", { type: "button", class: "kd-link", on: { focus: show, click: show } }, name),
        h("br"),
        h("small", {}, about),
      ),
      cells.map((cell) => h("td", {}, cell)),
    );
  });
  return h(
    "table",
    { class: "kd-fields kd-review" },
    h("thead", {}, h("tr", {}, head)),
    h("tbody", {}, rows),
  );
}

function openFinding(ctx, view, item) {
  if (view.opened === item) return;
  view.now = item;
  view.opened = item;
  for (const part of view.list.querySelectorAll("[data-item]"))
    part.classList.toggle("kd-now", part.dataset.item === item);
  const finding = ctx.page.result.findings.find((one) => one.item === item);
  replace(view.help, view.parts.explain(finding));
}

function goToFinding(view, item) {
  const part = [...view.list.querySelectorAll("[data-item]")].find(
    (one) => one.dataset.item === item,
  );
  const focusable = part?.matches("button") ? part : part?.querySelector("button");
  focusable?.focus();
}

function reviewKeys(event, view) {
  const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!by) return;
  event.preventDefault();
  const names = [...view.list.querySelectorAll("[data-item]")]
    .map((part) => (part.matches("button") ? part : part.querySelector("button")))
    .filter(Boolean);
  const place = names.indexOf(document.activeElement) + by;
  names[Math.min(names.length - 1, Math.max(0, place))]?.focus();
}

// A result of an earlier version, from its record alone: names, verdicts and reasons in words.
function recordReview(ctx) {
  return reviewFrame(ctx, {
    columns: [ctx.say("record_item")],
    row: (finding) => [finding.title],
    explain: (finding) => whyPanel(ctx, finding),
  });
}
