// Saving: every change is kept on this computer first, then goes to the server with a key of its own and comes back
// with a receipt. Nothing is dropped before the server has answered it, also if the window is closed meanwhile.

import { adopt, drawMap, keptBy, note, setVersion, valueOf } from "./exam-answers.js";
import { countDown, drawBanner, hideBanner } from "./exam-banner.js";
import { Unanswered, alone, postSave } from "./answer-post.js";
import { at, byId, count, exam, fill, formOf, forms, positionOf, queue, say, words } from "./exam-page.js";

const FIRST_RETRY = 2000;
const LONGEST_RETRY = 15000;
const GAP = document.documentElement.lang.startsWith("zh") ? "" : " "; // between two sentences
const LANES = 3; // questions on their way at the same time

const unsaved = new Set(); // positions with a save that has no receipt
const keeping = new Map(); // position → its save is just being put into the store
const busy = new Map(); // position → the trip its saves are on
let retry = FIRST_RETRY;
let retryTimer = null;
let failing = false; // no answer since the last attempt: wait before the next
let replaying = false; // answers from before this page was opened are still waiting
let offlineSince = "";
let signedOut = false;
let ended = false;
let late = 0;
let lastSaved = byId("receipt").dataset.saved ?? "";
let page = null;

// The page's clock is set by every receipt; `catchUp` asks the server where the exam stands.
export function saveBy(parts) {
  page = parts;
}

export const isUnsaved = () => unsaved.size > 0;
export const isWaiting = (position) => unsaved.has(position);
export const isOver = () => late > 0;

keptBy((form) => isWaiting(positionOf(form)) && (replaying || offlineSince !== ""));

const newKey = () => [...crypto.getRandomValues(new Uint8Array(16))].map((n) => n.toString(16).padStart(2, "0")).join("");

// Put into the store, not sent yet. The save knows what it was made on: the one before it, or a version of the server's.
export function keep(form) {
  const position = positionOf(form);
  const { version, last: follows = "" } = form.dataset;
  const save = { key: newKey(), value: valueOf(form), version: Number(version), follows, tried: false };
  form.dataset.last = save.key;
  unsaved.add(position);
  note(form, "");
  const kept = queue.keep(position, save, page.clock.deadline()).then(() => {
    if (keeping.get(position) === kept) keeping.delete(position);
    drawMemory();
  });
  keeping.set(position, kept);
  drawMap();
  drawReceipt();
  return kept;
}

export async function changed(form) {
  await keep(form);
  return flush();
}

// Sends what waits; true once everything has its receipt, false when the line is down.
export async function flush() {
  stopWaiting();
  failing = false;
  pump();
  while (busy.size) await Promise.all(busy.values());
  return unsaved.size === 0;
}

function pump() {
  for (const position of unsaved) {
    if (failing || busy.size >= LANES) return;
    if (!busy.has(position)) busy.set(position, trip(position));
  }
}

async function trip(position) {
  try {
    await alone(`${exam.dataset.scope} ${position}`, () => sendAll(position));
  } catch (failure) {
    if (!(failure instanceof Unanswered)) throw failure;
    wentOffline(failure.signedOut);
  } finally {
    busy.delete(position);
    if (!unsaved.size) cameBack();
    pump();
    if (failing) retryLater();
    drawReceipt();
  }
}

// One save of a question at a time; a change meanwhile goes next.
async function sendAll(position) {
  const form = formOf(position);
  let isMine = false;
  for (;;) {
    await keeping.get(position);
    const save = await queue.next(position);
    if (save) {
      const { status, receipt } = await postSave(exam.dataset.save, { position, save });
      const behind = await queue.settle(position, save.key, status === 200 ? receipt.version : null);
      const { last } = form.dataset;
      const isShown = last === save.key;
      const isNewer = !isShown && (keeping.has(position) || behind.some((waiting) => waiting.key === last));
      isMine = true;
      acknowledged(form, save, { isShown, isNewer }, status, receipt);
    } else if (!keeping.has(position)) {
      unsaved.delete(position);
      if (!isMine) page.catchUp(); // another tab of this browser has sent it
      return;
    }
  }
}

// The page shows this very answer, or a newer one that is judged itself, or (another tab's was sent) neither.
function acknowledged(form, save, { isShown, isNewer }, status, receipt) {
  retry = FIRST_RETRY;
  signedOut = false;
  if (receipt.now) page.clock.sync(receipt.now, receipt.deadline);
  if (status === 200) {
    savedElsewhere(receipt.saved);
    if (!isNewer) stands(form, save, receipt, isShown);
  } else if (status === 409 && isShown) stale(form, receipt);
  else if (status === 410) isLate();
  else if (status === 422) note(form, receipt.sentence ?? words.refused);
  drawMap();
}

function stands(form, save, { version, value }, isShown) {
  setVersion(form, Math.max(version, form.dataset.version));
  if (isShown) return;
  form.dataset.last = save.key;
  adopt(form, value);
}

// A newer answer is shown. Whoever had answered here is told, also when another tab sent the older one.
export function giveWay(form, receipt) {
  if (form.dataset.last && plain(valueOf(form)) !== plain(receipt.value)) return stale(form, receipt);
  setVersion(form, receipt.version);
  adopt(form, receipt.value);
}

const plain = (value) => value.map((part) => part.trim()).join("\n");

function stale(form, { version, value, saved }) {
  setVersion(form, version);
  delete form.dataset.last;
  adopt(form, value);
  note(form, `${fill(words.stale, saved)}. ${words.stale_text}`);
  say(fill(words.stale, saved));
}

function isLate() {
  late += 1;
  for (const form of forms) form.inert = true;
  drawTrouble();
}

// What a closed window left behind is shown as it was chosen, marked as not saved, and sent.
export async function replay() {
  for (const { position, saves } of await queue.waiting()) {
    const form = formOf(position);
    if (!form || form.dataset.last) continue;
    const newest = saves.at(-1);
    form.dataset.last = newest.key;
    adopt(form, newest.value);
    unsaved.add(position);
    replaying = true;
  }
  drawMemory();
  if (replaying) say(count("kept", unsaved.size));
  drawMap();
  flush();
}

export function savedElsewhere(when) {
  if (when > lastSaved) lastSaved = when;
}

// The line

// One answer may hang for long; the others do not wait for it.
function retryLater() {
  if (retryTimer) return;
  const wait = retry * (0.75 + Math.random() / 2); // a room full of computers does not come back in the same second
  retry = Math.min(retry * 2, LONGEST_RETRY);
  retryTimer = setTimeout(tryNow, wait);
  drawTrouble();
  countDown(wait, words.again);
}

function stopWaiting() {
  clearTimeout(retryTimer);
  retryTimer = null;
}

// Signed out, every save would be refused: asking first brings the new token of whoever signed in again.
export function tryNow() {
  stopWaiting();
  countDown(0, words.trying);
  return signedOut || !unsaved.size ? page.catchUp() : flush();
}

export function retrySoon() {
  retry = FIRST_RETRY;
}

export function wentOffline(isSignedOut) {
  failing = true;
  signedOut = isSignedOut;
  offlineSince ||= at(page.clock.now());
  drawTrouble();
  drawMap();
  retryLater();
}

export function cameBack() {
  if (offlineSince && lastSaved) say(fill(words.saved, lastSaved));
  stopWaiting();
  offlineSince = "";
  replaying = failing = signedOut = false;
  retry = FIRST_RETRY;
  if (ended || late) drawTrouble();
  else hideBanner();
  if (late) queue.forget();
  else page.sendFlags();
  drawMap();
  drawReceipt();
}

export function timeIsUp() {
  ended = true;
  drawTrouble();
}

// An accommodation may move the end while the exam runs.
export function timeGoesOn() {
  if (!ended) return;
  ended = false;
  if (offlineSince) drawTrouble();
  else hideBanner();
}

function drawTrouble() {
  const kept = unsaved.size ? count("kept", unsaved.size) + GAP : "";
  const tries = offlineSince !== "";
  if (late) drawBanner({ title: words.over, text: count("late", late), tries, result: !unsaved.size });
  else if (ended && unsaved.size) drawBanner({ title: words.time_up, text: kept + words.time_up_kept, tries });
  else if (ended) drawBanner({ title: words.time_up, text: words.time_up_text });
  else if (signedOut) drawBanner({ title: words.signed_out, text: kept + words.signed_out_text, tries });
  else if (offlineSince) {
    const [title, text] = queue.outlives ? [words.offline, words.offline_text] : [words.offline_only, words.memory_text];
    drawBanner({ title: fill(title, offlineSince), text: kept + text, tries });
  }
}

function drawMemory() {
  byId("exam-memory").hidden = queue.outlives;
}

export function drawReceipt() {
  const failed = unsaved.size > 0 && (offlineSince !== "" || replaying);
  const receipt = byId("receipt");
  if (!unsaved.size && !lastSaved) return receipt.replaceChildren();
  const icon = byId(failed ? "receipt-kept" : "receipt-saved").content.cloneNode(true);
  const text = document.createElement("span");
  text.textContent = failed ? count("unsaved", unsaved.size) : unsaved.size ? words.saving : fill(words.saved, lastSaved);
  receipt.classList.toggle("receipt-kept", failed);
  receipt.replaceChildren(icon, text);
}
