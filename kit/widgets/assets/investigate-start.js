// What the kernel finds in the log comes back to whoever asked.
export default {
  render({ model, el }) {
    const lab = { work: invWork, figures: invFigures, review: invReview, brief: invBrief };
    lab.asker = invAsker({ send: (message) => model.send(message) });
    const onMessage = (message) => message.type === "told" && lab.asker.told(message);
    model.on("msg:custom", onMessage);
    const stop = startLab(el, model, lab);
    return () => {
      model.off("msg:custom", onMessage);
      stop();
    };
  },
};
