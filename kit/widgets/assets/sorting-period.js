// A tool of the desk: when a period of months ends. What counts, and from when, the person says.

// Returns the last day of a period, as an ISO date: the same day of the month, or its last one.
function sortLastDay(start, months, fromYearEnd) {
  const [year, month, day] = start.split("-").map(Number);
  const from = fromYearEnd ? [year, 12, 31] : [year, month, day];
  const later = from[0] * 12 + from[1] - 1 + months;
  const [toYear, toMonth] = [Math.floor(later / 12), later % 12];
  const days = new Date(Date.UTC(toYear, toMonth + 1, 0)).getUTCDate();
  const parts = [toMonth + 1, Math.min(from[2], days)].map((part) => String(part).padStart(2, "0"));
  return [String(toYear).padStart(4, "0"), ...parts].join("-");
}

// Whether a text is a day that exists, written as on the desk.
function sortIsDay(text) {
  const day = /^\d{4}-\d{2}-\d{2}$/.test(text) ? new Date(`${text}T00:00:00Z`) : null;
  return day !== null && !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
}

function sortPeriodTool(ctx) {
  const { say } = ctx;
  const id = `kd-${newKey()}`;
  const start = h("input", {
    id: `${id}-d`,
    type: "text",
    inputmode: "numeric",
    maxlength: "10",
    autocomplete: "off",
    placeholder: ctx.page.task.today,
  });
  const months = h("input", { id: `${id}-m`, type: "number", min: "0", max: "1200", step: "1" });
  const from = h(
    "select",
    { id: `${id}-f` },
    h("option", { value: "event" }, say("sort_from_event")),
    h("option", { value: "year_end" }, say("sort_from_year_end")),
  );
  const told = h("p", { class: "so-told" });
  const reckon = () => sortReckon(ctx, told, start.value.trim(), months, from.value === "year_end");
  [start, months, from].forEach((field) => field.addEventListener("change", reckon));
  reckon();
  const row = (field, label) => [h("label", { for: field.id }, say(label)), field];
  return h(
    "div",
    { class: "so-period" },
    row(start, "sort_period_start"),
    row(months, "sort_period_months"),
    row(from, "sort_period_from"),
    told,
  );
}

function sortReckon({ say, speak, page }, told, day, months, yearEnd) {
  const ready = sortIsDay(day) && months.value && months.validity.valid;
  if (!ready) {
    told.textContent = say(day && !sortIsDay(day) ? "sort_period_day" : "sort_period_ask");
    return;
  }
  told.textContent = say("sort_period_told", {
    start: yearEnd ? `${day.slice(0, 4)}-12-31` : day,
    months: months.value,
    last: sortLastDay(day, Number(months.value), yearEnd),
    today: page.task.today,
  });
  speak(told.textContent);
}
