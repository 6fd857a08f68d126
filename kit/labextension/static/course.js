// The course on the launcher: one card per lesson, with what has been reached in it.
import { words } from "./words.js";

const ICON = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" width="24">
<path class="kit-icon-line" fill="none" stroke="#0f5f6b" stroke-width="1.6" stroke-linejoin="round"
 d="M4 5.5c3-1 5.500-.8 8 .7 2.500-1.500 5-1.700 8-.7v13c-3-1-5.500-.8-8 .7-2.500-1.500-5-1.700-8-.7zM12 6.200v13"/></svg>`;

export function addCourse(jupyter, app, launcher, language) {
  const icon = new jupyter.ui.LabIcon({ name: "customer-info-kit:lesson", svgstr: ICON });
  let shown = [];
  const refresh = async () => {
    const lessons = await fetchLessons(app, language);
    shown.forEach((item) => item.dispose());
    shown = lessons.map((lesson, rank) => launcher.add(card(lesson, rank, icon, language)));
  };
  void refresh();
  app.shell.currentChanged?.connect((_, change) => {
    if (change.newValue?.content?.hasClass?.("jp-Launcher")) {
      void refresh();
    }
  });
}

// `kit lab` writes course.json beside the lessons; the store keeps progress.json there up to date.
async function fetchLessons(app, language) {
  const [course, progress] = await Promise.all(["course.json", "progress.json"].map((name) => read(app, name)));
  const reached = progress?.lessons ?? {};
  return (course?.[language] ?? []).map((lesson) => ({ ...lesson, reached: reached[lesson.name] }));
}

async function read(app, path) {
  try {
    const options = { type: "file", format: "text", content: true };
    return JSON.parse((await app.serviceManager.contents.get(path, options)).content);
  } catch {
    return null; // another server than ours, or nothing reached yet
  }
}

function card(lesson, rank, icon, language) {
  const say = words(language);
  return {
    command: "kit:open-lesson",
    category: say.course,
    categoryRank: -1,
    rank,
    args: { path: lesson.path, label: label(lesson, say), caption: lesson.about, icon },
  };
}

function label(lesson, say) {
  const { done = 0, of = 0, best = null } = lesson.reached ?? {};
  if (of > 0 && done >= of) {
    return `${lesson.title}\n✓ ${say.done}${best == null ? "" : ` · ${say.score(best)}`}`;
  }
  if (done > 0 || best != null) {
    return `${lesson.title}\n${say.reached(done, of)}`;
  }
  return `${lesson.title}\n${say.minutes(lesson.minutes)}`;
}
