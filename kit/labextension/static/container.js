// A module-federation container written by hand: JupyterLab loads this script, hands over the
// packages it shares (`init`) and asks for our plugins (`get`). No build step, no bundler.
(() => {
  const name = "customer-info-kit";
  const here = new URL(".", document.currentScript.src);
  let scope = {};

  async function shared(packageName) {
    const versions = Object.values(scope[packageName] ?? {});
    return versions.length ? (await versions[0].get())() : null;
  }

  async function packages() {
    const names = {
      apputils: "@jupyterlab/apputils",
      launcher: "@jupyterlab/launcher",
      notebook: "@jupyterlab/notebook",
      translation: "@jupyterlab/translation",
      ui: "@jupyterlab/ui-components",
    };
    const loaded = Object.entries(names).map(async ([key, full]) => [key, await shared(full)]);
    return Object.fromEntries(await Promise.all(loaded));
  }

  function addStyle() {
    const link = document.createElement("link");
    link.rel = "stylesheet";
    link.href = new URL("style.css", here).href;
    document.head.append(link);
  }

  window._JUPYTERLAB = window._JUPYTERLAB ?? {};
  window._JUPYTERLAB[name] = {
    init(given) {
      scope = given;
    },
    async get(module) {
      if (module !== "./extension") {
        throw new Error(`${name} has no module ${module}`);
      }
      const { plugins } = await import(new URL("plugins.js", here).href);
      const made = plugins(await packages());
      addStyle();
      return () => ({ __esModule: true, default: made });
    },
  };
})();
