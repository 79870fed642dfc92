// The one connection of this tab: a cut one comes back by itself, what is sent keeps its order, and a case that another tab
// holds is not touched.
// Loaded before the page opens its connection.
(() => {
  const EVERY_MS = 1500;
  const LEAVING_MS = 10000;
  const CUT = "The connection to the program was cut; trying again.";
  const GONE = "The program does not answer; still trying.";
  const OTHER = "Another program answers at this address. Open the address that your program printed when it started.";
  const SECOND = "This case is open in another tab or window. Only one at a time can show and change it.";
  const TAKEN = "This case was taken over in another tab or window. Nothing of it is lost; it goes on there.";

  // What became of the case: the page cannot know whether the program still runs.
  const kept = () => {
    const saved = window.trame.state.get("last_saved");
    const ended = saved
      ? `If it was cut off, its next start offers the case as it was saved on ${saved}; if you ended it, it deleted the case.`
      : "If it has ended, what you did not take away is lost.";
    return `While the program runs, it holds the case. ${ended}`;
  };

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
        "justify-content:center;padding:40px;background:rgb(12,14,18);color:#e8eaed;font:16px/1.5 sans-serif;" +
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
      wait(); // which loads the page again, or says why it cannot
    };
    say(wasConnected ? TAKEN : SECOND).append(button);
    button.focus();
  };

  const wait = async () => {
    try {
      const answer = await fetch(own, { cache: "no-store", signal: AbortSignal.timeout(5000) });
      if (answer.ok) return (await answer.json()).elsewhere ? offer() : window.location.reload();
      say(OTHER);
    } catch {
      say(wasConnected ? `${GONE} ${kept()}` : GONE);
    }
    setTimeout(wait, EVERY_MS);
  };

  let wasConnected = false;
  let lost = false;
  let leaving = false;
  let closed = false;
  const lose = async () => {
    closed = true;
    if (lost || leaving) return;
    lost = true;
    if (wasConnected) say(`${CUT} ${kept()}`);
    // Where none could be opened, loading the page again at once would be done over and over.
    else await new Promise((done) => setTimeout(done, EVERY_MS / 3));
    wait();
  };

  // Before the page is left, for another or for itself, the framework closes the connection. The other page may be slow
  // to come, and must not be called off by this one; if none has come, this one goes on.
  window.addEventListener("beforeunload", () => {
    leaving = true;
    setTimeout(() => {
      leaving = false;
      if (closed) lose();
    }, LEAVING_MS);
  });
  window.addEventListener("pagehide", () => {
    leaving = true;
    sessionStorage.setItem("left", name);
  });
  window.addEventListener("pageshow", (event) => event.persisted && window.location.reload());

  // The framework keeps what was typed or chosen while any answer is awaited, and sends what is clicked at once. On a slow
  // line a click would act on what was there before; so whatever waits is sent ahead of it.
  const sendWaiting = ({ dirtyKeys, state, client }) => {
    if (!dirtyKeys.size) return;
    const keys = [...dirtyKeys];
    dirtyKeys.clear();
    const values = keys.map((key) => ({ key, value: state[key] }));
    client.getRemote().Trame.updateState(values).catch(() => keys.forEach((key) => dirtyKeys.add(key)));
  };
  let ordered = null;
  const keepOrder = (remote) => {
    if (remote === ordered) return;
    ordered = remote;
    const { trigger } = remote;
    remote.trigger = (...words) => {
      sendWaiting(window.trame.state);
      return trigger(...words);
    };
  };

  const connected = () => {
    wasConnected = true;
    keepOrder(window.trame.client.getRemote().Trame);
  };
  const watch = () => {
    if (!window.trame?.client?.onConnectionClose) return setTimeout(watch, 20);
    window.trame.addConnectListener(connected);
    if (window.trame.client.isConnected()) connected(); // before this script asked to be told
    window.trame.client.onConnectionClose(lose);
    window.trame.client.onConnectionError(lose);
  };
  watch();
})();
