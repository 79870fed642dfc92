// The hand over a view: a path is drawn here at once and sent whole when the button is let go, since single moves are
// queued and dropped on the way. What a move only shows is asked for again when its answer has come.
(() => {
  const held = (name) => window.trame && window.trame.state.get(name);
  const send = (name, ...values) => window.trame.trigger(name, values);

  // Sends the latest of what it is given, never two at once.
  const latest = (name, merge = (_, values) => values) => {
    let busy = false;
    let waiting = null;
    const next = async () => {
      if (busy || !waiting) return;
      busy = true;
      const values = waiting;
      waiting = null;
      try {
        await send(name, ...values);
      } finally {
        busy = false;
        next();
      }
    };
    return (...values) => {
      waiting = waiting ? merge(waiting, values) : values;
      next();
    };
  };
  const look = latest("look");
  const sum = (one, other) => one.map((value, index) => value + other[index]);
  const dragWindow = latest("drag_window", sum);
  const stepBrush = latest("step_brush", sum);
  const stepSlice = latest("step_slice", ([phase, one], [, other]) => [phase, one + other]);

  const pause = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));

  // What the server has not dealt with after a moment is shown as asked for. Its answer may overtake the state that it
  // speaks of, so only a page that shows what the latest answer tells has been answered.
  const SHOWN_WITHIN_MS = 5000;
  let asked = 0;
  let toolsComing = 0;
  let told = {};
  const shown = async () => {
    const since = Date.now();
    while (Object.entries(told).some(([name, value]) => held(name) !== value) && Date.now() - since < SHOWN_WITHIN_MS)
      await pause(5);
  };
  const ask = async (isTool = false) => {
    if (!window.trame) return;
    asked += 1;
    toolsComing += isTool ? 1 : 0;
    const show = setTimeout(() => document.body.classList.add("asked"), 60);
    try {
      // trame prepares what is sent in microtasks, longer where it holds more: ask after them, lest this overtakes it.
      await pause(0);
      told = (await send("answered")) || {};
      await shown();
    } finally {
      clearTimeout(show);
      asked -= 1;
      toolsComing -= isTool ? 1 : 0;
      if (!asked) document.body.classList.remove("asked");
    }
  };
  // After the page's own listeners have sent what the click is about.
  document.addEventListener("click", (event) => {
    const isTool = Boolean(event.target.closest?.("[data-testid^=tool-], [data-testid^=phase-], .view-cover"));
    setTimeout(() => ask(isTool));
  });

  const viewAt = (event) => {
    if (!(event.target instanceof Element) || event.target.closest("button, .view-slice, .view-accept")) return null;
    return [...document.querySelectorAll(".view-hand")].find((hand) => hand.parentElement.contains(event.target));
  };
  const place = (hand, event) => {
    const box = hand.getBoundingClientRect();
    return [(event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height];
  };
  const keep = (event) => {
    event.preventDefault();
    event.stopPropagation();
  };

  let path = null;
  let drag = null;

  const draw = () => {
    const { hand, places } = path;
    const box = hand.getBoundingClientRect();
    const line = hand.querySelector("polyline");
    line.setAttribute("points", places.map(([x, y]) => `${x * box.width},${y * box.height}`).join(" "));
  };
  const wipe = () => {
    path.hand.querySelector("polyline").setAttribute("points", "");
    path = null;
  };
  const extend = (event) => {
    const moves = event.getCoalescedEvents ? event.getCoalescedEvents() : [];
    for (const move of moves.length ? moves : [event]) path.places.push(place(path.hand, move));
    draw();
  };

  document.addEventListener(
    "pointerdown",
    (event) => {
      const hand = event.button === 0 && !event.ctrlKey && !event.metaKey ? viewAt(event) : null;
      if (!hand) return;
      const { phase } = hand.dataset;
      // A line begun before the tool has come is kept; the server, which answers in order, knows what to do with it.
      if (toolsComing || (held("follows_hand") && held("active_phase") === phase)) {
        path = { hand, phase, places: [place(hand, event)], pointer: event.pointerId };
        keep(event);
      } else if (!held("tool") && held(`${phase}_volume`)) {
        drag = { x: event.clientX, y: event.clientY, pointer: event.pointerId };
        keep(event);
      }
      document.activeElement?.blur?.();
    },
    true,
  );
  document.addEventListener(
    "pointermove",
    (event) => {
      if (path && event.pointerId === path.pointer) {
        extend(event);
        keep(event);
      } else if (drag && event.pointerId === drag.pointer) {
        dragWindow(event.clientX - drag.x, drag.y - event.clientY);
        Object.assign(drag, { x: event.clientX, y: event.clientY });
        keep(event);
      } else {
        const hand = viewAt(event);
        if (hand && held(`${hand.dataset.phase}_volume`)) look(hand.dataset.phase, ...place(hand, event));
      }
    },
    true,
  );
  const end = (event) => {
    if (path && event.pointerId === path.pointer) {
      if (event.type === "pointerup") {
        extend(event);
        send("stroke", path.phase, path.places);
        ask();
      }
      wipe();
      keep(event);
    } else if (drag && event.pointerId === drag.pointer) {
      drag = null;
      keep(event);
    }
  };
  document.addEventListener("pointerup", end, true);
  document.addEventListener("pointercancel", end, true);

  document.addEventListener(
    "wheel",
    (event) => {
      if (!event.shiftKey || !viewAt(event) || !/^(paint|erase|threshold)$/.test(held("tool"))) return;
      event.preventDefault();
      event.stopPropagation();
      stepBrush((event.deltaY || event.deltaX) < 0 ? 1 : -1);
    },
    { capture: true, passive: false },
  );

  const TOOLS = { p: "paint", e: "erase", d: "draw", s: "scissors", t: "threshold" };
  const SLICES = { ArrowUp: 1, ArrowDown: -1, PageUp: 5, PageDown: -5 };
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest?.("input, textarea, select, [role=combobox], [role=slider], .v-overlay");
    if (event.key === "Escape" && path) return wipe();
    if (typing || event.ctrlKey || event.metaKey || event.altKey || !window.trame) return;
    if (event.key === "?") window.trame.state.set("keys_open", true);
    else if (event.key === "Escape") send("put_away");
    else if (event.key === "[" || event.key === "]") stepBrush(event.key === "]" ? 1 : -1);
    else if (event.key in SLICES) stepSlice(held("active_phase"), SLICES[event.key]);
    else if (event.key.toLowerCase() in TOOLS) send("choose_tool", TOOLS[event.key.toLowerCase()]);
    else return;
    ask(event.key.toLowerCase() in TOOLS);
    event.preventDefault();
  });
})();
