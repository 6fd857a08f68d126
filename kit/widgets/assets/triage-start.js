export default {
  render({ model, el }) {
    const ears = {};
    const stop = startLab(el, model, {
      work: (ctx) => {
        ears.ctx = ctx;
        return triageWork(ctx);
      },
      figures: triageFigures,
      review: triageReview,
    });
    const onMessage = (message) => {
      if (message.type === "detail") ears.ctx?.onDetail?.(message);
    };
    model.on("msg:custom", onMessage);
    return () => {
      model.off("msg:custom", onMessage);
      stop();
    };
  },
};
