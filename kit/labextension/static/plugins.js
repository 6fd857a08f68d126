// The two plugins: lessons that open ready, and the course on the launcher.
import { addCourse } from "./course.js";
import { addLessons } from "./lessons.js";

export function plugins(jupyter) {
  const made = [
    {
      id: "customer-info-kit:lessons",
      description: "Runs a marked and trusted lesson when it opens and hides its code.",
      autoStart: true,
      requires: [jupyter.notebook.INotebookTracker],
      optional: [jupyter.translation.ITranslator, jupyter.apputils.ICommandPalette],
      activate: (app, tracker, translator, palette) =>
        addLessons(jupyter, app, tracker, language(translator), palette),
    },
  ];
  if (jupyter.launcher) {
    made.push({
      id: "customer-info-kit:course",
      description: "Lists the lessons with their progress on the launcher.",
      autoStart: true,
      requires: [jupyter.launcher.ILauncher],
      optional: [jupyter.translation.ITranslator],
      activate: (app, launcher, translator) =>
        addCourse(jupyter, app, launcher, language(translator)),
    });
  }
  return made;
}

function language(translator) {
  const code = translator?.languageCode ?? document.documentElement.lang ?? "en";
  return code.toLowerCase().startsWith("zh") ? "zh" : "en";
}
