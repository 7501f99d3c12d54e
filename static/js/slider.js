// Keeps the number beside a slider up to date.
document.addEventListener("input", (e) => {
  const shown = e.target.matches?.("input[type=range]") && document.querySelector(`output[for="${e.target.id}"]`);
  if (shown) shown.textContent = e.target.value;
});
