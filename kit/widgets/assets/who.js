// Who is learning: first what is stored, where, who sees it and how long; then a name.

function renderWho({ page, say, send, speak }) {
  const box = card(h("h3", {}, say("who_title")), storageNotice(page, say));
  if (page.people.length) box.append(peopleChoice(page, say, send));
  const form = nameForm(say, send, page.people.length === 0);
  box.append(form.element);
  const trouble = h("p", { class: "kd-is-danger", role: "alert" });
  box.append(trouble);
  return {
    element: box,
    refused(words) {
      form.ready(true);
      trouble.textContent = `✗ ${words}`;
      speak(words);
    },
  };
}

function storageNotice(page, say) {
  const entry = (id, text) => [h("dt", {}, say(`store_${id}`)), h("dd", {}, text)];
  return h(
    "dl",
    { class: "kd-facts" },
    entry("what", say("store_what_text")),
    entry("where", [h("code", {}, page.records), h("br"), say("store_where_text")]),
    entry("who", say("store_who_text")),
    entry("long", say("store_long_text")),
  );
}

function peopleChoice(page, say, send) {
  const names = page.people.map((person) => {
    const now = page.person?.id === person.id;
    const choose = () => send({ type: "choose_person", person: person.id });
    return button(person.nickname, choose, {
      class: now ? "kd-pill on" : "kd-pill",
      "aria-pressed": String(now),
    });
  });
  return h(
    "div",
    { class: "kd-row", role: "group", "aria-label": say("who_known") },
    h("span", {}, say("who_known")),
    names,
  );
}

function nameForm(say, send, primary) {
  const input = h("input", {
    type: "text",
    maxlength: "24",
    id: `kd-name-${newKey()}`,
    autocomplete: "off",
    required: true,
  });
  const start = h(
    "button",
    { type: "submit", class: primary ? "kd-primary" : "" },
    say("who_start"),
  );
  const ready = (yes) => {
    start.disabled = !yes;
    start.textContent = say(yes ? "who_start" : "who_wait");
  };
  const submit = (event) => {
    event.preventDefault();
    ready(false);
    send({ type: "add_person", nickname: input.value });
  };
  const element = h(
    "form",
    { class: "kd-row", on: { submit } },
    h("label", { for: input.id }, say(primary ? "who_name" : "who_other")),
    input,
    start,
    h("small", {}, say("who_advice")),
  );
  return { element, ready };
}
