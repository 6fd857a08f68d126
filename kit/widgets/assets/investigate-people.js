// Two questions that need more than a choice: which accounts, and which customers.

function invFormWho(ctx, own, { answer, save }) {
  const { say, page } = ctx;
  const accounts = () => answer().accounts ?? [];
  const put = (list) => save({ accounts: [...new Set(list)], hand: answer().hand ?? null });
  const chips = h("div", { class: "iv-chips", role: "group", "aria-label": say("inv_accounts") });
  const found = h("ul", { class: "kd-plain iv-suggested" });
  const field = h("input", {
    type: "search",
    class: "iv-search",
    "aria-label": say("inv_account_search"),
    placeholder: say("inv_account_search"),
    on: { input: () => suggest() },
  });
  const suggest = () =>
    own.desk.ask(
      "accounts",
      { what: "accounts", search: field.value, pins: own.desk.pins().map((one) => one.ref) },
      (data) => {
        if (!data) return;
        const fresh = data.accounts.filter((one) => !accounts().includes(one.id));
        replace(
          found,
          fresh.map((one) =>
            h(
              "li",
              {},
              button(
                [h("b", {}, invNameAndId(one.title, one.id)), h("small", {}, ` ${one.about}`)],
                () => put([...accounts(), one.id]),
                { class: "kd-link" },
              ),
            ),
          ),
        );
        page.task.names["actor.user.uid"] ??= {};
        data.accounts.forEach((one) => (page.task.names["actor.user.uid"][one.id] = one.title));
      },
    );
  const hand = invChoice({
    label: say("inv_hand"),
    options: page.task.choices.hands,
    choose: (code) => save({ accounts: accounts(), hand: code }),
  });
  const shown = { accounts: null };
  const update = (value) => {
    hand.update(value.hand);
    const now = value.accounts.join(" ");
    if (shown.accounts === now) return;
    shown.accounts = now;
    const chip = (id) =>
      h(
        "button",
        {
          type: "button",
          class: "iv-chip",
          "aria-label": say("inv_remove", { what: invTold(ctx, "actor.user.uid", id) }),
          on: { click: () => put(accounts().filter((one) => one !== id)) },
        },
        h("span", {}, invNameAndId(invTold(ctx, "actor.user.uid", id), id)),
        h("b", { "aria-hidden": "true" }, "×"),
      );
    replace(
      chips,
      value.accounts.length
        ? value.accounts.map(chip)
        : h("span", { class: "kd-soft" }, say("inv_accounts_none")),
    );
    suggest();
  };
  const pick = h(
    "fieldset",
    { class: "iv-choice" },
    h("legend", {}, say("inv_accounts")),
    chips,
    field,
    found,
  );
  return { element: h("div", {}, pick, hand.element), update };
}

// A name and, small beside it, the id that its title ends with.
function invNameAndId(title, id) {
  const name = title.endsWith(` ${id}`) ? title.slice(0, -id.length - 1) : "";
  return name ? [name, h("small", { class: "iv-id" }, ` ${id}`)] : title;
}

const INV_KINDS = ["saved", "query", "file", "list", "ids", "everyone"];

// Whose data: kept filters, files, lists, pasted ids, or everybody; together each person once.
function invFormScope(ctx, own, { answer, save }) {
  const { say } = ctx;
  const parts = () => answer().parts ?? [];
  const put = (list) => save({ parts: list, count: answer().count ?? null });
  const list = h("ul", { class: "kd-plain iv-parts" });
  const total = h("p", { class: "iv-total", "aria-live": "polite" });
  const adding = h("div", { class: "iv-adding" });
  const kinds = INV_KINDS.map((kind) =>
    button(say(`inv_scope_${kind}`), () => start(kind), { class: "kd-pill" }),
  );
  const add = (part, more = false) => {
    if (!more) replace(adding);
    if (!parts().some((one) => JSON.stringify(one) === JSON.stringify(part)))
      put([...parts(), part]);
  };
  const start = (kind) => {
    if (kind === "everyone") return add({ kind });
    if (kind === "query") return add({ kind, query: invPlainQuery(own.desk.query) });
    replace(adding, INV_ADDING[kind](ctx, own, add));
    return adding.querySelector("input, textarea, button")?.focus();
  };
  const { sample } = ctx.page.task;
  const asked = say(sample > 1 ? "inv_scope_count_sample" : "inv_scope_count", { sample });
  const count = h("input", {
    type: "text",
    inputmode: "numeric",
    class: "iv-number-field",
    "aria-label": asked,
    on: {
      change: () => {
        const text = count.value.normalize("NFKC").replace(/[\s,]/g, "");
        const fits = /^\d{0,9}$/.test(text);
        count.setCustomValidity(fits ? "" : say("inv_scope_digits"));
        if (fits) save({ parts: parts(), count: text ? Number(text) : null });
        else count.reportValidity();
      },
    },
  });
  const element = h(
    "div",
    {},
    h(
      "div",
      { class: "iv-tools", role: "group", "aria-label": say("inv_scope_add") },
      h("span", { class: "kd-soft" }, say("inv_scope_add")),
      kinds,
    ),
    adding,
    list,
    total,
    h("label", { class: "iv-count-line" }, asked, " ", count),
    h("p", { class: "kd-soft" }, say("inv_scope_note")),
  );
  const shown = {};
  const update = (value) => {
    if (document.activeElement !== count)
      count.value = value.count === null || value.count === undefined ? "" : String(value.count);
    kinds[1].disabled = invIsEmpty(own.desk.query);
    kinds[0].disabled = !own.desk.filters().length;
    const now = JSON.stringify([value.parts, own.desk.filters()]);
    if (shown.now === now) return;
    shown.now = now;
    invResolve(ctx, own, value.parts, (data, error) => {
      const line = (part, n) =>
        invScopePart(ctx, data?.parts?.[n], part, () => put(parts().filter((one) => one !== part)));
      replace(list, value.parts.map(line));
      replace(
        total,
        error
          ? h("span", { class: "kd-is-danger" }, sign("danger"), " ", error)
          : value.parts.length && data
            ? say("inv_scope_total", { people: invGrouped(data.people) })
            : say("inv_scope_empty"),
      );
    });
  };
  return { element, update };
}

function invResolve(ctx, own, parts, react) {
  const desk = own.desk.deskValue();
  ctx.lab.asker.ask(
    "scope",
    { what: "scope", parts, desk: { filters: desk.filters, notes: "" } },
    react,
  );
}

function invScopePart(ctx, found, part, drop) {
  const { say } = ctx;
  const own = part.kind === "query" ? invQueryWords(ctx, part.query) : found?.title;
  const words = own ?? say(`inv_scope_${part.kind}`);
  const told = [
    found?.events === undefined || found.events === null
      ? null
      : say("inv_scope_events", { events: invGrouped(found.events) }),
    found ? say("inv_scope_people", { people: invGrouped(found.people) }) : null,
    found?.remark,
  ];
  return h(
    "li",
    { class: "iv-pin-line" },
    h("span", {}, words, h("small", {}, ` · ${told.filter(Boolean).join(" · ")}`)),
    button("×", drop, { class: "kd-link", "aria-label": say("inv_remove", { what: words }) }),
  );
}

// An entry to choose; once chosen it says so.
function invOffer(row, choose) {
  const offer = button(
    row.title,
    () => {
      choose(row.key);
      replace(offer, sign("ok"), " ", row.title);
      offer.disabled = true;
    },
    { class: "kd-link" },
  );
  return offer;
}

const INV_OFFERED = 40; // entries of a table to choose from

// A field that suggests entries of a table, the first of them for what is typed; it stays open, for
// there may be several to choose.
function invSuggest(ctx, own, { lane, table, label, choose }) {
  const found = h("ul", { class: "kd-plain iv-suggested" });
  const show = () =>
    own.desk.ask(
      lane,
      { what: "table", table, search: field.value, offset: 0, limit: INV_OFFERED },
      (data) => {
        if (!data) return;
        const rest = data.total - data.rows.length;
        replace(
          found,
          data.rows.length
            ? data.rows.map((row) => h("li", {}, invOffer(row, choose)))
            : h("li", { class: "kd-soft" }, ctx.say("inv_table_empty")),
          rest > 0 ? h("li", { class: "kd-soft" }, ctx.say("inv_offer_more", { count: rest })) : null,
        );
      },
    );
  const field = h("input", {
    type: "search",
    class: "iv-search",
    "aria-label": label,
    placeholder: label,
    on: { input: show },
  });
  show();
  return h("div", {}, field, found);
}

const INV_ADDING = {
  saved: (ctx, own, add) =>
    h(
      "ul",
      { class: "kd-plain iv-suggested" },
      own.desk.filters().map(({ name }) =>
        h(
          "li",
          {},
          button(name, () => add({ kind: "saved", name }), { class: "kd-link" }),
        ),
      ),
    ),
  file: (ctx, own, add) =>
    invSuggest(ctx, own, {
      lane: "pick",
      table: "files",
      label: ctx.say("inv_pick_file"),
      choose: (file) => add({ kind: "file", file }, true),
    }),
  list: (ctx, own, add) =>
    invSuggest(ctx, own, {
      lane: "pick",
      table: "segments",
      label: ctx.say("inv_pick_list"),
      choose: (segment) => add({ kind: "list", segment }, true),
    }),
  ids: (ctx, own, add) => {
    const text = h("textarea", {
      rows: "4",
      "aria-label": ctx.say("inv_scope_ids"),
      placeholder: ctx.say("inv_paste"),
    });
    const put = () => text.value.trim() && add({ kind: "ids", text: text.value });
    return h("div", {}, text, h("div", { class: "kd-row" }, button(ctx.say("inv_add"), put)));
  },
};
