// News from the appliance: one stream for the page, whatever view is open.
const listeners = new Map();
const names = ["camera", "zone", "picture", "deviation", "settings", "health", "reload"];
let source = null;
let timer = 0;
let wait = 1000;
let broken = false;

function tell(name, data) {
  for (const call of listeners.get(name) ?? []) call(data);
}

function connect() {
  source = new EventSource("/api/v1/events");
  source.onopen = () => {
    wait = 1000;
    tell("connected", {});
    // What happened while there was no stream has been missed.
    if (broken) tell("reload", {});
    broken = false;
  };
  source.onerror = () => {
    broken = true;
    tell("disconnected", {});
    // The browser tries again by itself, except after an answer that was no stream.
    if (source.readyState !== EventSource.CLOSED) return;
    tell("refused", {});
    clearTimeout(timer);
    timer = setTimeout(connect, wait);
    wait = Math.min(wait * 2, 30000);
  };
  for (const name of names) source.addEventListener(name, (event) => tell(name, JSON.parse(event.data)));
}

export const events = {
  open() {
    if (!source) connect();
  },

  close() {
    clearTimeout(timer);
    source?.close();
    source = null;
    broken = false;
  },

  /** Calls `call` with each `name`d piece of news until `signal` ends. */
  on(name, call, signal) {
    if (!listeners.has(name)) listeners.set(name, new Set());
    listeners.get(name).add(call);
    signal?.addEventListener("abort", () => listeners.get(name).delete(call));
  },
};
