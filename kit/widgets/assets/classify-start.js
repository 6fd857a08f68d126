// The heat map is drawn by the kernel once somebody looks at the figures.
export default {
  render({ model, el }) {
    const onMessage = (message) => {
      const place = message.type === "confusion_chart" && el.querySelector(".cf-chart");
      if (place) showChart(place, message);
    };
    model.on("msg:custom", onMessage);
    const stop = startLab(el, model, { work: workView, figures: figuresView, review: reviewView });
    return () => {
      model.off("msg:custom", onMessage);
      stop();
    };
  },
};
