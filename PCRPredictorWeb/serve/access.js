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

  // The framework's pictures come without words.
  const describe = () => {
    for (const picture of document.querySelectorAll("img.image-display-area:not([alt])")) {
      picture.alt = picture.closest(".layout-grid-item")?.querySelector(".view-hand")?.dataset.picture ?? "";
    }
  };
  new MutationObserver(describe).observe(document.body, { childList: true, subtree: true });
})();
