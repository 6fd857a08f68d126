// What the case file holds and how it changes: pins are the answer to "evidence", filters and notes
// are the desk's own. Titles of what is pinned come from the kernel.

function invCaseActs(ctx, desk) {
  const { say } = ctx;
  const gists = invGists(ctx);
  const value = (key) => itemAnswer(ctx, key) ?? ctx.page.task.blank[key];
  desk.canPin = !desk.readOnly && Boolean(ctx.page.task.blank.evidence);
  desk.pins = () => value("evidence")?.pins ?? [];
  desk.deskValue = () => value("desk");
  desk.filters = () => desk.deskValue().filters ?? [];
  const savePins = (pins) => saveItem(ctx, "evidence", { pins });
  desk.pin = (ref) => {
    if (!desk.canPin || desk.pins().some((one) => one.ref === ref)) return;
    if (desk.pins().length >= INV_PINS) {
      ctx.speak(say("inv_pins_full", { count: INV_PINS }));
      return;
    }
    savePins([...desk.pins(), { ref, remark: "" }]);
    ctx.speak(say("inv_pinned_aloud", { count: desk.pins().length }));
  };
  desk.unpin = (ref) => savePins(desk.pins().filter((one) => one.ref !== ref));
  desk.remark = (ref, remark) =>
    savePins(desk.pins().map((one) => (one.ref === ref ? { ...one, remark } : one)));
  desk.saveDesk = (change) => saveItem(ctx, "desk", { ...desk.deskValue(), ...change });
  desk.keepFilter = (name) => {
    const others = desk.filters().filter((one) => one.name !== name);
    desk.saveDesk({ filters: [...others, { name, query: invPlainQuery(desk.query) }] });
    ctx.speak(say("inv_kept_aloud", { name }));
  };
  desk.dropFilter = (name) =>
    desk.saveDesk({ filters: desk.filters().filter((one) => one.name !== name) });
  desk.gist = (ref) => gists.get(ref);
  desk.gistsKnown = () => desk.pins().filter((one) => gists.has(one.ref)).length;
  desk.learnGists = (refs) => {
    const missing = refs.filter((ref) => !gists.has(ref));
    if (!missing.length) return;
    desk.ask("gists", { what: "gists", refs: missing }, (data) => {
      if (!data) return;
      Object.entries(data.gists).forEach(([ref, gist]) => gists.set(ref, gist));
      desk.file?.update();
      desk.onGists?.();
    });
  };
}

// What pins are called, of one attempt in one language: other cases have reports of the same ids.
function invGists({ lab, page, locale }) {
  const whose = `${page.attempt?.id} ${locale}`;
  if (lab.gists?.whose !== whose) lab.gists = { whose, known: new Map() };
  return lab.gists.known;
}
