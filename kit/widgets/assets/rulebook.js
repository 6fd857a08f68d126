// The rule book beside the work: the same list for every field, so it gives no answer away.

function renderRules(ctx, chosen) {
  const { page, say } = ctx;
  const place = h("div", {});
  const show = (rule) => {
    const others = page.rules.filter((one) => one !== rule);
    replace(
      place,
      ruleNote(rule, say),
      h(
        "p",
        { class: "kd-soft kd-more" },
        say("rules_more"),
        others.map((one) => [
          " ",
          button(
            one.short,
            () => {
              show(one);
              ctx.speak(`${one.citation} ${one.text}`);
            },
            { class: "kd-link" },
          ),
        ]),
      ),
    );
  };
  if (page.rules.length) show(page.rules.find((one) => one.id === chosen) ?? page.rules[0]);
  return card(h("h3", {}, say("rule_book"), h("small", {}, ` · ${say("rule_book_note")}`)), place);
}

function ruleNote(rule, say) {
  const since = rule.since ? say("since", { date: rule.since.replaceAll("-", "\u2011") }) : "";
  return note(
    "note",
    h("b", {}, rule.citation),
    since,
    h("br"),
    rule.text,
    rule.reading ? h("small", {}, h("br"), say("reading")) : null,
  );
}
