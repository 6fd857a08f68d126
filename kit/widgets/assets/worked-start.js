export default {
  render({ model, el }) {
    return startWorked(el, model);
  },
};
