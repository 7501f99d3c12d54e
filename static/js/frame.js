// The frame's behaviour: focus after a refused form, one submit at a time, copy buttons, dialogs, menus.
(() => {
  const on = (event, selector, act) =>
    document.addEventListener(event, (e) => {
      const found = e.target instanceof Element && e.target.closest(selector);
      if (found) act(found, e);
    });
  const announce = (text) => {
    const region = document.getElementById("announcer");
    if (region) region.textContent = text;
  };

  // On a narrow screen the tabs scroll sideways: the one that is open is in sight.
  document.querySelector(".tabs [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });

  const focusErrors = (root) => root.querySelector?.(".error-summary")?.focus();

  // A second click while the first is under way does nothing; coming back with "Back" frees the form.
  document.addEventListener("submit", (e) => {
    const form = e.target;
    if (e.defaultPrevented || form.method !== "post" || form.dataset.repeat !== undefined) return;
    if (form.dataset.busy) {
      e.preventDefault();
      return;
    }
    form.dataset.busy = "1";
    e.submitter?.setAttribute("aria-busy", "true");
  });
  window.addEventListener("pageshow", () => {
    document.querySelectorAll("form[data-busy]").forEach((form) => delete form.dataset.busy);
    document.querySelectorAll("[aria-busy]").forEach((el) => el.removeAttribute("aria-busy"));
  });

  // How many characters still fit, or are too many.
  const tellRoom = (note) => {
    const typed = document.getElementById(note.dataset.leftOf)?.value ?? "";
    const left = note.dataset.room - [...typed.replace(/\r?\n/g, "\r\n")].length;
    note.textContent = (left < 0 ? note.dataset.over : note.dataset.words).replace("#", Math.abs(left).toLocaleString());
    note.hidden = !typed;
  };
  document.querySelectorAll("[data-left-of]").forEach(tellRoom);
  on("input", "textarea, input", (field) => {
    const note = document.querySelector(`[data-left-of="${field.id}"]`);
    if (note) tellRoom(note);
  });

  on("click", "[data-copy]", async (button) => {
    await navigator.clipboard.writeText(button.dataset.copy);
    announce(button.dataset.copied);
    const label = button.querySelector("[data-copy-label]");
    if (!label) return;
    const before = label.textContent;
    label.textContent = button.dataset.copied;
    setTimeout(() => (label.textContent = before), 2000);
  });

  on("click", "[data-dialog]", (opener, e) => {
    const dialog = document.getElementById(opener.dataset.dialog);
    if (!dialog) return;
    e.preventDefault();
    dialog.showModal();
  });
  on("click", "[data-dialog-close]", (button, e) => {
    e.preventDefault();
    button.closest("dialog").close();
  });
  on("click", "[data-print]", () => window.print());
  on("click", "[data-reload]", () => window.location.reload());

  // Tick every box of a list at once.
  on("change", "[data-check-all]", (box) => {
    document.querySelectorAll(box.dataset.checkAll).forEach((other) => {
      other.checked = box.checked;
    });
  });
  // What is ticked in a list goes along when a link of it leads to another page, order or filter of it.
  document.addEventListener("htmx:configRequest", (e) => {
    const form = e.detail.elt.matches("#list a[href]") && document.querySelector("#list form[data-ticks]");
    if (!form) return;
    const url = new URL(e.detail.path, window.location.href);
    const sent = new FormData(form);
    for (const name of form.dataset.ticks.split(" ")) {
      url.searchParams.delete(name);
      sent.getAll(name).forEach((value) => url.searchParams.append(name, value));
    }
    e.detail.path = url.pathname + url.search;
  });
  // The buttons about what is ticked leave the list: they are no change of it.
  on("click", "button[form][formaction]", (button, e) => {
    const form = button.form;
    if (form?.dataset.ticks === undefined) return;
    e.preventDefault();
    form.action = button.formAction;
    HTMLFormElement.prototype.submit.call(form);
    form.removeAttribute("action");
  });
  // Filters that send themselves; the button beside them stays for those without JavaScript.
  on("change", "form[data-auto-submit] select, form[data-auto-submit] input[type=checkbox]", (el) => el.form.requestSubmit());

  // Small menus are <details>: a click elsewhere or Escape closes them.
  document.addEventListener("click", (e) => {
    document.querySelectorAll("details.menu[open]").forEach((menu) => {
      if (!menu.contains(e.target)) menu.open = false;
    });
  });
  document.addEventListener("keydown", (e) => {
    if (e.key !== "Escape") return;
    const menu = e.target.closest?.("details.menu[open], details.frame-user[open]");
    if (!menu) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });

  document.addEventListener("DOMContentLoaded", () => {
    focusErrors(document);
    const worker = document.body.dataset.serviceWorker;
    if (worker && "serviceWorker" in navigator) navigator.serviceWorker.register(worker).catch(() => {});
  });
  document.addEventListener("htmx:beforeSwap", (e) => {
    if ([401, 409, 422].includes(e.detail.xhr.status)) {
      e.detail.shouldSwap = true;
      e.detail.isError = false;
    }
  });
  document.addEventListener("htmx:afterSwap", (e) => {
    focusErrors(e.detail.target);
    const said = e.detail.target.querySelector?.("[data-announce]");
    if (said) announce(said.dataset.announce || said.textContent.trim());
  });
  document.addEventListener("htmx:sendError", () => announce(document.body.dataset.offlineText));
})();
