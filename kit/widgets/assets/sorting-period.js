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

function sortPeriodTool({ say, speak, page }) {
  const id = `kd-${newKey()}`;
  const start = h("input", { id: `${id}-d`, type: "date", max: "2999-12-31", min: "1900-01-01" });
  const months = h("input", { id: `${id}-m`, type: "number", min: "0", max: "1200", step: "1" });
  const from = h(
    "select",
    { id: `${id}-f` },
    h("option", { value: "event" }, say("sort_from_event")),
    h("option", { value: "year_end" }, say("sort_from_year_end")),
  );
  const told = h("p", { class: "so-told" });
  const reckon = () => {
    const ready = start.value && start.validity.valid && months.value && months.validity.valid;
    const yearEnd = from.value === "year_end";
    const last = ready ? sortLastDay(start.value, Number(months.value), yearEnd) : "";
    const begin = yearEnd ? `${start.value.slice(0, 4)}-12-31` : start.value;
    const values = { start: begin, months: months.value, last, today: page.task.today };
    told.textContent = ready ? say("sort_period_told", values) : say("sort_period_ask");
    if (ready) speak(told.textContent);
  };
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
