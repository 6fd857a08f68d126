// A worked example to read: what is known of the item, a usual wrong answer, the right one.

function startWorked(el, model) {
  const desk = makeDesk(el, model);
  const draw = () => drawWorked(desk, model);
  model.on("change:page", draw);
  draw();
  return () => model.off("change:page", draw);
}

function drawWorked(desk, model) {
  const page = model.get("page");
  const ctx = { page, say: speaker(model.get("words")) };
  const { say } = ctx;
  desk.root.lang = langOf(model.get("locale"));
  replace(
    desk.head,
    h("h2", {}, say("worked_title"), h("small", {}, ` · ${page.title}`)),
  );
  const known = h(
    "section",
    { class: "kd-card" },
    h("h3", {}, say("worked_known")),
    h("dl", { class: "kd-facts kd-worked-facts" }, page.facts.map(workedFact)),
  );
  replace(
    desk.main,
    h(
      "div",
      { class: "kd-worked" },
      known,
      h("div", { class: "kd-worked-sides" }, workedSide(ctx, "wrong"), workedSide(ctx, "right")),
    ),
  );
}

function workedFact({ label, text, values }) {
  const shown = values
    ? h("ul", { class: "kd-plain" }, values.map((one) => h("li", {}, one)))
    : text;
  return [h("dt", {}, label), h("dd", {}, shown)];
}

function workedSide(ctx, side) {
  const { answer, finding } = ctx.page[side];
  return h(
    "section",
    { class: "kd-card" },
    h("h3", {}, ctx.say(`worked_${side}`)),
    h("p", { class: "kd-worked-answer" }, answer.map((line) => h("span", {}, line))),
    whyPanel(ctx, finding),
  );
}
