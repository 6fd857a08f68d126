// Why an item is judged as it is: the verdict, the reasons, the usual mistake behind it, and the
// articles to open.

function whyPanel(ctx, finding) {
  const { say } = ctx;
  const rules = rulesOf(ctx, finding);
  return h(
    "div",
    { class: "kd-why" },
    note(
      finding.severity,
      h("b", {}, sign(finding.severity), " ", finding.verdict),
      finding.lines.map((line) => h("p", {}, line)),
      finding.mistake ? h("p", {}, labelled(say("usual_mistake"), finding.mistake)) : null,
    ),
    rules.map((rule) =>
      h(
        "details",
        { class: "kd-rule", open: rules.length === 1 },
        h("summary", {}, rule.short),
        ruleNote(rule, say, false),
      ),
    ),
  );
}

function rulesOf({ page }, finding) {
  const known = [...(finding.rules ?? []), ...page.rules, ...(page.result?.rules ?? [])];
  return finding.articles
    .map((id) => known.find((rule) => rule.id === id))
    .filter(Boolean);
}
