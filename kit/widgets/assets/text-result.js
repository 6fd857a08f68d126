// The figures of a text exercise: first in words, then by both ways of counting, then by kind.

const MEASURES = ["precision", "recall", "f1"];

function textFigures(ctx) {
  const { page, say } = ctx;
  const { measures, by_kind: kinds, found } = page.result;
  ctx.send({ type: "kinds_chart" });
  return [
    found.map((line) => h("p", {}, line)),
    h("h3", { class: "tx-later" }, say("measures")),
    measureTable(
      say,
      say("measure_way"),
      measures.map((way) => [[way.name, h("small", {}, ` ${way.about}`)], ...way.values]),
    ),
    h("h3", { class: "tx-later" }, say("by_kind")),
    h("div", { class: "kd-chart tx-chart" }),
    measureTable(say, say("kind_column"), kinds, ["there", "found", "marked_count"]),
  ];
}

function measureTable(say, corner, rows, counts = []) {
  const head = [
    ...counts.map((name) => h("th", { scope: "col", class: "num" }, say(name))),
    ...MEASURES.map((name) =>
      h("th", { scope: "col", class: "num" }, say(name), h("small", {}, say(`${name}_about`))),
    ),
  ];
  const body = rows.map(([title, ...values]) =>
    h(
      "tr",
      {},
      h("th", { scope: "row" }, title),
      values.map((value) => h("td", { class: "num" }, value)),
    ),
  );
  return h(
    "table",
    { class: "tx-measures" },
    h("thead", {}, h("tr", {}, h("th", { scope: "col" }, corner), head)),
    h("tbody", {}, body),
  );
}
