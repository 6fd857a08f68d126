// The decision on the open record: what is wrong with it, what to do, and why.

function sortDecision(ctx, desk) {
  const { page, say } = ctx;
  const { asks } = page.task;
  const parts = {};
  const rows = [];
  if (asks.includes("problem")) {
    parts.problem = sortSelect(ctx, "problem", page.task.problems, desk);
    rows.push(parts.problem.row);
  }
  if (asks.includes("action")) {
    parts.pills = sortPills(ctx, desk);
    rows.push(parts.pills.row);
  }
  if (asks.includes("reason")) {
    parts.reason = sortSelect(ctx, "reason", [], desk);
    rows.push(parts.reason.row);
  }
  const state = h("span", { class: "kd-soft so-state" });
  const check = page.task.guided
    ? button(say("sort_check"), () => desk.check(), { class: "so-check" })
    : null;
  const next = button(say("sort_next"), () => desk.next(), { title: "Enter" });
  const element = h(
    "div",
    { class: "so-decide", role: "group", "aria-label": say("sort_decision") },
    rows,
    h("div", { class: "kd-row so-end" }, state, h("span", { class: "kd-push" }), check, next),
  );
  return { element, ...parts, state, check, update: () => sortUpdateDecision(ctx, desk) };
}

function sortSelect({ say }, part, entries, desk) {
  const id = `kd-${newKey()}`;
  const select = h("select", {
    id,
    on: {
      change: () => {
        desk.decide({ [part]: select.value || null });
        desk.rest(); // a list that kept the keys would change what has just been saved
      },
    },
  });
  const row = h(
    "div",
    { class: "so-line" },
    h("label", { for: id }, say(`sort_${part}`)),
    select,
    h("kbd", { "aria-hidden": "true" }, part === "problem" ? "P" : "R"),
  );
  sortFill(say, select, entries, say("sort_choose"));
  return { row, select };
}

function sortFill(say, select, entries, empty) {
  replace(
    select,
    h("option", { value: "" }, empty),
    entries.map((one) => h("option", { value: one.code, title: one.about || null }, one.title)),
  );
}

function sortPills({ page, say }, desk) {
  const id = `kd-${newKey()}`;
  const pills = page.task.actions.map((action, n) =>
    h(
      "button",
      {
        type: "button",
        role: "radio",
        class: "kd-pill",
        "aria-checked": "false",
        tabindex: "-1",
        title: action.about ? `${action.title}: ${action.about}` : null,
        on: { click: () => desk.decide({ action: action.code }) },
      },
      h("span", { class: "so-number", "aria-hidden": "true" }, String(n + 1)),
      action.title,
    ),
  );
  const group = h("div", { role: "radiogroup", "aria-labelledby": id, class: "so-pills" }, pills);
  const row = h("div", { class: "so-line" }, h("span", { id }, say("sort_action")), group);
  return { row, pills };
}

function sortUpdateDecision(ctx, desk) {
  const { decision, now } = desk;
  const value = desk.valueOf(now);
  if (decision.problem) sortShowSelect(decision.problem.select, value.problem);
  if (decision.pills) {
    const { actions } = ctx.page.task;
    const chosen = actions.findIndex((one) => one.code === value.action);
    decision.pills.pills.forEach((pill, n) => {
      pill.classList.toggle("on", n === chosen);
      pill.setAttribute("aria-checked", String(n === chosen));
      pill.tabIndex = n === Math.max(0, chosen) ? 0 : -1;
    });
  }
  if (decision.reason) sortShowReasons(ctx, decision.reason, value);
  replace(decision.state, itemState(ctx, now));
  if (decision.check) {
    const asking = ctx.saver.of(now, "check")?.state === "sending";
    decision.check.disabled = !desk.done(value); // while it asks, the keys stay on it
    decision.check.textContent = ctx.say(asking ? "checking" : "sort_check");
  }
}

function sortShowSelect(select, code) {
  select.value = code ?? "";
  select.title = select.selectedOptions[0]?.title || select.selectedOptions[0]?.textContent || "";
}

// Only reasons that fit the action are offered; without an action there is nothing to give one for.
function sortShowReasons({ page, say }, reason, { action, reason: code }) {
  const { asks, reasons } = page.task;
  const free = !asks.includes("action");
  if (reason.action !== action) {
    reason.action = action;
    const fitting = reasons.filter((one) => free || one.actions.includes(action));
    const empty = say(free || action ? "sort_choose" : "sort_action_first");
    sortFill(say, reason.select, fitting, empty);
  }
  reason.select.disabled = !free && !action;
  sortShowSelect(reason.select, code);
}

// What a change leaves of the rest: a reason that does not fit the new action goes.
function sortChanged({ reasons, asks }, before, change) {
  const after = { ...before, ...change };
  if (!("reason" in after) || !asks.includes("action") || !("action" in change)) return after;
  const fits = reasons.some(
    (one) => one.code === after.reason && one.actions.includes(after.action),
  );
  return { ...after, reason: fits ? after.reason : null };
}
