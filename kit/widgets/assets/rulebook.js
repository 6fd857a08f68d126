// The rule book beside the work: the same list for every item, so it gives no answer away.

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
              place.querySelector("button")?.focus({ preventScroll: true });
              ctx.speak(`${one.citation} ${one.text}`);
            },
            { class: "kd-link" },
          ),
        ]),
      ),
    );
  };
  if (!page.rules.length) return null;
  show(page.rules.find((one) => one.id === chosen) ?? page.rules[0]);
  return card(h("h3", {}, say("rule_book"), h("small", {}, ` · ${say("rule_book_note")}`)), place);
}

// A rule in our words: since when, its terms, and whether it is a reading.
function ruleNote(rule, say, named = true) {
  const since = rule.since ? say("since", { date: rule.since.replaceAll("-", "\u2011") }) : "";
  return note(
    "note",
    h("b", {}, named ? rule.citation : ""),
    since ? h("small", {}, since) : null,
    named || since ? h("br") : null,
    rule.text,
    rule.reading ? h("small", { class: "kd-block" }, say("reading")) : null,
    rule.terms.length ? ruleTerms(rule.terms, say) : null,
  );
}

function ruleTerms(terms, say) {
  const entry = (term) => [
    h("b", { title: term.other }, term.name),
    term.note ? h("span", {}, ` (${term.note})`) : null,
  ];
  return h(
    "small",
    { class: "kd-block" },
    labelled(say("terms"), ""),
    terms.map((term, n) => [n ? " · " : null, entry(term)]),
  );
}
