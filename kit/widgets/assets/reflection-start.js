export default {
  render({ model, el }) {
    return startReflection(el, model);
  },
};
