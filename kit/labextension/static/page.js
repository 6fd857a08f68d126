// What a lesson's page looks like: its tools, its notices, its hidden code.
import { words } from "./words.js";

export function describe(panel, language) {
  return words(panel?.kitLanguage ?? language);
}

export function hideCode(panel, hidden) {
  panel.toggleClass("kit-code-hidden", hidden);
}

// With its code hidden a lesson is for reading and answering: a stray key or double click must not
// delete, cut or edit a cell. Keys with Ctrl or Cmd, and everything a view does itself, still work.
export function shield(panel) {
  const hidden = () => panel.hasClass("kit-code-hidden");
  panel.content.node.addEventListener("keydown", (event) => {
    if (hidden() && !event.ctrlKey && !event.metaKey) {
      event.stopPropagation();
    }
  });
  const stopEditing = (event) => {
    if (hidden() && event.target.closest(".jp-MarkdownCell")) {
      event.stopPropagation();
    }
  };
  panel.node.addEventListener("dblclick", stopEditing, { capture: true });
}

export function addTools(jupyter, app, panel) {
  const commands = app.commands;
  const button = (id, args = {}) => new jupyter.ui.CommandToolbarButton({ commands, id, args });
  const tools = [
    ["kit-home", button("kit:open-lesson", { label: describe(panel).home })],
    ["kit-run-again", button("kit:run-again")],
    ["kit-code", button("kit:toggle-code")],
  ];
  tools.forEach(([name, widget], place) => {
    widget.addClass("kit-tool");
    widget.addClass(name);
    panel.toolbar.insertItem(place, name, widget);
  });
}

// The browser's tab says which lesson it is; JupyterLab would name the file.
export function nameTab(panel, title) {
  const name = () => {
    if (panel.isVisible && document.title !== title) {
      document.title = title;
    }
  };
  const watch = new MutationObserver(name);
  watch.observe(document.querySelector("title"), { childList: true });
  panel.disposed.connect(() => watch.disconnect());
  name();
}

// A notice floats at the foot of the lesson, so that nothing moves when it comes and goes.
export function showNotice(panel, key) {
  panel.node.querySelector(":scope > .kit-notice")?.remove();
  const notice = document.createElement("div");
  notice.className = `kit-notice kit-notice-${key}`;
  notice.setAttribute("role", "status");
  panel.node.append(notice);
  notice.textContent = describe(panel)[key];
  return notice;
}
