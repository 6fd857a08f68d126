// Where somebody is in a lab outlives a reload and the way into the other language: the step, the
// item, and whether the lab was in sight.

const PLACE = "kit-place";
const SETTLING = [0, 250, 800, 1600]; // milliseconds in which a notebook still moves its cells

function keepPlace(ctx, state) {
  const leave = () => {
    const box = ctx.desk.root.getBoundingClientRect();
    const seen = box.height > 0 && box.top < window.innerHeight / 2 && box.bottom > 0;
    const { lab, exercise } = ctx.page.task;
    const item = state.view?.now ?? null;
    const place = { lab, exercise, step: state.step, item, seen };
    if (seen) sessionStorage.setItem(PLACE, JSON.stringify(place));
  };
  window.addEventListener("pagehide", leave);
  return () => window.removeEventListener("pagehide", leave);
}

// The place that this lab was left at just now, once.
function takePlace({ page }) {
  const place = JSON.parse(sessionStorage.getItem(PLACE) ?? "null");
  const { lab, exercise } = page.task;
  if (place?.lab !== lab || place.exercise !== exercise) return null;
  sessionStorage.removeItem(PLACE);
  return place;
}

function returnTo(ctx, state, { item, step }) {
  const stop = new AbortController();
  const asked = ["wheel", "pointerdown", "keydown", "touchmove"];
  const options = { capture: true, signal: stop.signal };
  for (const name of asked) window.addEventListener(name, () => stop.abort(), options);
  const arrive = () => {
    if (stop.signal.aborted || !ctx.desk.root.isConnected) return;
    ctx.desk.root.scrollIntoView({ block: "start" });
    if (item !== null && state.step === step) state.view?.goTo?.(item);
  };
  for (const delay of SETTLING) window.setTimeout(arrive, delay);
  window.setTimeout(() => stop.abort(), SETTLING.at(-1) + 1);
}
