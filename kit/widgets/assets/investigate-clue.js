// What came in, always in sight, and the way from it to the log.
function invClue(ctx, own) {
  const { say, page } = ctx;
  const { reports, today, deal, sample } = page.task;
  const [first] = reports;
  const more = h(
    "div",
    { class: "iv-more-clue", hidden: true },
    reports
      .slice(1)
      .map((one) =>
        h(
          "p",
          {},
          h("b", {}, invReportHead(ctx, one)),
          " ",
          one.text,
          " ",
          invPinReport(ctx, own, one),
        ),
      ),
    h("p", { class: "kd-soft" }, deal.about),
    h(
      "dl",
      {},
      [...deal.facts, ...deal.more].map(([name, value]) =>
        h("div", {}, h("dt", {}, name), h("dd", {}, value)),
      ),
    ),
  );
  const named = first.customers.length;
  const show = () => {
    own.turnTo("desk", own.question, false);
    own.desk.look({ customers: first.customers });
  };
  const element = h(
    "section",
    { class: "kd-card iv-clue", "aria-label": say("inv_clue") },
    h("b", {}, foldButton(invClueWords(ctx), more)),
    h("p", {}, h("span", { class: "kd-soft" }, invReportHead(ctx, first), " "), first.text),
    invPinReport(ctx, own, first),
    named
      ? button(say("inv_clue_customers", { count: named }), show, { class: "kd-link iv-clue-act" })
      : null,
    h("span", { class: "kd-soft iv-today" }, say("inv_today", { today }), " · ", deal.title),
    sample > 1 ? h("p", { class: "iv-sample" }, say("inv_sample", { sample })) : null,
    more,
  );
  const pins = [...element.querySelectorAll("[data-report]")];
  const update = () => {
    const refs = own.desk.pins().map((one) => one.ref);
    pins.forEach((one) => {
      one.disabled = refs.includes(one.dataset.report);
      one.textContent = say(one.disabled ? "inv_pinned" : "inv_pin");
    });
  };
  return { element, update };
}

// Behind the first there may be others, folded away: that there are is said.
function invClueWords({ say, page }) {
  const count = page.task.reports.length;
  return count > 1 ? say("inv_clues", { count }) : say("inv_clue");
}

function invPinReport({ say }, own, { id }) {
  if (!own.desk.canPin) return null;
  const ref = `report:${id}`;
  return button(say("inv_pin"), () => own.desk.pin(ref), {
    class: "kd-link",
    "data-report": ref,
    "aria-label": say("inv_pin_clue"),
  });
}

function invReportHead({ say }, { at, channel_title: channel }) {
  return say("inv_report_head", { at: invMoment(at), channel });
}
