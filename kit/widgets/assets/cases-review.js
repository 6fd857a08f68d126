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
