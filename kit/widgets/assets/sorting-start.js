// The heat map is drawn by the kernel once somebody looks at the figures; then the same numbers
// as a table are there for whoever unfolds them.
export default {
  render({ model, el }) {
    const onMessage = (message) => {
      const place = message.type === "sorting_chart" && el.querySelector(".so-chart");
      if (!place || !message.svg) return;
      showChart(place, message);
      el.querySelector(".so-numbers").open = false;
    };
    model.on("msg:custom", onMessage);
    const stop = startLab(el, model, { work: sortWork, figures: sortFigures, review: sortReview });
    return () => {
      model.off("msg:custom", onMessage);
      stop();
    };
  },
};
