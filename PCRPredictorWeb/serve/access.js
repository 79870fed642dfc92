// What the framework leaves out for whoever enlarges the page or listens to it.
(() => {
  // It forbids to zoom with two fingers.
  document.querySelector("meta[name=viewport]").content = "width=device-width, initial-scale=1";

  // Its pictures come without words.
  const describe = () => {
    for (const picture of document.querySelectorAll("img.image-display-area:not([alt])")) {
      picture.alt = picture.closest(".layout-grid-item")?.querySelector(".view-hand")?.dataset.picture ?? "";
    }
  };
  new MutationObserver(describe).observe(document.body, { childList: true, subtree: true });
})();
