// Small tools to build a page: elements, words with placeholders, a voice for screen readers.

function h(tag, props = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === null || value === undefined || value === false) continue;
    if (name === "on") {
      for (const [event, react] of Object.entries(value)) element.addEventListener(event, react);
    } else if (name === "class") {
      element.className = value;
    } else if (name in element && typeof value === "boolean") {
      element[name] = value;
    } else {
      element.setAttribute(name, value === true ? "" : value);
    }
  }
  element.append(
    ...children
      .flat(Infinity)
      .filter((child) => child !== null && child !== undefined && child !== false),
  );
  return element;
}

// A keyed catalogue: say("submit_missing", {count: 3}).
function speaker(words) {
  return (id, values = {}) => {
    if (!(id in words)) throw new Error(`no words for ${id}`);
    return words[id].replace(/\{(\w+)\}/g, (_, name) => String(values[name]));
  };
}

// Words around a part that is an element: fill("see {law}", {law: link}).
function fill(text, parts) {
  return text.split(/(\{\w+\})/).map((piece) => parts[piece.slice(1, -1)] ?? piece);
}

function card(...children) {
  return h("section", { class: "kd-card" }, ...children);
}

function button(label, react, props = {}) {
  return h("button", { type: "button", ...props, on: { click: react } }, label);
}

// A label before a text; a full-width colon brings its own space.
function labelled(label, text) {
  return [h("b", {}, label), label.endsWith("：") ? "" : " ", text];
}

// A list to choose from that shows its choice in full, on two lines if need be; the list itself
// lies over the words, unseen, with all its keys.
function wrapSelect(select) {
  const words = h("span", { "aria-hidden": "true" });
  const element = h("span", { class: "kd-pick" }, words, select);
  const update = () => {
    words.textContent = select.selectedOptions[0]?.textContent ?? "";
    element.classList.toggle("kd-off", select.disabled);
  };
  return { element, update };
}

// A link that opens and closes something.
function foldButton(label, part) {
  const toggle = button(
    label,
    () => {
      part.hidden = !part.hidden;
      toggle.setAttribute("aria-expanded", String(!part.hidden));
    },
    { class: "kd-link", "aria-expanded": String(!part.hidden) },
  );
  return toggle;
}

function keys(...names) {
  return names.map((name) => [h("kbd", {}, name), " "]);
}

// Signs stand beside words, never alone; screen readers hear the words.
const SIGNS = { ok: "✓", note: "○", warn: "!", danger: "✗" };

function sign(severity) {
  return h("span", { class: `kd-sign kd-is-${severity}`, "aria-hidden": "true" }, SIGNS[severity]);
}

const KINDS = { ok: "", note: "", warn: " warn", danger: " bad" };

function note(severity, ...children) {
  return h("div", { class: `kd-note${KINDS[severity]}` }, ...children);
}

function replace(element, ...children) {
  element.replaceChildren(...children.flat(Infinity).filter(Boolean));
  return element;
}

// A polite voice; the same words twice in a row are still spoken.
function makeVoice() {
  const region = h("div", { class: "kd-sr", role: "status", "aria-live": "polite" });
  let turn = false;
  const speak = (text) => {
    turn = !turn;
    region.textContent = turn ? text : `${text}\u00a0`;
  };
  return { region, speak };
}

function isMac() {
  return /Mac|iP(hone|ad)/.test(navigator.platform);
}
