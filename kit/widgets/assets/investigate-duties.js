// The duties that follow: each is marked, then who owes it, and by when.

function invFormDuties(ctx, own, { answer, save }) {
  const { say } = ctx;
  const { duties, owed_by: parties, clocks } = ctx.page.task.choices;
  const listed = () => answer().list ?? [];
  const put = (code, change) =>
    save({ list: listed().map((one) => (one.duty === code ? { ...one, ...change } : one)) });
  const turn = (code, on) =>
    save({
      list: on
        ? [...listed(), { duty: code, owed_by: null, clock: null }]
        : listed().filter((one) => one.duty !== code),
    });
  const select = (code, name, options, empty) => {
    const first = h("option", { value: "" }, empty);
    const known = options.map((one) =>
      h("option", { value: one.code, title: one.about ?? null }, one.title),
    );
    const element = h(
      "select",
      { "aria-label": empty, on: { change: () => put(code, { [name]: element.value || null }) } },
      first,
      known,
    );
    return element;
  };
  const rows = duties.map(({ code, title, about }) => {
    const box = h("input", { type: "checkbox", on: { change: () => turn(code, box.checked) } });
    const who = select(code, "owed_by", parties, say("inv_owed_by"));
    const clock = select(code, "clock", clocks, say("inv_clock"));
    const more = h("div", { class: "iv-owed" }, who, clock);
    const element = h(
      "div",
      { class: "iv-duty" },
      h(
        "label",
        { class: "iv-option" },
        box,
        h("span", {}, title, about ? h("small", {}, about) : null),
      ),
      more,
    );
    const update = (value) => {
      const one = value.list.find((duty) => duty.duty === code);
      box.checked = Boolean(one);
      element.classList.toggle("on", Boolean(one));
      more.hidden = !one;
      who.value = one?.owed_by ?? "";
      clock.value = one?.clock ?? "";
    };
    return { element, update };
  });
  const element = h(
    "div",
    { class: "iv-duties" },
    rows.map((one) => one.element),
  );
  return { element, update: (value) => rows.forEach((one) => one.update(value)) };
}
