// Fetching files from the server, and its keys; everything else of the page is the server's.
(() => {
  const download = (name) => {
    const link = document.createElement("a");
    link.href = `download/${encodeURIComponent(name)}`;
    link.download = name;
    link.click();
  };

  document.addEventListener("keydown", (event) => {
    const typing = /^(INPUT|TEXTAREA)$/.test(event.target.tagName) && event.target.type !== "range";
    if (typing || !(event.ctrlKey || event.metaKey)) return;
    const key = event.key.toLowerCase();
    if (key === "z" || key === "y") {
      event.preventDefault();
      window.trame.trigger(key === "y" || event.shiftKey ? "redo" : "undo", []);
    }
  });

  window.pcrPredictor = { download };
})();
