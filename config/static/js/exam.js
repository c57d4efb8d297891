// The exam page: one question a screen, keys, the clock, leaving. Answers and saving have modules of their own.

import { Unanswered, get, renewToken, token } from "./answer-post.js";
import { drawFlag, flagButton, isAnswered, isLast, options, show, shownForm, step } from "./exam-answers.js";
import { onTryNow } from "./exam-banner.js";
import { ExamClock } from "./exam-clock.js";
import * as flags from "./exam-flags.js";
import { at, byId, exam, fill, formOf, forms, isLeaving, leave, leaveTo, oneWay, queue, say, settings, words } from "./exam-page.js";
import * as saving from "./exam-saving.js";

const SYNC_EVERY = 60000;
const KEEPING_PAUSE = 250; // until typing is kept on this computer
const TYPING_PAUSE = 800; // until it is sent
// A long text is sent while it is written: every so often, and less often the more of its 500 saves are used up.
const LONG_TEXT_EVERY = [
  [350, 60000],
  [200, 20000],
  [0, 8000],
];
const TYPED = "textarea, input:not([type=radio], [type=checkbox], [type=hidden], [type=range])";

const flag = (form) => flags.flag(form, clock.deadline()).catch(lost);

// The line is whole again. Should a flag fail all the same, it waits for the next time: answers come first.
const sendFlags = (sent = flags.send()) =>
  sent.catch((failure) => {
    if (!(failure instanceof Unanswered)) throw failure;
  });

// No answer from the server. Anything else is a fault of this page and stays one.
function lost(failure) {
  if (!(failure instanceof Unanswered)) throw failure;
  if (!isLeaving()) saving.wentOffline(failure.signedOut);
}

function move(way) {
  if (way === "previous") step(-1);
  else if (isLast()) toSubmit();
  else if (oneWay) forward();
  else step(1);
}

// Leaving waits until every answer has its receipt; while the line is down the page stays.
async function toSubmit() {
  await settleAll();
  if (await saving.flush()) leaveTo(saving.isOver() ? exam.dataset.result : exam.dataset.submit);
  else say(words.submit_waits);
}

// For good, so the answer is on the server first; the server asks before the first such step and before an empty one.
async function forward() {
  await settleAll();
  if (!(await saving.flush())) return say(words.submit_waits);
  const form = shownForm();
  const { position } = form.dataset;
  if (position === "1" || !isAnswered(form)) leaveTo(exam.dataset.forward);
  else leaveByForm(exam.dataset.forward, { position });
}

function leaveByForm(address, fields) {
  const form = document.createElement("form");
  form.method = "post";
  form.action = address;
  form.hidden = true;
  for (const [name, value] of Object.entries({ csrfmiddlewaretoken: token(), ...fields }))
    form.append(Object.assign(document.createElement("input"), { name, value }));
  document.body.append(form);
  leave(() => form.submit());
}

// Another tab may have answered or submitted; a computer may have slept; somebody may have signed in again.
async function catchUp() {
  try {
    const { receipt } = await get(exam.dataset.state);
    takeIn(receipt);
  } catch (failure) {
    lost(failure);
  }
}

function takeIn(state) {
  renewToken(state.token);
  if (saving.isOver()) return;
  if (!state.running && !saving.isUnsaved()) return leaveTo(exam.dataset.result);
  // Another tab went on to the next question.
  if (oneWay && !formOf(state.reached) && !saving.isUnsaved()) return leaveTo(location.pathname);
  for (const question of state.questions) {
    const form = formOf(question.position);
    if (!form) continue;
    saving.savedElsewhere(question.saved);
    if (!flags.isWaiting(question.position)) drawFlag(form, question.flagged);
    if (typing.has(form) || saving.isWaiting(question.position)) continue;
    if (question.version <= Number(form.dataset.version)) continue;
    saving.giveWay(form, question);
  }
  clock.sync(state.now, state.deadline);
  if (saving.isUnsaved()) saving.flush();
  else saving.cameBack();
}

// Typing is kept on this computer almost at once, and sent after a pause or when the field is left.
const typing = new Map(); // form → the pause until it is kept
const sending = new Map(); // form → the pause until it is sent

function typed(form) {
  clearTimeout(typing.get(form));
  typing.set(form, setTimeout(() => settle(form), KEEPING_PAUSE));
}

async function settle(form) {
  if (!typing.has(form)) return;
  clearTimeout(typing.get(form));
  typing.delete(form);
  await saving.keep(form);
  const isLong = form.querySelector("textarea[name=value]") !== null;
  if (isLong && sending.has(form)) return;
  clearTimeout(sending.get(form));
  const [, every] = LONG_TEXT_EVERY.find(([from]) => Number(form.dataset.version) >= from);
  sending.set(form, setTimeout(() => send(form), isLong ? every : TYPING_PAUSE));
}

function send(form) {
  clearTimeout(sending.get(form));
  sending.delete(form);
  return saving.flush();
}

async function left(form) {
  await settle(form);
  if (sending.has(form)) await send(form);
}

function settleAll() {
  return Promise.all([...typing.keys()].map(settle));
}

// The clock

async function timeUp() {
  await settleAll();
  say(settings.autosubmit ? words.handing_in : words.time_up);
  // With the line down the page stays: the answers it holds must not go with it. The server closes the exam itself.
  const sent = await saving.flush();
  if (saving.isOver()) return;
  if (!sent || !settings.autosubmit) return saving.timeIsUp();
  leaveByForm(exam.dataset.submit);
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
    if (clock.left() > 0) saving.timeGoesOn();
  },
});
saving.saveBy({ clock, catchUp, sendFlags });

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
  if (event.target.matches(`${TYPED}, select, [contenteditable]`) || saving.isOver()) return;
  const form = shownForm();
  if (event.key >= "1" && event.key <= "9") {
    const input = options(form)[Number(event.key) - 1];
    if (!input) return;
    input.checked = input.type === "radio" || !input.checked;
    input.focus();
    saving.changed(form);
  } else if (event.key === "n") move("next");
  else if (event.key === "p") move("previous");
  else if (event.key === "f" && !oneWay) flag(form);
  else return;
  event.preventDefault();
}

for (const form of forms) {
  form.addEventListener("input", ({ target }) => target.name === "value" && target.matches(TYPED) && typed(form));
  form.addEventListener("change", ({ target }) => {
    if (target.name !== "value") return;
    if (target.matches(TYPED)) left(form);
    else saving.changed(form);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    left(form);
    move(event.submitter?.dataset.move);
  });
  flagButton(form).addEventListener("click", (event) => {
    event.preventDefault();
    flag(form);
  });
}

byId("exam-map").addEventListener("click", (event) => {
  const cell = event.target.closest("a[data-cell]");
  if (!cell || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  settleAll();
  show(Number(cell.dataset.cell));
});
byId("to-submit").addEventListener("click", (event) => {
  event.preventDefault();
  toSubmit();
});
byId("clock-hide").addEventListener("click", hideClock);
document.addEventListener("keydown", key);
document.addEventListener("visibilitychange", () => (document.visibilityState === "visible" ? catchUp() : settleAll()));
window.addEventListener("online", () => {
  saving.retrySoon();
  catchUp();
});
window.addEventListener("offline", () => saving.wentOffline(false));
window.addEventListener("pageshow", (event) => event.persisted && location.reload());
window.addEventListener("beforeunload", (event) => {
  if (!isLeaving() && (saving.isUnsaved() || typing.size)) event.preventDefault();
});
onTryNow(saving.tryNow);
setInterval(catchUp, SYNC_EVERY);

for (const id of ["clock-left", "clock-left-word", "clock-hide", "exam-keys"]) byId(id).hidden = false;
show(Number(exam.dataset.shown), { focus: false });
queue.sweep(clock.now());
saving.replay();
if (!oneWay) sendFlags(flags.replay());
