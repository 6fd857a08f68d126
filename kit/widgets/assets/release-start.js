// The kernel counts the groups after every choice; the chart is drawn once the figures are shown.
export default {
  render({ model, el }) {
    const onMessage = (message) => {
      if (message.type === "groups") {
        model.get("live").groups = message.groups;
        el.querySelector(".rl-live")?.redraw(message.groups, true);
      }
      const place = message.type === "groups_chart" && el.querySelector(".rl-chart");
      if (place) showChart(place, message);
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
