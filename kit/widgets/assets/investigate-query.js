// What the log is narrowed to: a window of time, conditions, customers; each is a chip to remove.

const INV_EMPTY = { since: null, until: null, conditions: [], customers: [] };

function invQuery(query = {}) {
  return { ...INV_EMPTY, ...query };
}

// As the kernel reads it: nothing that says nothing.
function invPlainQuery(query) {
  const said = Object.entries(query).filter(([, part]) => part && part.length !== 0);
  return Object.fromEntries(said);
}

function invIsEmpty(query) {
  return !Object.keys(invPlainQuery(query)).length;
}

// One more condition. A click takes the place of what it contradicts; what is typed joins in, and
// what is left out gathers: either of the two.
function invNarrowed(query, condition, typed = false) {
  const { column, op, values } = condition;
  const same = query.conditions.find((one) => one.column === column && one.op === op);
  if (same && values.every((value) => same.values.includes(value))) return query;
  const joins = same && (op === "is_not" || (typed && op === "is"));
  const others = query.conditions.filter((one) => one !== (joins ? same : null));
  const merged = joins ? { column, op, values: [...same.values, ...values] } : condition;
  const clashing =
    op === "is" ? others.filter((one) => !(one.column === column && one.op === op)) : others;
  return { ...query, conditions: [...clashing, merged] };
}

// The words of a condition: column, how, value.
function invConditionWords(ctx, { column, op, values }) {
  const { say } = ctx;
  if (column === "site" && (op === "empty" || op === "not_empty"))
    return say(op === "empty" ? "inv_op_is" : "inv_op_is_not", {
      column: invColumnTitle(ctx, column),
      value: say("inv_outside"),
    });
  const named = (values ?? []).map((value) => invTold(ctx, column, value));
  const shown =
    named.length > 3 ? [...named.slice(0, 2), say("inv_more", { count: named.length - 2 })] : named;
  return say(`inv_op_${op}`, {
    column: invColumnTitle(ctx, column),
    value: shown.join(say("inv_or")),
  });
}

// A whole query in a line.
function invQueryWords(ctx, query) {
  const { since, until, conditions, customers } = invQuery(query);
  const parts = conditions.map((one) => invConditionWords(ctx, one));
  if (customers.length) parts.unshift(invCustomersWords(ctx, customers));
  if (since || until)
    parts.unshift(ctx.say("inv_chip_window", invWindowWords(ctx, { since, until })));
  return parts.join(" · ");
}

function invCustomersWords({ say }, customers) {
  const id = customers.length === 1 ? "inv_chip_customer" : "inv_chip_customers";
  return say(id, { count: customers.length, id: customers[0] });
}

function invChips(ctx, query, change) {
  const { say } = ctx;
  const chip = (words, rest, name) =>
    h(
      "button",
      {
        type: "button",
        class: "iv-chip",
        "data-chip": name,
        title: words,
        "aria-label": say("inv_remove", { what: words }),
        on: { click: () => change(rest()) },
      },
      h("span", {}, words),
      h("b", { "aria-hidden": "true" }, "×"),
    );
  const chips = query.conditions.map((one) =>
    chip(
      invConditionWords(ctx, one),
      () => ({ ...query, conditions: query.conditions.filter((other) => other !== one) }),
      one.column,
    ),
  );
  if (query.customers.length) {
    const words = invCustomersWords(ctx, query.customers);
    chips.unshift(chip(words, () => ({ ...query, customers: [] }), "customers"));
  }
  if (query.since || query.until) {
    const words = say("inv_chip_window", invWindowWords(ctx, query));
    chips.unshift(chip(words, () => ({ ...query, since: null, until: null }), "window"));
  }
  return chips;
}

function invWindowWords({ page }, { since, until }) {
  const { log } = page.task;
  return { since: invMoment(since ?? log.since), until: invMoment(until ?? log.until) };
}

// Codes of the log in words; what has none stands as it is.
function invTold(ctx, column, value) {
  if (value === null || value === undefined || value === "")
    return ctx.say({ site: "inv_outside", "actor.user.uid": "inv_no_account" }[column] ?? "inv_nothing");
  if (column === "time" || column === "metadata.logged_time") return invMoment(String(value), true);
  return ctx.page.task.names[column]?.[value] ?? String(value);
}

function invColumnTitle({ page }, column) {
  return page.task.columns.find((one) => one.name === column)?.title ?? column;
}

// "2026-12-04T20:19:19.575" as 12-04 20:19, with seconds where they matter.
function invMoment(iso, seconds = false) {
  const [day, time = "00:00"] = String(iso).split("T");
  return `${day.slice(5)} ${time.slice(0, seconds ? 8 : 5)}`;
}

// "11-30 22:06" or "2026-11-30 22:06" as the kernel reads it; null for nothing, undefined for
// what is no moment. A year that is left out is that of the log.
function invReadMoment(text, { since, until }) {
  const plain = text.normalize("NFKC").trim();
  if (!plain) return null;
  const found = plain.match(
    /^(?:(\d{4})[-/.])?(\d{1,2})[-/.](\d{1,2})(?:[ T]+(\d{1,2}):(\d{2}))?$/,
  );
  if (!found) return undefined;
  const [, year, month, day, hour = "0", minute = "00"] = found;
  const of = (part) => part.padStart(2, "0");
  const written = (one) => `${one}-${of(month)}-${of(day)}T${of(hour)}:${minute}`;
  const years = year ? [year] : [since.slice(0, 4), until.slice(0, 4)];
  const fits = (one) =>
    written(one) >= since.slice(0, 10) && written(one) <= `${until.slice(0, 10)}T24`;
  const iso = written(years.find(fits) ?? years[0]);
  return invIso(invMillis(iso) || 0).slice(0, 16) === iso ? iso : undefined;
}

// A field for a moment: the day and 24 hours, the same in every browser.
function invMomentField(ctx, label, done, empty = "") {
  const { say, page } = ctx;
  const field = h("input", {
    type: "text",
    class: "iv-moment",
    "aria-label": label,
    placeholder: empty.slice(0, 16).replace("T", " "),
    on: {
      change: () => {
        const found = invReadMoment(field.value, page.task.log);
        field.setCustomValidity(found === undefined ? say("inv_moment_wrong") : "");
        if (found === undefined) field.reportValidity();
        else done(found);
      },
      input: () => field.setCustomValidity(""),
    },
  });
  const show = (iso) => {
    if (document.activeElement !== field || !field.value)
      field.value = iso ? iso.slice(0, 16).replace("T", " ") : "";
  };
  return { field, show };
}

const invMillis = (iso) =>
  Date.parse(`${String(iso).slice(0, 23)}${/T\d\d:\d\d$/.test(iso) ? ":00" : ""}Z`);
const invIso = (millis) => new Date(millis).toISOString().slice(0, 19);

// A number with thin spaces between thousands.
function invGrouped(number) {
  return String(number).replace(/\B(?=(\d{3})+$)/g, "\u2009");
}
