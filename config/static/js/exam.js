// The exam page: one question a screen, keys, the clock, leaving. Answers and saving have modules of their own.

import { adopt, drawFlag, flagButton, isFlagged, isLast, show, shownForm, step } from "./exam-answers.js";
import { ExamClock } from "./exam-clock.js";
import { at, byId, exam, fill, formOf, forms, isLeaving, leave, leaveTo, post, queue, say, settings, token, words } from "./exam-page.js";
import { cameBack, changed, drawReceipt, flush, isUnsaved, retrySoon, saveBy, savedElsewhere, wentOffline } from "./exam-saving.js";

const SYNC_EVERY = 60000;
const TYPING_PAUSE = 800;

async function flag(form) {
  const on = !isFlagged(form);
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

function move(way) {
  if (way === "previous") step(-1);
  else if (isLast()) toSubmit();
  else step(1);
}

// Leaving waits until every answer has its receipt; while the line is down the page stays.
async function toSubmit() {
  await settleText();
  if (await flush()) leaveTo(exam.dataset.submit);
}

// Another tab may have answered or submitted; a computer may have slept.
async function catchUp() {
  try {
    const response = await fetch(exam.dataset.state, { redirect: "manual", headers: { Accept: "application/json" } });
    if (!response.ok) throw new Error(response.type === "opaqueredirect" ? "signed out" : "server");
    await takeIn(await response.json());
  } catch (failure) {
    if (isUnsaved() || (await queue.list()).length) wentOffline(failure.message === "signed out");
  }
}

async function takeIn(state) {
  const mine = new Set((await queue.list()).map((save) => save.position));
  if (!state.running && !mine.size) return leaveTo(exam.dataset.result);
  for (const question of state.questions) {
    const form = formOf(question.position);
    if (!mine.has(question.position) && question.version > Number(form.dataset.version)) adopt(form, question);
    savedElsewhere(question.saved);
    drawFlag(form, question.flagged);
  }
  clock.sync(state.now, state.deadline);
  if (mine.size) flush();
  else cameBack();
  drawReceipt();
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
  leave(() => form.submit());
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
    const end = at(deadline, { hour: "2-digit", minute: "2-digit" });
    byId("clock-ends").textContent = end;
    say(fill(words.moved, end));
  },
});
saveBy(clock);

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
  const form = shownForm();
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

for (const form of forms) {
  form.addEventListener("change", () => (form.dataset.input === "text" ? settle(form) : changed(form)));
  form.addEventListener("input", () => form.dataset.input === "text" && typed(form));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    settle(form);
    move(event.submitter?.dataset.move);
  });
  flagButton(form).addEventListener("click", (event) => {
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
  retrySoon();
  catchUp();
});
window.addEventListener("offline", () => wentOffline(false));
window.addEventListener("pageshow", (event) => event.persisted && location.reload());
window.addEventListener("beforeunload", (event) => {
  if (!isLeaving() && (isUnsaved() || typing.size)) event.preventDefault();
});
setInterval(catchUp, SYNC_EVERY);

for (const id of ["clock-left", "clock-left-word", "clock-hide", "exam-keys"]) byId(id).hidden = false;
show(Number(exam.dataset.shown), { focus: false });
