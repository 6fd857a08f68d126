// The questions that a choice or two answers, and the list of all forms.

// A choice among codes, each explained under its title; those of a group stand under its name.
function invChoice({ label, options, chosen, choose, compact = false }) {
  const name = `kd-${newKey()}`;
  const inputs = new Map();
  const entries = options.map(({ code, title, about, group }, n) => {
    const input = h("input", {
      type: "radio",
      name,
      value: code,
      on: { change: () => choose(code) },
    });
    inputs.set(code, input);
    const entry = h(
      "label",
      { class: "iv-option" },
      input,
      h("span", {}, title, about && !compact ? h("small", {}, about) : null),
    );
    const first = group && group !== options[n - 1]?.group;
    return first ? [h("b", { class: "iv-group" }, group), entry] : [entry];
  });
  const element = h(
    "fieldset",
    { class: `iv-choice${compact ? " iv-compact" : ""}` },
    label ? h("legend", {}, label) : null,
    h("div", { class: "iv-options" }, entries.flat()),
  );
  const update = (value) => {
    inputs.forEach((input, code) => {
      input.checked = code === value;
      input.closest("label").classList.toggle("on", code === value);
    });
  };
  if (chosen !== undefined) update(chosen);
  return { element, update };
}

function invFormWhat(ctx, own, { answer, save }) {
  const { types, grounds } = ctx.page.task.choices;
  const type = invChoice({
    label: ctx.say("inv_what_type"),
    options: types,
    choose: (code) =>
      save({ type: code, ground: code === "nothing" ? (answer().ground ?? null) : null }),
    compact: true,
  });
  const about = h("div", { class: "kd-note iv-told", "aria-live": "polite" });
  const ground = invChoice({
    label: ctx.say("inv_what_ground"),
    options: grounds,
    choose: (code) => save({ type: "nothing", ground: code }),
  });
  const update = (value) => {
    type.update(value.type);
    ground.update(value.ground);
    ground.element.hidden = value.type !== "nothing";
    const found = types.find((one) => one.code === value.type);
    about.hidden = !found?.about;
    about.textContent = found?.about ?? "";
  };
  return { element: h("div", {}, type.element, about, ground.element), update };
}

function invFormWhen(ctx, own, { answer, save }) {
  const { say } = ctx;
  const put = (side) => {
    const { since = null, until = null } = answer();
    save({ since, until, ...side });
  };
  const since = invMomentField(ctx, say("inv_when_since"), (moment) => put({ since: moment }));
  const until = invMomentField(ctx, say("inv_when_until"), (moment) => put({ until: moment }));
  const clean = (since, until) =>
    save({ since: since?.slice(0, 16) ?? null, until: until?.slice(0, 16) ?? null });
  const take = button(say("inv_when_window"), () =>
    clean(own.desk.query.since, own.desk.query.until),
  );
  const pins = button(say("inv_when_pins"), () => {
    const times = own.desk
      .pins()
      .map((one) => own.desk.gist(one.ref)?.at)
      .filter(Boolean)
      .sort();
    if (times.length) clean(times[0], times.at(-1));
  });
  const told = h("p", { class: "kd-soft" });
  const element = h(
    "div",
    {},
    h(
      "div",
      { class: "iv-pair" },
      h("label", {}, say("inv_when_since"), since.field),
      h("label", {}, say("inv_when_until"), until.field),
    ),
    h("div", { class: "kd-row" }, take, pins),
    told,
  );
  const update = (value) => {
    since.show(value.since);
    until.show(value.until);
    take.disabled = !own.desk.query.since && !own.desk.query.until;
    take.title = take.disabled ? say("inv_when_no_window") : "";
    pins.disabled = !own.desk.pins().some((one) => own.desk.gist(one.ref)?.at);
    pins.title = pins.disabled ? say("inv_when_no_pins") : "";
    const order = value.since && value.until && value.since > value.until;
    const why = [take.title, pins.title].filter(Boolean).join(" ");
    told.textContent = order ? say("inv_window_order") : `${say("inv_when_note")} ${why}`;
    told.classList.toggle("kd-is-danger", Boolean(order));
  };
  return { element, update };
}

function invFormHow(ctx, own, { answer, save }) {
  const { channels, controls } = ctx.page.task.choices;
  const channel = invChoice({
    label: ctx.say("inv_how_channel"),
    options: channels,
    choose: (code) => save({ channel: code, control: answer().control ?? null }),
    compact: true,
  });
  const control = invChoice({
    label: ctx.say("inv_how_control"),
    options: controls,
    choose: (code) => save({ channel: answer().channel ?? null, control: code }),
  });
  control.element.classList.add("iv-wide");
  const update = (value) => {
    channel.update(value.channel);
    control.update(value.control);
  };
  return { element: h("div", {}, channel.element, control.element), update };
}

function invFormSensitive(ctx, own, { answer, save }) {
  const { say } = ctx;
  const { sensitive } = ctx.page.task.choices;
  const inputs = sensitive.map(({ code }) =>
    h("input", {
      type: "checkbox",
      value: code,
      on: {
        change: () => {
          const kinds = inputs.filter((one) => one.checked).map((one) => one.value);
          save({ kinds, children: answer().children ?? null });
        },
      },
    }),
  );
  const boxes = sensitive.map(({ title, about }, n) =>
    h(
      "label",
      { class: "iv-option" },
      inputs[n],
      h("span", {}, title, about ? h("small", {}, about) : null),
    ),
  );
  const children = invChoice({
    label: say("inv_children"),
    options: invYesNo(say),
    choose: (code) => save({ kinds: answer().kinds ?? [], children: code }),
    compact: true,
  });
  const carried = h("ul", { class: "kd-plain iv-carried" });
  const kinds = h(
    "fieldset",
    { class: "iv-choice" },
    h("legend", {}, say("inv_sensitive_kinds")),
    carried,
    h("div", { class: "iv-options" }, boxes),
  );
  const update = (value) => {
    invShowCarried(ctx, own, carried);
    inputs.forEach((one, n) => {
      one.checked = value.kinds.includes(one.value);
      boxes[n].classList.toggle("on", one.checked);
    });
    children.update(value.children);
  };
  return { element: h("div", {}, kinds, children.element), update };
}

// What the screens and files carried that are pinned or in the scope: which of it is sensitive is
// the question.
function invShowCarried(ctx, own, place) {
  const { page, say } = ctx;
  const { fields, names } = page.task;
  const refs = own.desk.pins().map((one) => one.ref);
  const { parts } = own.answerOf("scope") ?? {};
  const desk = { filters: own.desk.filters(), notes: "" };
  const asked = { what: "carried", refs, parts: parts ?? [], desk };
  const now = JSON.stringify(asked);
  if (place.dataset.asked === now) return;
  place.dataset.asked = now;
  ctx.lab.asker.ask("carried", asked, (data) => {
    const line = (view) => h("li", {}, h("b", {}, names.view[view]), " ", fields[view]);
    const none = h("li", { class: "kd-soft" }, say("inv_fields_none"));
    if (data) replace(place, data.views.length ? data.views.map(line) : none);
  });
}

function invYesNo(say) {
  return ["yes", "no"].map((code) => ({ code, title: say(`inv_${code}`) }));
}

function invFormOngoing(ctx, own, { save }) {
  const choice = invChoice({
    options: invYesNo(ctx.say),
    choose: (code) => save({ answer: code }),
    compact: true,
  });
  return { element: choice.element, update: (value) => choice.update(value.answer) };
}

// The pins are the answer: what is missing is pinned at the desk.
function invFormEvidence(ctx, own) {
  const { say } = ctx;
  const list = h("ol", { class: "iv-evidence" });
  const go = button(say("inv_pin_more"), () => own.turnTo("desk", own.question));
  const update = (value) => {
    const line = ({ ref, remark }) => {
      const gist = own.desk.gist(ref);
      return h(
        "li",
        {},
        h("b", {}, gist?.title ?? ref),
        gist?.about ? h("small", {}, ` ${gist.about}`) : null,
        remark ? h("p", {}, remark) : null,
      );
    };
    replace(
      list,
      value.pins.length
        ? value.pins.map(line)
        : h("li", { class: "kd-soft iv-bare" }, say("inv_pins_none")),
    );
  };
  return {
    element: h(
      "div",
      {},
      h("p", { class: "kd-soft" }, say("inv_evidence_note")),
      list,
      h("div", { class: "kd-row" }, go),
    ),
    update,
  };
}

const INV_FORMS = {
  what: invFormWhat,
  who: invFormWho,
  when: invFormWhen,
  how: invFormHow,
  scope: invFormScope,
  sensitive: invFormSensitive,
  ongoing: invFormOngoing,
  evidence: invFormEvidence,
  duties: invFormDuties,
};
