// While a lesson stands alone with its code hidden, the bars around it step back.
const BARS = new Set(["jp-top-panel", "jp-menu-panel", "jp-bottom-panel"]);

export function keepCalm(app) {
  const { shell } = app;
  const apply = () => setBars(shell, !isCalm(shell));
  void app.restored.then(apply);
  shell.currentChanged?.connect(apply);
  return apply;
}

function isCalm(shell) {
  const current = shell.currentWidget;
  const alone = shell.mode === "single-document";
  return alone && Boolean(current?.hasClass("kit-lesson") && current.hasClass("kit-code-hidden"));
}

function setBars(shell, visible) {
  for (const bar of shell.layout?.widgets ?? []) {
    if (BARS.has(bar.id)) {
      bar.setHidden(!visible);
    }
  }
  for (const side of ["left", "right"]) {
    if (shell.isSideTabBarVisible?.(side) === !visible) {
      shell.toggleSideTabBarVisibility(side);
    }
  }
  if (!visible) {
    shell.collapseLeft?.();
    shell.collapseRight?.();
  }
}
