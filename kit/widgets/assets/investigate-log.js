// The log: one event a line, each cell a way to narrow it down.

const INV_LOG_COLUMNS = ["time", "who", "action", "thing", "site", "right", "people"];

function invLog(ctx, desk) {
  const { say } = ctx;
  const grid = invGrid({
    label: say("inv_tab_log"),
    columns: INV_LOG_COLUMNS.map((name) => ({
      name,
      title: say(`inv_log_${name}`),
      kind: `iv-c-${name}`,
    })),
    fetch: (offset, limit, done) => {
      const query = invPlainQuery(desk.query);
      desk.ask("page", { what: "page", query, offset, limit, newest: desk.newest }, (data) =>
        done(data?.rows ?? null),
      );
    },
    cells: (row) => invLogCells(ctx, row),
    open: (row) => desk.open({ kind: "event", ref: `event:${row["metadata.uid"]}`, row }),
    act: (row, n, how) => invActOnCell(ctx, desk, row, n, how),
    pick: (row) => desk.pin(`event:${row["metadata.uid"]}`),
    empty: say("inv_log_empty"),
  });
  const newest = button("", () => desk.turn(), { class: "kd-link" });
  const bar = h(
    "div",
    { class: "iv-tools" },
    newest,
    h("span", { class: "kd-soft iv-tip" }, say("inv_log_note")),
  );
  return {
    grid,
    element: h("div", { class: "iv-panel" }, bar, grid.element),
    show: (found) => {
      newest.textContent = say(desk.newest ? "inv_newest" : "inv_oldest");
      grid.show(found.total, found.rows);
    },
    focus: () => grid.element.focus({ preventScroll: true }),
  };
}

function invLogCells(ctx, row) {
  const told = (column) => invTold(ctx, column, row[column]);
  const right = row.right;
  const bad = ["none", "expired", "revoked"].includes(right);
  const inside = Boolean(row.site);
  return [
    { text: told("time"), about: invLogTimeAbout(ctx, row) },
    invLogWho(ctx, row),
    { text: told("action"), narrow: true, kind: row.status_id === 2 ? "kd-is-danger" : null },
    { text: row.thing || "—", narrow: Boolean(row.view || row["resource.uid"]) },
    {
      text: inside ? told("site") : ctx.say("inv_outside"),
      narrow: true,
      about: row["src_endpoint.ip"] ?? "",
    },
    {
      text: bad
        ? [sign("danger"), " ", told("right")]
        : right === "held"
          ? [sign("ok"), " ", told("right")]
          : "—",
      narrow: Boolean(right) && right !== "not_needed",
      kind: bad ? "kd-is-danger" : "kd-soft",
      about: right === "held" ? ctx.say("inv_right_held_about") : told("right"),
    },
    { text: row.people ? invGrouped(row.people) : "—" },
  ];
}

// Whose account it is comes first, its id small beside it; beside that of a machine, its kind.
function invLogWho(ctx, { person, whose, "actor.user.uid": account, "account.kind": kind }) {
  const name = person || whose;
  const machine = kind ? invTold(ctx, "account.kind", kind) : null;
  return {
    text: name || account || "—",
    small: name ? account : machine,
    narrow: Boolean(account),
  };
}

function invLogTimeAbout({ say }, row) {
  const late = invMillis(row["metadata.logged_time"]) - invMillis(row.time) > 3600000;
  return late ? say("inv_late", { at: invMoment(row["metadata.logged_time"]) }) : row.time;
}

// What a cell stands for; the time only opens the row.
function invCellCondition(row, n) {
  const of = (column) => ({ column, values: [row[column] ?? ""] });
  const name = INV_LOG_COLUMNS[n];
  if (name === "who") return of("actor.user.uid");
  if (name === "thing") return row.view ? of("view") : of("resource.uid");
  if (name === "site") return of("site");
  return ["action", "right"].includes(name) ? of(name) : null;
}

function invActOnCell(ctx, desk, row, n, how) {
  const found = invCellCondition(row, n);
  if (!found) return desk.toDetail();
  const [value] = found.values;
  const condition =
    value === ""
      ? { column: found.column, op: how === "exclude" ? "not_empty" : "empty", values: [] }
      : { ...found, op: how === "exclude" ? "is_not" : "is" };
  return desk.narrow(condition);
}
