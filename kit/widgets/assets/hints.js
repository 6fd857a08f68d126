// Hints cost points: the button says so before, the hint says so after. The kernel sends the words
// of a hint only when somebody asks for it. Those known from an earlier attempt lie open at once.

function hintButton(ctx) {
  const { page, say } = ctx;
  const { count, cost } = page.task.hints;
  if (!count) return null;
  const ask = () => {
    const next = String(ctx.live.hints.length + 1);
    ctx.saver.send({ type: "hint", attempt: page.attempt.id, item: next });
  };
  const element = button("", ask);
  return {
    element,
    update() {
      const asked = ctx.live.hints.length;
      const left = asked < count;
      const waiting = ctx.saver.all().some((one) => one.message.type === "hint");
      element.textContent = left
        ? say(cost ? "hint_next" : "hint_next_free", { number: asked + 1, total: count, cost })
        : say("hint_none_left");
      element.disabled = !left || waiting;
    },
  };
}

function showHints(ctx, place) {
  const { say, page, live } = ctx;
  const fresh = place.dataset.shown === "yes"; // those on record when the page opens are not spoken
  place.dataset.shown = "yes";
  if (place.childElementCount === live.hints.length) return;
  const { cost } = page.task.hints;
  const label = (n) => say(hintLabel(n, live.hints_known, cost), { number: n + 1, cost });
  replace(
    place,
    live.hints.map((text, n) => note("note", labelled(label(n), text))),
  );
  if (fresh) ctx.speak(`${label(live.hints.length - 1)} ${live.hints.at(-1)}`);
}

function hintLabel(n, known, cost) {
  if (n < known) return "hint_number_known";
  return cost ? "hint_number" : "hint_number_free";
}
