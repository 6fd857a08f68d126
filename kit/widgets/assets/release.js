// Release of columns: a row per column, its levels as radio buttons, the groups at the right.

function releaseWork(ctx) {
  const { page, say } = ctx;
  const { columns, purpose } = page.task;
  const own = { now: -1, rows: [], check: null };
  own.checks = h("section", { class: "kd-card", hidden: !page.task.guided });
  own.detail = h("section", { class: "kd-card" });
  own.rows = columns.map((column) =>
    columnRow(ctx, column, {
      choose: (one, code) => saveItem(ctx, one.key, { level: code }),
      enter: () => setColumn(ctx, own, columns.indexOf(column)),
    }),
  );
  const head = ["column_column", "column_level"].map((id) => h("th", { scope: "col" }, say(id)));
  const rows = own.rows.map((row) => row.element);
  const table = h(
    "table",
    { class: "rl-columns" },
    h("thead", {}, h("tr", {}, head)),
    h("tbody", {}, rows),
  );
  const preview = h("section", { class: "kd-card rl-above", hidden: true }, renderPreview(ctx));
  const asked = h("p", { class: "rl-purpose" }, labelled(`${say("purpose")}`, purpose));
  const list = h("section", { class: "kd-card rl-list" }, table);
  const main = h("div", {}, preview, h("section", { class: "kd-card rl-asked" }, asked), list);
  const gap = columns.findIndex((column) => !levelOf(ctx, column.key));
  setColumn(ctx, own, Math.max(0, gap));
  const view = workFrame(ctx, {
    main,
    side: h("div", {}, own.checks, liveCard(ctx), own.detail),
    legend: releaseLegend(say),
    tools: [foldButton(say("data_rows"), preview)],
    items: columns.map(({ key, name }) => ({ key, name })),
    answerOf: (key) => itemAnswer(ctx, key),
    isDone: (value) => Boolean(value?.level),
    goTo: (key) => goToColumn(ctx, own, columns.findIndex((one) => one.key === key)),
    update: () => updateRelease(ctx, own),
    start: own.rows[own.now].pills[0],
  });
  main.addEventListener("keydown", (event) => releaseKey(ctx, own, view, event));
  return view;
}

function levelOf(ctx, key) {
  return itemAnswer(ctx, key)?.level ?? null;
}

function setColumn(ctx, own, place) {
  if (own.now === place) return;
  own.now = place;
  own.rows.forEach((row, n) => row.element.classList.toggle("kd-now", n === place));
  const { column } = own.rows[place];
  own.check = checkPart(ctx, column.key);
  replace(own.detail, columnDetail(ctx, column));
  replace(own.checks, h("h3", {}, column.name), own.check.element);
  own.check.update(Boolean(levelOf(ctx, column.key)));
}

function goToColumn(ctx, own, place) {
  setColumn(ctx, own, Math.max(0, place));
  const row = own.rows[own.now];
  (row.pills.find((pill) => pill.tabIndex === 0) ?? row.pills[0]).focus();
  row.element.scrollIntoView({ block: "nearest" });
}

function updateRelease(ctx, own) {
  own.rows.forEach((row) => updateColumn(ctx, row));
  own.check.update(Boolean(levelOf(ctx, own.rows[own.now].column.key)));
}

function releaseLegend(say) {
  return [
    keys("1", "2", "…"),
    say("key_level"),
    " · ",
    keys("↑", "↓"),
    say("key_move"),
    " · ",
    keys("Enter"),
    say("key_enter"),
  ];
}

function releaseKey(ctx, own, view, event) {
  const place = own.rows.findIndex((one) => one.element.contains(event.target));
  if (place < 0 || event.ctrlKey || event.metaKey || event.altKey) return;
  const { pills, column } = own.rows[place];
  const along = (by) => () => {
    const here = pills.indexOf(document.activeElement);
    pills[(here + by + pills.length) % pills.length].focus();
  };
  const step = (by) => () =>
    goToColumn(ctx, own, Math.min(own.rows.length - 1, Math.max(0, place + by)));
  const pick = (n) => () => {
    pills[n].focus();
    saveItem(ctx, column.key, { level: column.levels[n].code });
  };
  const act = {
    ArrowDown: step(1),
    ArrowUp: step(-1),
    ArrowLeft: along(-1),
    ArrowRight: along(1),
    Enter: () => view.next(),
    ...Object.fromEntries(pills.map((_, n) => [String(n + 1), pick(n)])),
  }[event.key];
  if (!act) return;
  event.preventDefault();
  act();
}
