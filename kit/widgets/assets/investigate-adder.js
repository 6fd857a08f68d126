// A condition by hand: column, how, value with what there is to choose from.
function invAdder(ctx, desk) {
  const { say } = ctx;
  const id = `kd-${newKey()}`;
  const columns = ctx.page.task.columns.filter((one) => one.ask);
  const option = (value, words) => h("option", { value }, words);
  const column = h(
    "select",
    { "aria-label": say("inv_column") },
    columns.map((one) => option(one.name, one.title)),
    option("customers", say("inv_customer")),
  );
  const how = h("select", { "aria-label": say("inv_how") });
  const value = h("input", {
    type: "text",
    list: id,
    "aria-label": say("inv_value"),
    placeholder: say("inv_value"),
  });
  const list = h("datalist", { id });
  const kindOf = () => columns.find((one) => one.name === column.value)?.kind ?? "text";
  const ops = {
    number: ["at_least", "at_most", "is"],
    text: ["is", "is_not", "contains", "empty", "not_empty"],
  };
  const suggest = () => {
    if (column.value === "customers" || kindOf() === "number") return replace(list);
    return desk.ask(
      "values",
      { what: "values", column: column.value, prefix: value.value },
      (data) => {
        if (!data) return;
        replace(
          list,
          data.values.map((one) => option(one.value, invTold(ctx, column.value, one.value))),
        );
      },
    );
  };
  const turn = () => {
    const wanted = column.value === "customers" ? ["is"] : (ops[kindOf()] ?? ops.text);
    replace(
      how,
      wanted.map((op) => option(op, say(`inv_how_${op}`))),
    );
    value.value = "";
    value.hidden = false;
    suggest();
  };
  const add = () => {
    const text = value.value.trim();
    const bare = ["empty", "not_empty"].includes(how.value);
    if (!text && !bare) return value.focus();
    if (column.value === "customers") {
      const customers = [
        ...new Set([...desk.query.customers, ...text.split(/[\s,，、;；]+/).filter(Boolean)]),
      ];
      desk.change({ ...desk.query, customers });
      value.value = "";
    } else
      desk.ask("condition", invTyped(column.value, how.value, text), (data, error) => {
        value.setCustomValidity(error ?? "");
        if (error) return value.reportValidity();
        Object.assign((ctx.page.task.names[data.condition.column] ??= {}), data.names);
        value.value = "";
        return desk.narrow(data.condition, desk.tab === "count" ? "count" : "log", true);
      });
    return value.focus();
  };
  column.addEventListener("change", turn);
  how.addEventListener("change", () => (value.hidden = ["empty", "not_empty"].includes(how.value)));
  value.addEventListener("input", () => value.setCustomValidity(""));
  value.addEventListener("input", suggest);
  const form = h(
    "div",
    { class: "iv-adder", hidden: true },
    column,
    how,
    value,
    list,
    button(say("inv_add"), add),
  );
  form.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.target === value) add();
    if (event.key !== "Escape") return;
    toggle.click();
    toggle.focus();
  });
  const toggle = foldButton(say("inv_add_condition"), form);
  toggle.addEventListener("click", () => !form.hidden && column.focus());
  turn();
  return { form, button: toggle };
}

// What was typed is in the words of the page; the kernel knows which codes are meant.
function invTyped(column, op, text) {
  return { what: "condition", column, op, text: ["empty", "not_empty"].includes(op) ? "" : text };
}
