// A lesson is a notebook whose metadata says so: {"kit": {"lesson": "01"}}.
// It runs by itself only if it is also trusted, once per opened document.
import { keepCalm } from "./calm.js";
import { addTools, describe, hideCode, nameTab, shield, showNotice } from "./page.js";

export function addLessons(jupyter, app, tracker, language, palette) {
  const begun = new WeakSet();
  const calm = keepCalm(app);
  const prepare = async (panel) => {
    await panel.context.ready;
    if (isLesson(panel) && isTrusted(panel)) {
      dress(jupyter, app, panel, language);
      calm();
      if (!begun.has(panel.context)) {
        begun.add(panel.context);
        await run(jupyter, panel);
      }
    }
  };
  addCommands(jupyter, app, tracker, language, palette, calm);
  tracker.widgetAdded.connect((_, panel) => void prepare(panel));
  tracker.forEach((panel) => void prepare(panel));
  followLessonLinks(app, tracker);
}

export function lessonData(panel) {
  return panel.context.model.getMetadata("kit") ?? {};
}

function isLesson(panel) {
  return Boolean(lessonData(panel).lesson);
}

function isTrusted(panel) {
  const cells = [...panel.content.model.cells];
  return cells.every((cell) => cell.type !== "code" || cell.trusted);
}

function dress(jupyter, app, panel, language) {
  const own = lessonLanguage(panel) ?? language;
  panel.addClass("kit-lesson");
  panel.node.lang = own === "zh" ? "zh-CN" : own;
  panel.kitLanguage = own;
  hideCode(panel, true);
  shield(panel);
  addTools(jupyter, app, panel);
  const { title } = lessonData(panel);
  if (title) {
    nameTab(panel, title);
  }
}

// The language that the lesson says, or that of the folder it lies in.
function lessonLanguage(panel) {
  return lessonData(panel).language ?? panel.context.path.match(/(?:^|\/)(zh|en)\//)?.[1];
}

async function run(jupyter, panel) {
  const notice = showNotice(panel, "preparing");
  await panel.sessionContext.ready;
  await panel.revealed;
  if (panel.isDisposed) {
    return;
  }
  const { content, sessionContext } = panel;
  const kernel = sessionContext.session?.kernel;
  const cells = content.widgets.filter((cell) => cell.model.type === "code");
  const { NotebookActions } = jupyter.notebook;
  const once = () => NotebookActions.runCells(content, cells, sessionContext);
  const complete = kernel && (await throughRestarts(sessionContext, once));
  notice.remove();
  if (!complete && !panel.isDisposed) {
    showNotice(panel, "failed");
  }
  settle(panel);
}

// A kernel that died may be restarted by the server while the cells run; what was sent to the old
// one never answers, so they run once more on the new one.
async function throughRestarts(sessionContext, once) {
  for (let tries = 0; tries < 3; tries += 1) {
    const restarted = nextStatus(sessionContext, ["autorestarting", "dead"]);
    const outcome = await Promise.race([once(), restarted.reached.then(() => "restarted")]);
    restarted.forget();
    if (outcome !== "restarted") {
      return outcome;
    }
    const ready = nextStatus(sessionContext, ["idle"]);
    await Promise.race([ready.reached, new Promise((resolve) => window.setTimeout(resolve, 20000))]);
    ready.forget();
  }
  return false;
}

// A promise for the next time the kernel has one of these states, and a way to stop waiting.
function nextStatus(sessionContext, wanted) {
  let listen;
  const reached = new Promise((resolve) => {
    listen = (_, status) => wanted.includes(status) && resolve(status);
    sessionContext.statusChanged.connect(listen);
  });
  return { reached, forget: () => sessionContext.statusChanged.disconnect(listen) };
}

// Running is no edit: closing the page must not ask to save. Outputs still trickle in for a moment.
function settle(panel) {
  for (const delay of [0, 1500]) {
    window.setTimeout(() => {
      if (!panel.isDisposed) {
        panel.context.model.dirty = false;
      }
    }, delay);
  }
}

function addCommands(jupyter, app, tracker, language, palette, calm) {
  const current = () => tracker.currentWidget;
  const isCurrentLesson = () => current()?.hasClass("kit-lesson") ?? false;
  const say = (key) => describe(current(), language)[key];
  app.commands.addCommand("kit:toggle-code", {
    label: () => (current()?.hasClass("kit-code-hidden") ? say("showCode") : say("hideCode")),
    isVisible: isCurrentLesson,
    execute: () => {
      hideCode(current(), !current().hasClass("kit-code-hidden"));
      app.commands.notifyCommandChanged("kit:toggle-code");
      calm();
    },
  });
  app.commands.addCommand("kit:run-again", {
    label: () => say("rerun"),
    caption: () => say("rerunHelp"),
    isVisible: isCurrentLesson,
    execute: async () => {
      const panel = current();
      await panel.sessionContext.restartKernel();
      await run(jupyter, panel);
    },
  });
  app.commands.addCommand("kit:open-lesson", {
    label: (args) => args.label ?? say("home"),
    caption: (args) => args.caption ?? "",
    icon: (args) => args.icon,
    execute: ({ path }) =>
      app.commands.execute("docmanager:open", { path: path ?? sibling(current(), "00-welcome.ipynb") }),
  });
  tracker.currentChanged.connect(() => app.commands.notifyCommandChanged());
  for (const command of ["kit:toggle-code", "kit:run-again"]) {
    palette?.addItem({ command, category: describe(null, language).course });
  }
}

function sibling(panel, file) {
  const folder = panel.context.path.split("/").slice(0, -1);
  return [...folder, file].join("/");
}

// A view may link to another lesson with <a data-kit-open="01-classify-fields.ipynb">.
function followLessonLinks(app, tracker) {
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("[data-kit-open]");
    const panel = tracker.currentWidget;
    if (link && panel?.node.contains(link)) {
      event.preventDefault();
      const path = sibling(panel, link.dataset.kitOpen);
      void app.commands.execute("kit:open-lesson", { path });
    }
  });
}
