// Shows a part of a form only for some answers: <div data-show-when="happened" data-show-for="cancelled missed">.
// Without an answer, and without JavaScript, every part is there.
(() => {
  const setUp = (part) => {
    const form = part.closest("form");
    const wanted = part.dataset.showFor.split(" ");
    const update = () => {
      const chosen = form.querySelector(`[name="${part.dataset.showWhen}"]:checked`)?.value;
      part.hidden = chosen ? !wanted.includes(chosen) : wanted[0] !== "held";
    };
    form.addEventListener("change", update);
    update();
  };
  document.addEventListener("DOMContentLoaded", () => document.querySelectorAll("[data-show-when]").forEach(setUp));
})();
