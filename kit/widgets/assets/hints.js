// Hints cost nothing; that somebody asked is kept with the attempt.

function hintButton(ctx, place) {
  const { page, say } = ctx;
  const total = page.task.hints.length;
  if (!total) return null;
  const ask = () => {
    const next = Math.min(total, ctx.live.hints + 1);
    ctx.saver.send({ type: "hint", attempt: page.attempt.id, item: String(next) });
    showHints(ctx, place, next);
    ctx.speak(page.task.hints[next - 1]);
  };
  return button(say("hint", { total }), ask);
}

function showHints(ctx, place, upTo = ctx.live.hints) {
  const shown = ctx.page.task.hints.slice(0, upTo);
  replace(
    place,
    shown.map((text, n) =>
      note("note", h("b", {}, ctx.say("hint_number", { number: n + 1 })), " ", text),
    ),
  );
}
