export default {
  render({ model, el }) {
    return startLab(el, model, {
      work: casesWork,
      figures: casesFigures,
      review: casesReview,
    });
  },
};
