export default {
  render({ model, el }) {
    return startWelcome(el, model);
  },
};
