// Saving: every change goes to the server with a key of its own and comes back with a receipt. While the line is down
// it is kept in this window and sent again; nothing is dropped before the server has acknowledged it.

import { adopt, drawMap, note, valueOf } from "./exam-answers.js";
import { at, byId, exam, fill, formOf, leaveTo, positionOf, post, queue, say, words } from "./exam-page.js";

const FIRST_RETRY = 2000;
const LONGEST_RETRY = 15000;

const sending = new Map(); // position → the trip its answer is on
let retry = FIRST_RETRY;
let retryTimer = null;
let offlineSince = "";
let lastSaved = byId("receipt").dataset.saved ?? "";
let clock = null;

// The clock is set by every receipt, and names the moment the line went down.
export function saveBy(examClock) {
  clock = examClock;
}

export const isUnsaved = () => sending.size > 0 || offlineSince !== "";

const newKey = () => [...crypto.getRandomValues(new Uint8Array(16))].map((n) => n.toString(16).padStart(2, "0")).join("");

export async function changed(form) {
  note(form, "");
  await queue.put({ position: positionOf(form), value: valueOf(form), key: newKey() });
  drawMap();
  flush();
}

// At most one save of a question is on its way; a change meanwhile goes next.
export async function flush() {
  clearTimeout(retryTimer);
  const waiting = await queue.list();
  await Promise.all(waiting.map((save) => sending.get(save.position) ?? send(save)));
  const left = await queue.list();
  if (left.length && !sending.size) {
    clearTimeout(retryTimer);
    retryTimer = setTimeout(retryLater, retry);
  }
  return left.length === 0;
}

function retryLater() {
  retry = Math.min(retry * 2, LONGEST_RETRY);
  flush();
}

export function retrySoon() {
  retry = FIRST_RETRY;
}

// The trip includes what was answered meanwhile, so that whoever waits for it may leave the page.
function send(save) {
  const trip = deliver(save).then(() => sendNewer(save.position));
  sending.set(save.position, trip);
  drawReceipt();
  return trip;
}

async function deliver(save) {
  const form = formOf(save.position);
  try {
    const body = new URLSearchParams({ position: save.position, version: form.dataset.version, key: save.key });
    for (const part of save.value) body.append("value", part);
    const response = await post(exam.dataset.save, body);
    await acknowledged(save, form, response.status, await response.json());
  } catch (failure) {
    wentOffline(failure.message === "signed out");
  } finally {
    sending.delete(save.position);
    drawReceipt();
  }
}

// The answer changed while its save was on its way.
async function sendNewer(position) {
  const newer = (await queue.list()).find((save) => save.position === position);
  if (newer && !offlineSince) await (sending.get(position) ?? send(newer));
}

async function acknowledged(save, form, status, receipt) {
  await queue.drop(save);
  cameBack();
  if (receipt.now) clock.sync(receipt.now, receipt.deadline);
  if (status === 200) {
    form.dataset.version = form.elements.version.value = receipt.version;
    lastSaved = receipt.saved;
  } else if (status === 409) {
    adopt(form, receipt);
    note(form, `${fill(words.stale, receipt.saved)}. ${words.stale_text}`);
    say(fill(words.stale, receipt.saved));
  } else if (status === 410) {
    note(form, words.late);
    leaveTo(exam.dataset.result);
  } else {
    note(form, receipt.sentence ?? words.refused);
  }
  drawMap();
}

export function savedElsewhere(when) {
  if (when > lastSaved) lastSaved = when;
}

export function wentOffline(signedOut) {
  offlineSince ||= at(clock.now());
  const banner = byId("exam-banner");
  banner.querySelector("strong").textContent = signedOut ? words.signed_out : fill(words.offline, offlineSince);
  banner.querySelector("p").textContent = signedOut ? words.signed_out_text : words.offline_text;
  banner.hidden = false;
}

export function cameBack() {
  if (offlineSince && lastSaved) say(fill(words.saved, lastSaved));
  offlineSince = "";
  retry = FIRST_RETRY;
  byId("exam-banner").hidden = true;
}

export async function drawReceipt() {
  const kept = (await queue.list()).length;
  const receipt = byId("receipt");
  if (!kept && !sending.size && !lastSaved) return;
  const failed = kept && offlineSince;
  const icon = byId(failed ? "receipt-kept" : "receipt-saved").content.cloneNode(true);
  const text = document.createElement("span");
  text.textContent = failed ? fill(words.kept, kept) : sending.size ? words.saving : fill(words.saved, lastSaved);
  receipt.classList.toggle("receipt-kept", Boolean(failed));
  receipt.replaceChildren(icon, text);
}
