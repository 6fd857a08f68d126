// The chart by kind is drawn by the kernel once somebody looks at the figures.
export default {
  render({ model, el }) {
    const onMessage = (message) => {
      const place = message.type === "kinds_chart" && el.querySelector(".tx-chart");
      if (place) showChart(place, message);
    };
    model.on("msg:custom", onMessage);
    const stop = startLab(el, model, { work: textWork, figures: textFigures, review: textReview });
    return () => {
      model.off("msg:custom", onMessage);
      stop();
    };
  },
};
