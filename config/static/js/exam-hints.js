// What the browser notices about itself: another window in front, the line down, something pasted. Sent as hints, which
// a person may look at and nothing is decided by. The start page says that they are kept.

import { token } from "./answer-post.js";
import { exam } from "./exam-page.js";

const PAUSE = 4000;
const MOST = 20; // one request takes no more

const waiting = []; // {kind, at, position}
let timer = null;

function note(kind, position) {
  waiting.push({ kind, at: Date.now(), position });
  if (waiting.length > MOST) waiting.shift();
  timer ??= setTimeout(send, PAUSE);
}

async function send() {
  clearTimeout(timer);
  timer = null;
  if (!waiting.length || !navigator.onLine) return;
  const hints = waiting.splice(0);
  const told = hints.map(({ kind, at, position }) => ({ kind, ago: Math.round((Date.now() - at) / 1000), position }));
  const body = new URLSearchParams({ hints: JSON.stringify(told) });
  try {
    await fetch(exam.dataset.hints, { method: "POST", body, keepalive: true, headers: { "X-CSRFToken": token() } });
  } catch {
    waiting.unshift(...hints.slice(0, MOST - waiting.length));
  }
}

window.addEventListener("blur", () => document.visibilityState === "visible" && note("left"));
window.addEventListener("focus", () => note("back"));
window.addEventListener("offline", () => note("offline"));
window.addEventListener("online", () => note("online"));
window.addEventListener("pagehide", send);
document.addEventListener("visibilitychange", () => note(document.visibilityState === "visible" ? "shown" : "hidden"));
document.addEventListener("paste", ({ target }) => {
  note("pasted", Number(target.closest?.("form.question")?.dataset.position) || undefined);
});

note("opened");
send();
