// After submitting: how large the groups were, and every column with what was expected and why.

function releaseFigures(ctx) {
  const { say } = ctx;
  const { sizes } = ctx.page.result;
  return [
    h("h3", {}, say("sizes_title")),
    h("p", {}, sizes.sentence),
    barsPart(ctx, sizes.rows, sizes.k),
  ];
}

function releaseReview(ctx) {
  const { say } = ctx;
  return reviewFrame(ctx, {
    columns: ["column_column", "release_yours", "release_expected"].map((id) => say(id)),
    row: (one) => [
      one.title,
      h(
        "span",
        {},
        one.chosen,
        one.judgement
          ? [h("br"), h("small", { class: "kd-soft" }, say("release_judgement"))]
          : null,
      ),
      one.expected,
    ],
    explain: (one) => {
      const column = ctx.page.task.columns.find(({ key }) => key === one.item);
      return card(h("h3", {}, one.title), whyPanel(ctx, one), columnDetail(ctx, column));
    },
  });
}
