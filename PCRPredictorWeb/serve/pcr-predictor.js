// Sending files to the server and fetching them from it; everything else of the page is the server's.
(() => {
  const send = async (file, as) => {
    const query = new URLSearchParams({ name: file.name, as });
    try {
      const answer = await fetch(`upload?${query}`, { method: "POST", body: file });
      // 422 is a refusal, which the page says already.
      if (!answer.ok && answer.status !== 422) throw new Error(answer.statusText);
    } catch (error) {
      window.trame.trigger("upload_failed", [file.name]);
    }
  };

  const sendAll = async (files, as) => {
    for (const file of [...files]) await send(file, as);
  };

  const pick = (as) => {
    const input = document.createElement("input");
    input.type = "file";
    input.multiple = true;
    input.onchange = () => sendAll(input.files, as);
    input.click();
  };

  const download = (name) => {
    const link = document.createElement("a");
    link.href = `download/${encodeURIComponent(name)}`;
    link.download = name;
    link.click();
  };

  document.addEventListener("dragover", (event) => event.preventDefault());
  document.addEventListener("drop", (event) => {
    event.preventDefault();
    sendAll(event.dataTransfer.files, "");
  });
  document.addEventListener("keydown", (event) => {
    const typing = /^(INPUT|TEXTAREA)$/.test(event.target.tagName) && event.target.type !== "range";
    if (typing || !(event.ctrlKey || event.metaKey)) return;
    const key = event.key.toLowerCase();
    if (key === "z" || key === "y") {
      event.preventDefault();
      window.trame.trigger(key === "y" || event.shiftKey ? "redo" : "undo", []);
    }
  });

  window.pcrPredictor = { pick, download };
})();
