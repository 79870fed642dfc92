// The hand over a view: a path is drawn here at once and sent whole when the button is let go, since single moves are
// queued and dropped on the way. What a move only shows is asked for again when its answer has come.
(() => {
  const held = (name) => window.trame && window.trame.state.get(name);
  const send = (name, ...values) => window.trame.trigger(name, values);

  // A button let go nearer to where it was pressed was a click, not a drag.
  const CLICK_PIXELS = 4;

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

  // What the server has not dealt with after a moment is shown as asked for. It is dealt with once the page holds what
  // came of it: a number comes back in the page's state, which arrives in order, while a call's own answer is early.
  const asked = [];
  let last = 0;
  let isWatching = false;
  const ask = (isTool = false) => {
    if (!window.trame?.state) return;
    if (!isWatching) isWatching = Boolean(window.trame.state.watch(["answered"], settle));
    last = Math.max(last, held("answered")) + 1;
    asked.push({ number: last, isTool, show: setTimeout(() => document.body.classList.add("asked"), 60) });
    document.body.dataset.asked = asked.length;
    // trame takes some turns over each value of a call: at once, this one would overtake what it is about.
    setTimeout(send, 0, "answered", last);
  };
  const settle = (number) => {
    while (asked.length && asked[0].number <= number) clearTimeout(asked.shift().show);
    document.body.dataset.asked = asked.length;
    if (!asked.length) document.body.classList.remove("asked");
  };
  const isToolComing = () => asked.some(({ isTool }) => isTool);
  // After the page's own listeners have sent what the click is about.
  document.addEventListener("click", (event) => {
    const isTool = Boolean(event.target.closest?.("[data-testid*=tool-], [data-testid^=phase-], .view-cover"));
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

  // The lesion's diameter, and what corrects its contour, are straight lines, which two clicks draw as well; between
  // them no button is pressed.
  const isStraight = () => /^(diameter|across|belongs|foreign)$/.test(held("tool"));
  const waits = () => path && !path.isPressed;
  const ends = (places) => [places[0], places[places.length - 1]];
  const drawn = (places) => (isStraight() ? ends(places) : places);
  const isAnswered = (phase) => {
    if (held("tool") === "diameter") return held(`${phase}_volume`);
    return held(isStraight() ? "proposal_phase" : "active_phase") === phase;
  };

  const draw = () => {
    const { hand, places } = path;
    const box = hand.getBoundingClientRect();
    const pixels = drawn(places).map(([x, y]) => [x * box.width, y * box.height]);
    hand.querySelector("polyline").setAttribute("points", pixels.map((pixel) => pixel.join()).join(" "));
    if (isStraight()) tellLength(hand, pixels, box.width);
  };
  // Beside the end of a straight line, in the mm of the view's ruler.
  const tellLength = (hand, [start, end], width) => {
    const ruler = held(`${path.phase}_ruler`);
    const text = hand.querySelector("text");
    const mm = ruler ? (Math.hypot(end[0] - start[0], end[1] - start[1]) * 100 * ruler.mm) / (ruler.share * width) : 0;
    text.textContent = mm ? `${mm.toFixed(0)} mm` : "";
    text.setAttribute("x", Math.min(end[0] + 10, width - 60));
    text.setAttribute("y", Math.max(end[1] - 10, 16));
  };
  const wipe = () => {
    path.hand.querySelector("polyline").setAttribute("points", "");
    path.hand.querySelector("text").textContent = "";
    path = null;
  };
  const isClick = ({ hand, places }) => {
    const box = hand.getBoundingClientRect();
    const [start, end] = ends(places);
    return Math.hypot((end[0] - start[0]) * box.width, (end[1] - start[1]) * box.height) < CLICK_PIXELS;
  };
  const extend = (event) => {
    if (!path.hand.clientWidth) return wipe(); // the view went away under the hand
    const moves = event.getCoalescedEvents ? event.getCoalescedEvents() : [];
    for (const move of moves.length ? moves : [event]) path.places.push(place(path.hand, move));
    draw();
  };

  document.addEventListener(
    "pointerdown",
    (event) => {
      // Another finger or pen neither ends a line nor begins a second one.
      if (path && path.isPressed && path.pointer !== event.pointerId) return keep(event);
      const hand = event.button === 0 && !event.ctrlKey && !event.metaKey ? viewAt(event) : null;
      if (waits() && hand !== path.hand) wipe(); // whatever is not the second click drops the line
      if (!hand) return;
      const { phase } = hand.dataset;
      if (waits()) {
        Object.assign(path, { pointer: event.pointerId, isPressed: true });
        keep(event);
        // A line begun before the tool has come is kept; the server, which answers in order, knows what to do with it.
      } else if (isToolComing() || (held("follows_hand") && isAnswered(phase))) {
        path = { hand, phase, places: [place(hand, event)], pointer: event.pointerId, isPressed: true };
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
      if (path && (waits() || event.pointerId === path.pointer)) {
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
    if (path && path.isPressed && event.pointerId === path.pointer) {
      if (event.type === "pointerup") {
        extend(event);
        if (!path) return keep(event);
        if (isStraight() && isClick(path)) {
          path.isPressed = false; // the other end comes with the next click
          return keep(event);
        }
        send("stroke", path.phase, drawn(path.places));
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
      if (waits()) wipe(); // it was begun on another slice
      if (!event.shiftKey || !viewAt(event) || !/^(paint|erase|threshold)$/.test(held("tool"))) return;
      event.preventDefault();
      event.stopPropagation();
      stepBrush((event.deltaY || event.deltaX) < 0 ? 1 : -1);
    },
    { capture: true, passive: false },
  );

  const TOOLS = { l: "diameter", a: "across", b: "belongs", n: "foreign", p: "paint", e: "erase", d: "draw", s: "scissors", t: "threshold" };
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
    if (waits()) wipe();
    ask(event.key.toLowerCase() in TOOLS);
    event.preventDefault();
  });
})();
