// The kernel counts the groups after every choice; the page shows them.
export default {
  render({ model, el }) {
    const onMessage = (message) => {
      if (message.type === "groups") {
        model.get("live").groups = message.groups;
        el.querySelector(".rl-live")?.redraw(message.groups, true);
      }
    };
    const onLive = () => el.querySelector(".rl-live")?.redraw(model.get("live").groups, false);
    model.on("msg:custom", onMessage);
    model.on("change:live", onLive);
    const views = { work: releaseWork, figures: releaseFigures, review: releaseReview };
    const stop = startLab(el, model, views);
    return () => {
      model.off("msg:custom", onMessage);
      model.off("change:live", onLive);
      stop();
    };
  },
};
