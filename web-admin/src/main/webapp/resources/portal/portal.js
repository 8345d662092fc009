/* Behaviour of the portal's pages. No sentence stands here: what is said comes with the page. */
"use strict";

(() => {
  const byId = (id) => document.getElementById(id);
  const DRAFTS = "mayfly.draft:";

  /** What the pages' own actions call when the server has answered. */
  window.mayfly = {
    open(id) {
      const dialog = byId(id);
      if (!dialog.open) dialog.showModal();
      dialog.querySelector("[autofocus]")?.focus();
    },
    /** Closes the dialog unless the answer was a refusal; then the first wrong field has the focus. */
    done(args, id) {
      if (args?.validationFailed) {
        byId(id).querySelector("[aria-invalid='true'], [autofocus]")?.focus();
      } else {
        forgetDrafts();
        byId(id).close();
      }
    },
  };

  document.addEventListener("click", (event) => {
    const target = event.target.closest("[data-opens], [data-closes], [data-copies], [data-reveals], [data-toggles]");
    if (target === null) return;
    const { opens, closes, copies, reveals, toggles } = target.dataset;
    if (opens) window.mayfly.open(opens);
    if (closes) byId(closes).close();
    if (copies) copy(target, byId(copies));
    if (reveals) reveal(target, byId(reveals));
    if (toggles) {
      const open = byId(toggles).classList.toggle("mf-open");
      target.setAttribute("aria-expanded", String(open));
    }
  });

  async function copy(button, source) {
    const words = button.querySelector("span");
    const before = words.textContent;
    try {
      await navigator.clipboard.writeText(source.textContent.replaceAll(" ", ""));
      words.textContent = button.dataset.copied;
      setTimeout(() => { words.textContent = before; }, 2000);
    } catch {
      getSelection().selectAllChildren(source);
    }
  }

  function reveal(button, field) {
    const shown = field.type === "password";
    field.type = shown ? "text" : "password";
    button.setAttribute("aria-pressed", String(shown));
  }

  /* An open menu of networks closes when attention moves on. */
  document.addEventListener("click", (event) => {
    for (const menu of document.querySelectorAll("details.mf-switcher[open]")) {
      if (!menu.contains(event.target)) menu.open = false;
    }
  });
  document.addEventListener("keydown", (event) => {
    const menu = document.querySelector("details.mf-switcher[open]");
    if (event.key === "Escape" && menu !== null) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  });

  /* Settings with a live preview: the page's own command is run when typing pauses. */
  let pause = 0;
  const look = (event) => {
    const command = event.target.dataset?.live;
    if (!command) return;
    clearTimeout(pause);
    pause = setTimeout(() => window[command](), event.type === "input" ? 300 : 0);
  };
  document.addEventListener("input", look);

  /* What was typed survives the end of a session: kept in this tab until it is saved; never a secret. */
  const draftKey = (field) => DRAFTS + location.pathname + ":" + field.id;
  const drafted = () => document.querySelectorAll("[data-draft], [data-live]");
  const forgetDrafts = () => {
    for (const key of Object.keys(sessionStorage)) if (key.startsWith(DRAFTS)) sessionStorage.removeItem(key);
  };
  document.addEventListener("input", (event) => {
    const field = event.target;
    if (field.matches?.("[data-draft], [data-live]")) {
      sessionStorage.setItem(draftKey(field), field.type === "checkbox" ? String(field.checked) : field.value);
    }
  });
  function restoreDrafts() {
    let live = "";
    for (const field of drafted()) {
      const kept = sessionStorage.getItem(draftKey(field));
      if (kept === null) continue;
      if (field.type === "checkbox") field.checked = kept === "true";
      else field.value = kept;
      live = field.dataset.live ?? live;
      const dialog = field.closest("dialog");
      if (dialog !== null) window.mayfly.open(dialog.id);
    }
    /* After PrimeFaces has given its forms their nonce, or the request would be refused. */
    if (live) window.jQuery(() => window[live]());
  }

  /* Shortly before the session ends for want of activity, the page says so and offers to stay. */
  let lastAnswer = Date.now();
  function watchIdleness(notice) {
    const end = Number(notice.dataset.minutes) * 60_000;
    const stay = byId("stay");
    setInterval(() => {
      const idle = Date.now() - lastAnswer;
      if (idle > end + 5_000) location.reload();
      else if (idle > end - 110_000 && notice.hidden) notice.hidden = false;
    }, 5_000);
    stay.addEventListener("click", async () => {
      const answer = await fetch(document.querySelector(".mf-brand").href, { redirect: "error" }).catch(() => null);
      if (answer?.ok) {
        lastAnswer = Date.now();
        notice.hidden = true;
      } else {
        location.reload();
      }
    });
  }

  /* The set-up code stands after the # of the link: it never leaves the browser in an address. */
  function takeCodeFromFragment() {
    const field = document.querySelector("[data-from-fragment]");
    if (field === null || location.hash.length < 2) return;
    if (field.value === "") field.value = decodeURIComponent(location.hash.slice(1));
    byId(field.dataset.fromFragment).hidden = field.getAttribute("aria-invalid") !== "true";
  }

  document.addEventListener("DOMContentLoaded", () => {
    takeCodeFromFragment();

    for (const dialog of document.querySelectorAll("dialog[data-on-close]")) {
      dialog.addEventListener("close", () => window[dialog.dataset.onClose]());
    }

    if (new URLSearchParams(location.search).has("resumed")) {
      restoreDrafts();
      history.replaceState(null, "", location.pathname);
    } else if (byId("content") !== null) {
      forgetDrafts();
    }

    const notice = byId("idle");
    if (notice !== null) watchIdleness(notice);
    window.jQuery?.(document).on("pfAjaxComplete", () => {
      lastAnswer = Date.now();
      takeCodeFromFragment();
    });
  });
})();
