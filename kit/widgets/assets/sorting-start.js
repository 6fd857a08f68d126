export default {
  render({ model, el }) {
    return startLab(el, model, { work: sortWork, figures: sortFigures, review: sortReview });
  },
};
