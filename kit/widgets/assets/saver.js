// Sends changes to the kernel and knows which of them are stored. A change is kept in the tab's
// own storage until the kernel has said that it is on disk, so a dead kernel costs nothing.

const PATIENCE = 3000; // milliseconds without an answer until we say so

function makeSaver(model, react) {
  const pending = new Map();
  let shelf = null;

  function keep() {
    if (!shelf) return;
    const changes = [...pending.values()].filter((one) => one.message.type === "save");
    if (changes.length)
      sessionStorage.setItem(shelf, JSON.stringify(changes.map((one) => one.message)));
    else sessionStorage.removeItem(shelf);
  }

  function send(message) {
    const key = message.key ?? newKey();
    const one = { message: { ...message, key }, state: "sending", words: "" };
    if (message.type === "save") supersede(message.item);
    pending.set(key, one);
    keep();
    dispatch(one);
    return key;
  }

  // Only the newest value of an item counts: an older one sent again would take its place.
  function supersede(item) {
    for (const [key, { message, timer }] of pending) {
      if (message.type !== "save" || message.item !== item) continue;
      window.clearTimeout(timer);
      pending.delete(key);
    }
  }

  function dispatch(one) {
    one.state = "sending";
    window.clearTimeout(one.timer);
    one.timer = window.setTimeout(() => {
      one.state = "late";
      react();
    }, PATIENCE);
    model.send(one.message);
    react();
  }

  function settle({ key }) {
    const one = pending.get(key);
    if (!one) return false;
    window.clearTimeout(one.timer);
    pending.delete(key);
    keep();
    react();
    return true;
  }

  function refuse({ key, words, final }) {
    const one = pending.get(key);
    if (!one) return;
    if (final) pending.delete(key);
    window.clearTimeout(one.timer);
    one.state = "refused";
    one.words = words;
    keep();
    react();
  }

  // A new page over the same attempt sends what an earlier one could not get stored.
  function restore(name) {
    shelf = `kit-unsaved-${name}`;
    const left = JSON.parse(sessionStorage.getItem(shelf) ?? "[]");
    left.filter((message) => !pending.has(message.key)).forEach(send);
    return left.length;
  }

  return {
    send,
    settle,
    refuse,
    restore,
    retry: () => [...pending.values()].filter((one) => one.state !== "sending").forEach(dispatch),
    stop: () => pending.forEach((one) => window.clearTimeout(one.timer)),
    all: () => [...pending.values()],
    of: (item, type = "save") =>
      [...pending.values()]
        .filter(({ message }) => message.item === item && message.type === type)
        .at(-1),
  };
}

// Whether nobody answers any more at the address that this page came from.
async function serverGone() {
  const request = { method: "HEAD", cache: "no-store" };
  const reply = await fetch(window.location.href, request).catch(() => null);
  return reply === null || reply.status >= 502;
}

function newKey() {
  return [...crypto.getRandomValues(new Uint8Array(12))]
    .map((byte) => byte.toString(16).padStart(2, "0"))
    .join("");
}
