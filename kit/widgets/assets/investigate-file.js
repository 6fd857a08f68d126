// The case file beside the work: the row that is open, the evidence pinned with a remark, filters
// that are kept, and notes. All of it is stored at once.

const INV_PINS = 40;
const INV_REMARK = 400;
const INV_NOTES = 4000;

// The row that lies open: every field, what to narrow the log to, and the pin.
function invDetail(ctx, desk) {
  const { say } = ctx;
  const element = h("section", {
    class: "kd-card iv-detail",
    "aria-label": say("inv_detail"),
    tabindex: "-1",
  });
  const show = (opened) => {
    element.hidden = !opened;
    if (!opened) return replace(element);
    const fields =
      opened.kind === "event" ? invEventFields(ctx, desk, opened.row) : invRowFields(opened);
    const carried = invCarried(ctx, opened.row.view);
    return replace(
      element,
      h(
        "div",
        { class: "iv-detail-head" },
        h("h3", {}, invOpenedTitle(ctx, opened)),
        invPinButton(ctx, desk, opened),
        button("×", () => desk.open(null), { class: "kd-link", "aria-label": say("inv_close") }),
      ),
      invDetailActs(ctx, desk, opened),
      h("div", { class: "iv-detail-body" }, h("dl", {}, carried, fields)),
    );
  };
  return { element, show };
}

function invOpenedTitle({ say }, { kind, table }) {
  return kind === "event" ? say("inv_event") : table.title;
}

function invPinButton(ctx, desk, { ref }) {
  if (!ref || !desk.canPin) return null;
  const pinned = desk.pins().some((one) => one.ref === ref);
  const label = ctx.say(pinned ? "inv_pinned" : "inv_pin");
  return button(
    [label, pinned ? null : h("kbd", { "aria-hidden": "true" }, "P")],
    () => desk.pin(ref),
    {
      class: "iv-pin",
      disabled: pinned,
    },
  );
}

function invEventFields(ctx, desk, row) {
  const hidden = ["thing", "person"];
  return ctx.page.task.columns
    .filter(
      ({ name }) =>
        !hidden.includes(name) &&
        row[name] !== null &&
        row[name] !== undefined &&
        row[name] !== "" &&
        !(name === "people" && !row[name]),
    )
    .map(({ name, title }) => invEventField(ctx, desk, row, name, title));
}

function invEventField(ctx, desk, row, name, title) {
  const { say } = ctx;
  const value = row[name];
  const words = invTold(ctx, name, value);
  const named = { column: title, value: words };
  const act = (op) => desk.narrow({ column: name, op, values: [String(value)] });
  const only = button(say("inv_only"), () => act("is"), {
    class: "kd-link",
    "aria-label": say("inv_only_this", named),
  });
  const not = button(say("inv_not"), () => act("is_not"), {
    class: "kd-link",
    "aria-label": say("inv_not_this", named),
  });
  const free = ["time", "metadata.logged_time", "metadata.uid", "people", "bytes"].includes(name);
  const thing =
    name === "resource.uid" && row.thing && row.thing !== value
      ? h("small", {}, ` ${row.thing}`)
      : null;
  return h(
    "div",
    {},
    h("dt", {}, title),
    h("dd", {}, words, thing),
    h("dd", { class: "iv-acts" }, free ? null : [only, not]),
  );
}

function invRowFields({ row, table }) {
  return table.columns
    .map((one, n) => [one.title, row.cells[n]])
    .filter(([, text]) => text)
    .map(([title, text]) => h("div", { class: "iv-plain" }, h("dt", {}, title), h("dd", {}, text)));
}

// Which fields of the customers are on a screen or in a file; what is sensitive is not said.
function invCarried({ page, say }, view) {
  const fields = page.task.fields[view];
  if (!fields) return null;
  return h("div", { class: "iv-plain" }, h("dt", {}, say("inv_fields")), h("dd", {}, fields));
}

function invDetailActs(ctx, desk, { kind, row }) {
  const { say } = ctx;
  const acts = [];
  if (kind === "event") {
    const at = invMillis(row.time);
    const around = { since: invIso(at - 1800000), until: invIso(at + 1800000) };
    acts.push(button(say("inv_around"), () => desk.setWindow(around), { class: "kd-link" }));
  } else if (row.look)
    acts.push(button(say("inv_in_log"), () => desk.look(row.look), { class: "kd-link" }));
  if (row.links)
    acts.push(button(say("inv_its_links"), () => desk.openTable(row.links), { class: "kd-link" }));
  const apart = acts.flatMap((one, n) => (n ? [" · ", one] : one));
  return acts.length ? h("p", { class: "iv-more" }, apart) : null;
}

function invCaseFile(ctx, desk) {
  const { say } = ctx;
  const pins = h("ol", { class: "kd-plain iv-pins", hidden: !desk.canPin });
  const filters = h("ul", { class: "kd-plain iv-filters" });
  const notes = h("textarea", {
    rows: "3",
    maxlength: String(INV_NOTES),
    "aria-label": say("inv_notes"),
    placeholder: say("inv_notes_hint"),
    on: {
      input: () => invLater(desk, "notes", () => desk.saveDesk({ notes: notes.value })),
      change: () => desk.flush(),
    },
  });
  const count = h("small", {});
  const keep = invKeepFilter(ctx, desk);
  const element = h(
    "section",
    { class: "kd-card iv-file", "aria-label": say("inv_file") },
    h("h3", {}, say("inv_file"), " ", count),
    h(
      "div",
      { class: "iv-file-body" },
      h("h4", { hidden: !desk.canPin }, say("inv_pins")),
      pins,
      h("h4", {}, say("inv_filters")),
      filters,
      keep.element,
      h("h4", {}, say("inv_notes")),
      notes,
    ),
  );
  const drawn = {};
  const update = () => {
    const now = desk.pins();
    const all = desk.filters();
    count.textContent = say("inv_file_count", { pins: now.length, filters: all.length });
    keep.update();
    const fresh = desk.deskValue().notes ?? "";
    if (document.activeElement !== notes && notes.value !== fresh) notes.value = fresh;
    const names = JSON.stringify([now.map((one) => one.ref), desk.gistsKnown()]);
    if (drawn.pins !== names)
      replace(
        pins,
        now.length
          ? now.map((pin) => invPin(ctx, desk, pin))
          : h("li", { class: "kd-soft" }, say("inv_pins_none")),
      );
    drawn.pins = names;
    const kept = JSON.stringify(all);
    if (drawn.filters !== kept)
      replace(
        filters,
        all.length
          ? all.map((one) => invFilter(ctx, desk, one))
          : h("li", { class: "kd-soft" }, say("inv_filters_none")),
      );
    drawn.filters = kept;
    desk.learnGists(now.map((one) => one.ref));
  };
  return { element, update };
}

function invPin(ctx, desk, pin) {
  const { say } = ctx;
  const gist = desk.gist(pin.ref);
  const title = gist ? gist.title : pin.ref;
  const remark = h("input", {
    type: "text",
    maxlength: String(INV_REMARK),
    "aria-label": say("inv_remark_on", { what: title }),
    placeholder: say("inv_remark"),
    on: {
      input: () => invLater(desk, pin.ref, () => desk.remark(pin.ref, remark.value)),
      change: () => desk.flush(),
    },
  });
  remark.value = pin.remark;
  const open = invGistLink(ctx, desk, gist, title);
  const away = button("×", () => desk.unpin(pin.ref), {
    class: "kd-link",
    "aria-label": say("inv_unpin", { what: title }),
  });
  return h(
    "li",
    { "data-ref": pin.ref },
    h(
      "div",
      { class: "iv-pin-line" },
      h("span", {}, open, gist?.about ? h("small", {}, ` ${gist.about}`) : null),
      away,
    ),
    remark,
  );
}

// Leads to where it stands: in the log, or in its table.
function invGistLink({ say }, desk, gist, title) {
  if (gist?.look)
    return button(title, () => desk.look(gist.look), {
      class: "kd-link",
      title: say("inv_in_log"),
    });
  if (gist?.table)
    return button(title, () => desk.openTable(gist.table), {
      class: "kd-link",
      title: say("inv_in_table"),
    });
  return h("span", {}, title);
}

function invFilter(ctx, desk, { name, query }) {
  const { say } = ctx;
  return h(
    "li",
    { class: "iv-pin-line" },
    button(name, () => desk.look(query), { class: "kd-link" }),
    button("×", () => desk.dropFilter(name), {
      class: "kd-link",
      "aria-label": say("inv_drop_filter", { name }),
    }),
  );
}

// Keeping the filter that stands takes a name; the field comes with one, and whoever goes on without
// another keeps it under that.
function invKeepFilter(ctx, desk) {
  const { say } = ctx;
  const field = h("input", {
    type: "text",
    maxlength: "60",
    "aria-label": say("inv_filter_name"),
    placeholder: say("inv_filter_name"),
  });
  const keep = () => {
    const name = field.value.trim();
    if (form.hidden || !name) return;
    form.hidden = true;
    start.hidden = false;
    desk.keepFilter(name);
  };
  const save = () => {
    keep();
    return (start.hidden ? field : start).focus();
  };
  field.addEventListener("blur", keep);
  const form = h("div", { class: "iv-keep", hidden: true }, field, button(say("inv_keep"), save));
  const start = button(
    say("inv_keep_this"),
    () => {
      field.value = invFreeName(desk, invQueryWords(ctx, desk.query).slice(0, 56));
      form.hidden = false;
      start.hidden = true;
      field.focus();
      field.select();
    },
    { class: "kd-link" },
  );
  field.addEventListener("keydown", (event) => {
    if (event.key === "Enter") {
      event.preventDefault(); // it would press the button that comes in its place
      save();
    }
    if (event.key !== "Escape") return;
    form.hidden = true;
    start.hidden = false;
    start.focus();
  });
  const update = () => {
    start.disabled = invIsEmpty(desk.query);
    start.title = start.disabled ? say("inv_keep_first") : "";
  };
  return { element: h("div", {}, start, form), update };
}

// A name that no kept filter has: a second one of the same words must not take its place.
function invFreeName(desk, words) {
  const known = desk.filters().map((one) => one.name);
  let name = words;
  for (let number = 2; known.includes(name); number += 1) name = `${words} ${number}`;
  return name;
}

const INV_PAUSE = 500; // milliseconds without a letter until what is written goes to the records

function invLater(desk, name, act) {
  window.clearTimeout(desk.timers[name]);
  desk.timers[name] = window.setTimeout(() => {
    delete desk.timers[name];
    act();
  }, INV_PAUSE);
  desk.pending[name] = act;
}
