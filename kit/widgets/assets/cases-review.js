// After submitting: each question with what was chosen, what stands, and the lesson of the case.

function casesReview(ctx) {
  const { say } = ctx;
  return reviewFrame(ctx, {
    columns: [say("cases_column_case"), say("cases_column_yours"), say("cases_column_right")],
    row: (one) => [one.case, one.chosen ?? "—", casesExpected(one)],
    explain: (one) =>
      card(
        h("h3", {}, one.case),
        h("p", { class: "kd-soft kd-lead" }, one.where),
        whyPanel(ctx, one),
        one.lessons.length
          ? h("p", {}, labelled(say("cases_lesson"), one.lessons.join(" ")))
          : null,
      ),
  });
}

function casesExpected({ expected }) {
  return expected.map((text, n) => [n ? h("br") : null, text]);
}

// In the result: which of the things asked went well.
function casesFigures({ page, say }) {
  const { kinds } = page.result;
  const heads = ["cases_asked", "cases_met"].map((id) => h("th", { scope: "col" }, say(id)));
  return [
    h("h3", {}, say("cases_by_kind")),
    h(
      "table",
      { class: "cs-kinds" },
      h("thead", {}, h("tr", {}, heads)),
      h(
        "tbody",
        {},
        kinds.map(({ title, right, questions }) =>
          h("tr", {}, h("th", { scope: "row" }, title), h("td", {}, `${right} / ${questions}`)),
        ),
      ),
    ),
  ];
}
