// Runs before the page is painted: "auto" follows the system's choice, and keeps following it.
(() => {
  const root = document.documentElement;
  root.classList.remove("no-js");
  if (root.dataset.themeChoice !== "auto") return;
  const dark = window.matchMedia("(prefers-color-scheme: dark)");
  const apply = () => {
    root.dataset.bsTheme = dark.matches ? "dark" : "light";
  };
  dark.addEventListener("change", apply);
  apply();
})();
