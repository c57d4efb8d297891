// The exam page: one question a screen, every change saved with a receipt, nothing lost while the line is down.

import { MemoryQueue } from "./answer-queue.js";
import { ExamClock } from "./exam-clock.js";

const exam = document.getElementById("exam");
const settings = JSON.parse(document.getElementById("clock").textContent);
const words = settings.words;
const forms = [...exam.querySelectorAll("form.question")];
const queue = new MemoryQueue();
const sending = new Map(); // position → the trip its answer is on
const FIRST_RETRY = 2000;
const LONGEST_RETRY = 15000;
const SYNC_EVERY = 60000;
const TYPING_PAUSE = 800;

let shown = Number(exam.dataset.shown);
let retry = FIRST_RETRY;
let retryTimer = null;
let offlineSince = "";
let leaving = false;

const byId = (id) => document.getElementById(id);
const fill = (sentence, ...values) => values.reduce((text, value, n) => text.replace(`{${n}}`, value), sentence);
const formOf = (position) => forms[position - 1];
const positionOf = (form) => Number(form.dataset.position);
const token = () => exam.querySelector("[name=csrfmiddlewaretoken]").value;
const newKey = () => [...crypto.getRandomValues(new Uint8Array(16))].map((n) => n.toString(16).padStart(2, "0")).join("");

function say(sentence) {
  byId("exam-says").textContent = sentence;
}

// Answers on the screen

function valueOf(form) {
  if (form.dataset.input === "text") return [form.elements.value.value];
  return [...form.querySelectorAll("[name=value]:checked")].map((input) => input.value);
}

function isAnswered(form) {
  return valueOf(form).some((part) => part.trim() !== "");
}

function putValue(form, value) {
  if (form.dataset.input === "text") form.elements.value.value = value[0] ?? "";
  else for (const input of form.querySelectorAll("[name=value]")) input.checked = value.includes(input.value);
}

function note(form, sentence) {
  const place = form.querySelector("[data-note]");
  place.textContent = sentence;
  place.hidden = !sentence;
}

// Saving: at most one save of a question is on its way; a change meanwhile goes next.

async function changed(form) {
  note(form, "");
  await queue.put({ position: positionOf(form), value: valueOf(form), key: newKey() });
  drawMap();
  flush();
}

async function flush() {
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

async function post(address, body) {
  const response = await fetch(address, {
    method: "POST",
    body,
    redirect: "manual",
    headers: { Accept: "application/json", "X-CSRFToken": token() },
  });
  if (response.type === "opaqueredirect" || response.status === 403) throw new Error("signed out");
  if (response.status >= 500) throw new Error("server");
  return response;
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
    leave(exam.dataset.result);
  } else {
    note(form, receipt.sentence ?? words.refused);
  }
  drawMap();
}

function adopt(form, { version, value }) {
  form.dataset.version = form.elements.version.value = version;
  putValue(form, value);
}

// The line

let lastSaved = "";

function wentOffline(signedOut) {
  offlineSince ||= new Date(clock.now()).toLocaleTimeString("en-GB", { timeZone: settings.zone });
  const banner = byId("exam-banner");
  banner.querySelector("strong").textContent = signedOut ? words.signed_out : fill(words.offline, offlineSince);
  banner.querySelector("p").textContent = signedOut ? words.signed_out_text : words.offline_text;
  banner.hidden = false;
}

function cameBack() {
  if (offlineSince && lastSaved) say(fill(words.saved, lastSaved));
  offlineSince = "";
  retry = FIRST_RETRY;
  byId("exam-banner").hidden = true;
}

async function drawReceipt() {
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

// One question a screen

function show(position, { focus = true } = {}) {
  if (position < 1 || position > forms.length) return;
  shown = position;
  for (const form of forms) form.hidden = positionOf(form) !== position;
  history.replaceState(null, "", `?q=${position}`);
  drawMap();
  window.scrollTo({ top: 0 });
  if (focus) byId(`stem${position}`).focus({ preventScroll: true });
}

function drawMap() {
  let answered = 0;
  let flagged = 0;
  for (const form of forms) {
    const cell = document.querySelector(`[data-cell="${form.dataset.position}"]`);
    const isFlagged = form.querySelector("[data-flag-button]").getAttribute("aria-pressed") === "true";
    const has = isAnswered(form);
    answered += has;
    flagged += isFlagged;
    cell.classList.toggle("answered", has);
    cell.classList.toggle("flagged", isFlagged);
    cell.toggleAttribute("aria-current", positionOf(form) === shown);
    if (positionOf(form) === shown) cell.setAttribute("aria-current", "true");
    const state = [has ? words.is_answered : "", isFlagged ? words.is_flagged : ""].filter(Boolean);
    cell.querySelector("[data-cell-words]").textContent = state.map((word) => `, ${word}`).join("");
  }
  byId("answered-words").textContent = fill(words.answered, answered, forms.length);
  byId("count-answered").textContent = answered;
  byId("count-open").textContent = forms.length - answered;
  byId("count-flagged").textContent = flagged;
  byId("exam-line").value = answered;
}

async function flag(form) {
  const button = form.querySelector("[data-flag-button]");
  const on = button.getAttribute("aria-pressed") !== "true";
  drawFlag(form, on);
  const body = new URLSearchParams({ position: form.dataset.position });
  if (on) body.set("flagged", "on");
  try {
    const response = await post(exam.dataset.flag, body);
    if (!response.ok) drawFlag(form, !on);
  } catch (failure) {
    drawFlag(form, !on);
    wentOffline(failure.message === "signed out");
  }
}

function drawFlag(form, on) {
  const button = form.querySelector("[data-flag-button]");
  button.setAttribute("aria-pressed", String(on));
  button.querySelector("span").textContent = on ? words.unflag : words.flag;
  drawMap();
}

async function move(way) {
  if (way === "previous") show(shown - 1);
  else if (shown < forms.length) show(shown + 1);
  else toSubmit();
}

// Leaving waits until every answer has its receipt; while the line is down the page stays.
async function toSubmit() {
  await settleText();
  if (await flush()) leave(exam.dataset.submit);
}

function leave(address) {
  leaving = true;
  location.assign(address);
}

// Another tab may have answered or submitted; a computer may have slept.
async function catchUp() {
  try {
    const response = await fetch(exam.dataset.state, { redirect: "manual", headers: { Accept: "application/json" } });
    if (!response.ok) throw new Error(response.type === "opaqueredirect" ? "signed out" : "server");
    const state = await response.json();
    if (!state.running && !(await queue.list()).length) return leave(exam.dataset.result);
    const mine = new Set((await queue.list()).map((save) => save.position));
    for (const question of state.questions) {
      const form = formOf(question.position);
      if (!mine.has(question.position) && question.version > Number(form.dataset.version)) adopt(form, question);
      if (question.saved > lastSaved) lastSaved = question.saved;
      drawFlag(form, question.flagged);
    }
    clock.sync(state.now, state.deadline);
    if (mine.size) flush();
    else cameBack();
    drawReceipt();
  } catch (failure) {
    if (offlineSince || (await queue.list()).length) wentOffline(failure.message === "signed out");
  }
}

// The clock

async function timeUp() {
  await settleText();
  say(settings.autosubmit ? words.handing_in : words.time_up);
  // With the line down the page stays: the answers it holds must not go with it. The server closes the exam itself.
  const sent = await flush();
  if (!sent || !settings.autosubmit) return announceEnd();
  const form = document.createElement("form");
  form.method = "post";
  form.action = exam.dataset.submit;
  form.hidden = true;
  form.append(Object.assign(document.createElement("input"), { name: "csrfmiddlewaretoken", value: token() }));
  document.body.append(form);
  leaving = true;
  form.submit();
}

function announceEnd() {
  const banner = byId("exam-banner");
  banner.querySelector("strong").textContent = words.time_up;
  banner.querySelector("p").textContent = words.time_up_text;
  banner.hidden = false;
}

const clock = new ExamClock({
  ...settings,
  onTick: (text) => {
    byId("clock-left").textContent = text;
  },
  onLow: (minutes) => say(minutes === 1 ? words.left_one : fill(words.left, minutes)),
  onEnd: () => timeUp(),
  onMoved: (deadline) => {
    const end = new Date(deadline).toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit", timeZone: settings.zone });
    byId("clock-ends").textContent = end;
    say(fill(words.moved, end));
  },
});

function hideClock() {
  const button = byId("clock-hide");
  const hide = button.getAttribute("aria-pressed") !== "true";
  button.setAttribute("aria-pressed", String(hide));
  button.textContent = hide ? words.show_clock : words.hide_clock;
  byId("clock-left").hidden = byId("clock-words").hidden = hide;
}

// Keys: 1 to 9 choose, n and p move, f flags. Not while typing an answer.

function key(event) {
  if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
  if (event.target.matches("input.input, textarea, select")) return;
  const form = formOf(shown);
  if (event.key >= "1" && event.key <= "9") {
    const input = form.querySelectorAll("[name=value]")[Number(event.key) - 1];
    if (!input || form.dataset.input === "text") return;
    input.checked = input.type === "radio" || !input.checked;
    input.focus();
    changed(form);
  } else if (event.key === "n") move("next");
  else if (event.key === "p") move("previous");
  else if (event.key === "f") flag(form);
  else return;
  event.preventDefault();
}

// Typing is saved after a pause and when the field is left.
const typing = new Map();

function typed(form) {
  clearTimeout(typing.get(form));
  typing.set(form, setTimeout(() => settle(form), TYPING_PAUSE));
}

function settle(form) {
  if (!typing.has(form)) return;
  clearTimeout(typing.get(form));
  typing.delete(form);
  return changed(form);
}

function settleText() {
  return Promise.all([...typing.keys()].map(settle));
}

for (const form of forms) {
  form.addEventListener("change", () => (form.dataset.input === "text" ? settle(form) : changed(form)));
  form.addEventListener("input", () => form.dataset.input === "text" && typed(form));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    settle(form);
    move(event.submitter?.dataset.move);
  });
  form.querySelector("[data-flag-button]").addEventListener("click", (event) => {
    event.preventDefault();
    flag(form);
  });
}

byId("exam-map").addEventListener("click", (event) => {
  const cell = event.target.closest("[data-cell]");
  if (!cell || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  settleText();
  show(Number(cell.dataset.cell));
});
byId("to-submit").addEventListener("click", (event) => {
  event.preventDefault();
  toSubmit();
});
byId("clock-hide").addEventListener("click", hideClock);
document.addEventListener("keydown", key);
document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && catchUp());
window.addEventListener("online", () => {
  retry = FIRST_RETRY;
  catchUp();
});
window.addEventListener("offline", () => wentOffline(false));
window.addEventListener("pageshow", (event) => event.persisted && location.reload());
window.addEventListener("beforeunload", (event) => {
  if (!leaving && (sending.size || typing.size || offlineSince)) event.preventDefault();
});
setInterval(catchUp, SYNC_EVERY);

for (const id of ["clock-left", "clock-left-word", "clock-hide", "exam-keys"]) byId(id).hidden = false;
lastSaved = byId("receipt").dataset.saved ?? "";
show(shown, { focus: false });
