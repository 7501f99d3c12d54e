// Saves a form's draft while one types: <form data-autosave-url="…"> posts itself there, and the element
// with [data-autosave-status] says when it was last saved. The server answers JSON {"saved_at": "12:04"}
// (or {"version": 3} too, which goes into the form's `version` field).
(() => {
  const PAUSE = 1200;
  const LATER = 20000;
  const setUp = (form) => {
    const status = form.querySelector("[data-autosave-status]") || document.querySelector("[data-autosave-status]");
    let timer;
    let sending = false;
    let again = false;
    const say = (text) => {
      if (status) status.textContent = text;
    };
    const send = async () => {
      if (sending) {
        again = true;
        return;
      }
      sending = true;
      try {
        const answer = await fetch(form.dataset.autosaveUrl, {
          method: "POST",
          body: new FormData(form),
          headers: { Accept: "application/json", "X-Requested-With": "XMLHttpRequest" },
        });
        if (answer.redirected || answer.status === 401 || answer.status === 403) {
          say(status?.dataset.signedOutText ?? "");
          return;
        }
        if (answer.status === 429) {
          say(status?.dataset.laterText ?? "");
          timer = setTimeout(send, LATER);
          return;
        }
        if (!answer.ok) throw new Error(String(answer.status));
        const said = await answer.json();
        if (said.version !== undefined && form.elements.version) form.elements.version.value = said.version;
        say(status?.dataset.savedText?.replace("{time}", said.saved_at) ?? said.saved_at);
      } catch {
        say(status?.dataset.failedText ?? "");
      } finally {
        sending = false;
        if (again) {
          again = false;
          send();
        }
      }
    };
    form.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(send, PAUSE);
    });
    form.addEventListener("submit", () => clearTimeout(timer));
  };
  document.addEventListener("DOMContentLoaded", () => {
    document.querySelectorAll("form[data-autosave-url]").forEach(setUp);
  });
})();
