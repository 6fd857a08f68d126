// My attempts at this exercise: the list, and from the second on a small chart of the scores.

function attemptsCard(ctx) {
  const { page, say } = ctx;
  if (!page.earlier.length) return null;
  const chart = h("div", { class: "kd-chart" });
  const list = h("ul", { class: "kd-plain" }, page.earlier.map((one) => attemptEntry(ctx, one)));
  if (page.earlier.length > 1) {
    ctx.onChart = (drawn) => showChart(chart, drawn);
    ctx.send({ type: "chart" });
  }
  return card(h("h3", {}, say("earlier")), chart, list);
}

function attemptEntry({ page, say, ask }, one) {
  const mark = one.passed ? `✓ ${say("passed")}` : `✗ ${say("not_passed")}`;
  const score = say("attempt_line", { number: one.number, score: one.score });
  const label = page.task.guided ? score : `${score} · ${mark}`;
  const shown = page.attempt?.id === one.id;
  const open = () => ask({ type: "show_attempt", attempt: one.id });
  return h(
    "li",
    {},
    shown ? h("b", {}, label) : button(label, open, { class: "kd-link" }),
    h("br"),
    h("small", {}, one.when),
  );
}

// The drawing comes from the kernel as SVG; what it shows stands beside it in words.
function showChart(place, { svg, alt, sentence }) {
  if (!svg) return;
  const drawn = new DOMParser().parseFromString(svg, "image/svg+xml").documentElement;
  const picture = h("div", { role: "img", "aria-label": alt });
  picture.append(document.importNode(drawn, true));
  replace(place, picture, h("p", { class: "kd-soft" }, sentence));
}
