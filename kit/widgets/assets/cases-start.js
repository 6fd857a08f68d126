export default {
  render({ model, el }) {
    return startLab(el, model, { work: casesWork, review: casesReview });
  },
};
