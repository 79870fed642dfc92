// The one connection of this tab: a cut one comes back by itself, and a case that another tab holds is not touched.
// Loaded before the page opens its connection.
(() => {
  const EVERY_MS = 1500;
  const GONE_MS = 15000;
  const CUT = "The connection to the program was cut; trying again. The case is safe: the program holds it, not this page.";
  const GONE =
    "The program does not answer; still trying. Files that you took away are safe. While the program runs, so is the " +
    "case; if it was cut off, start it again: it offers the case as it was last saved.";
  const OTHER = "Another program answers at this address. Open the address that your program printed when it started.";
  const SECOND = "This case is open in another tab or window. Only one at a time can show and change it.";
  const TAKEN = "This case was taken over in another tab or window. Nothing of it is lost; it goes on there.";

  // A tab that is loaded again finds the name that it left; one that was opened as its double finds none.
  const name =
    sessionStorage.getItem("left") ||
    [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  sessionStorage.removeItem("left");
  const own = `tab?${new URLSearchParams({ name })}`;

  const Socket = window.WebSocket;
  window.WebSocket = class extends Socket {
    constructor(url, ...others) {
      const place = new URL(url);
      place.searchParams.set("tab", name);
      super(place.href, ...others);
    }
  };

  const say = (text) => {
    let box = document.getElementById("connection-lost");
    if (!box) {
      box = document.createElement("div");
      box.id = "connection-lost";
      box.setAttribute("role", "alert");
      box.style.cssText =
        "position:fixed;inset:0;z-index:9999;display:flex;flex-direction:column;gap:20px;align-items:center;" +
        "justify-content:center;padding:40px;background:rgba(12,14,18,.94);color:#e8eaed;font:16px/1.5 sans-serif;" +
        "text-align:center";
      document.body.append(box);
      document.getElementById("app").inert = true;
    }
    if (box.textContent !== text) box.textContent = text;
    return box;
  };

  const offer = () => {
    const button = document.createElement("button");
    button.id = "use-here";
    button.textContent = "Use it here";
    button.style.cssText =
      "padding:8px 18px;border:0;border-radius:6px;background:#6cb6ff;color:#0a0c0f;font:inherit;cursor:pointer";
    button.onclick = async () => {
      button.disabled = true;
      await fetch(own, { method: "POST" }).catch(() => null);
      wait(Date.now()); // which loads the page again, or says why it cannot
    };
    say(wasConnected ? TAKEN : SECOND).append(button);
    button.focus();
  };

  const wait = async (since) => {
    try {
      const answer = await fetch(own, { cache: "no-store", signal: AbortSignal.timeout(5000) });
      if (answer.ok) return (await answer.json()).elsewhere ? offer() : window.location.reload();
      say(OTHER);
    } catch {
      if (Date.now() - since > GONE_MS) say(GONE);
    }
    setTimeout(wait, EVERY_MS, since);
  };

  let wasConnected = false;
  let lost = false;
  const lose = async () => {
    if (lost) return;
    lost = true;
    if (wasConnected) say(CUT);
    // Where none could be opened, loading the page again at once would be done over and over.
    else await new Promise((done) => setTimeout(done, EVERY_MS / 3));
    wait(Date.now());
  };

  let leaving = false;
  window.addEventListener("pagehide", () => {
    leaving = true;
    sessionStorage.setItem("left", name);
  });
  window.addEventListener("pageshow", (event) => event.persisted && window.location.reload());
  const watch = () => {
    if (!window.trame?.client?.onConnectionClose) return setTimeout(watch, 20);
    window.trame.addConnectListener(() => (wasConnected = true));
    window.trame.client.onConnectionClose(() => leaving || lose());
    window.trame.client.onConnectionError(() => leaving || lose());
  };
  watch();
})();
