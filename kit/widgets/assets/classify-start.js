export default {
  render({ model, el }) {
    return startLab(el, model, { work: workView, figures: figuresView, review: reviewView });
  },
};
