// Pages with a passkey: show what needs one where the browser has them, and say so when the device refuses.
(() => {
  if (window.PublicKeyCredential) {
    document.querySelectorAll("[data-passkey-only]").forEach((part) => { part.hidden = false; });
  }
  document.addEventListener("allauth.error", (event) => {
    event.preventDefault();
    document.querySelectorAll("[data-passkey-failed]").forEach((part) => { part.hidden = false; });
  });
})();
