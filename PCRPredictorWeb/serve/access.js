// What the framework leaves out for whoever enlarges the page, listens to it, or reads it in a small window.
(() => {
  // The framework forbids to zoom with two fingers.
  document.querySelector("meta[name=viewport]").content = "width=device-width, initial-scale=1";

  // A number that was asked for is read from its beginning.
  document.addEventListener("click", (event) => {
    if (!event.target.closest?.("[data-testid=predict]")) return;
    for (const body of document.querySelectorAll(".side-body")) body.scrollTop = 0;
    document.querySelector(".side").scrollIntoView();
  });

  // The keyboard goes back to where it was before a dialog, which the framework forgets.
  const isOpen = (dialog) => dialog.classList.contains("v-overlay--active");
  document.addEventListener("focusin", ({ target, relatedTarget: opener }) => {
    const dialog = target.closest?.("[role=dialog], [role=alertdialog]");
    if (!dialog || !isOpen(dialog) || !opener || dialog.contains(opener)) return;
    const closing = new MutationObserver(() => {
      if (isOpen(dialog)) return;
      closing.disconnect();
      const { activeElement } = document;
      if (activeElement === document.body || dialog.contains(activeElement)) opener.focus({ preventScroll: true });
    });
    closing.observe(dialog, { attributeFilter: ["class"] });
  });

  // The framework's pictures come without words.
  const describe = () => {
    for (const picture of document.querySelectorAll("img.image-display-area:not([alt])")) {
      picture.alt = picture.closest(".layout-grid-item")?.querySelector(".view-hand")?.dataset.picture ?? "";
    }
  };
  new MutationObserver(describe).observe(document.body, { childList: true, subtree: true });
})();
