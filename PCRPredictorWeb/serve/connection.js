// A cut connection: wait for the program and load the page again, which shows the case as the program holds it.
(() => {
  const EVERY_MS = 1500;
  const GONE_MS = 15000;
  const CUT = "The connection to the program was cut; trying again. The case is safe: the program holds it, not this page.";
  const GONE =
    "The program does not answer; still trying. Files that you took away are safe. While the program runs, so is the " +
    "case; if it was cut off, start it again: it offers the case as it was last saved.";
  const OTHER = "Another program answers at this address. Open the address that your program printed when it started.";

  const say = (text) => {
    let box = document.getElementById("connection-lost");
    if (!box) {
      box = document.createElement("div");
      box.id = "connection-lost";
      box.setAttribute("role", "alert");
      box.style.cssText =
        "position:fixed;inset:0;z-index:9999;display:flex;align-items:center;justify-content:center;padding:40px;" +
        "background:rgba(12,14,18,.94);color:#e8eaed;font:16px/1.5 sans-serif;text-align:center";
      document.body.append(box);
    }
    box.textContent = text;
  };

  const wait = async (since) => {
    try {
      const answer = await fetch("index.html", { method: "HEAD", cache: "no-store", signal: AbortSignal.timeout(5000) });
      if (answer.ok) return window.location.reload();
      say(OTHER);
    } catch {
      if (Date.now() - since > GONE_MS) say(GONE);
    }
    setTimeout(wait, EVERY_MS, since);
  };

  let lost = false;
  const lose = () => {
    if (lost) return;
    lost = true;
    say(CUT);
    wait(Date.now());
  };

  let leaving = false;
  window.addEventListener("pagehide", () => (leaving = true));
  const watch = () => {
    if (!window.trame?.client?.onConnectionClose) return setTimeout(watch, 100);
    window.trame.client.onConnectionClose(() => leaving || lose());
    window.trame.client.onConnectionError(() => leaving || lose());
  };
  watch();
})();
