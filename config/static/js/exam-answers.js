// The answers on the screen, the map of them, and which question is shown.

import { byId, exam, fill, formOf, forms, oneWay, positionOf, words } from "./exam-page.js";

const PICKED = "[name=value]:is([type=radio], [type=checkbox])";
const FILLED = "[name=value]:not([type=radio], [type=checkbox])";

let shown = Number(exam.dataset.shown);
let isKept = () => false;

export const shownForm = () => formOf(shown);
export const isLast = () => shown === Number(exam.dataset.total);
export const isFlagged = (form) => flagButton(form).getAttribute("aria-pressed") === "true";
export const flagButton = (form) => form.querySelector("[data-flag-button]");
export const options = (form) => form.querySelectorAll(PICKED);

// Whether the answer to a question waits on this computer, for the map and the question itself.
export function keptBy(test) {
  isKept = test;
}

// Just what the form would post: the places that are picked, or every field in its order. No kind of question is known.
export const valueOf = (form) => new FormData(form).getAll("value");

// Some fields hold something before anybody touched them: only what was saved or is to be saved is an answer.
export function isAnswered(form) {
  const given = Number(form.dataset.version) > 0 || form.dataset.last;
  const seen = [...form.querySelectorAll(`${PICKED}:checked, ${FILLED}:not([type=hidden])`)];
  return Boolean(given) && seen.some((field) => field.value.trim() !== "");
}

// The answer that stands is shown: another window gave it, or it waited on this computer. A question with a script of
// its own hears "adopted" and draws itself again.
export function adopt(form, value) {
  for (const input of form.querySelectorAll(PICKED)) input.checked = value.includes(input.value);
  form.querySelectorAll(FILLED).forEach((field, n) => {
    field.value = value[n] ?? "";
  });
  form.dispatchEvent(new CustomEvent("adopted", { detail: value }));
}

export function setVersion(form, version) {
  form.dataset.version = form.elements.version.value = version;
}

export function note(form, sentence) {
  const place = form.querySelector("[data-note]");
  place.textContent = sentence;
  place.hidden = !sentence;
}

export function show(position, { focus = true } = {}) {
  if (!formOf(position)) return;
  shown = position;
  for (const form of forms) form.hidden = positionOf(form) !== position;
  if (!oneWay) history.replaceState(null, "", `?q=${position}`);
  drawMap();
  window.scrollTo({ top: 0 });
  if (focus) byId(`stem${position}`).focus({ preventScroll: true });
}

export function step(by) {
  show(shown + by);
}

export function drawFlag(form, on) {
  flagButton(form).setAttribute("aria-pressed", String(on));
  flagButton(form).querySelector("span").textContent = on ? words.unflag : words.flag;
  drawMap();
}

export function drawMap() {
  for (const form of forms) drawCell(form);
  const [answered, flagged] = ["answered", "flagged"].map((state) => document.querySelectorAll(`[data-cell].${state}`).length);
  const kept = forms.filter(isKept).length;
  const { total } = exam.dataset;
  byId("answered-words").textContent = fill(words.answered, answered, total);
  byId("count-answered").textContent = answered;
  byId("count-open").textContent = total - answered;
  byId("count-flagged").textContent = flagged;
  byId("count-kept").textContent = kept;
  byId("legend-kept").hidden = !kept;
  byId("exam-line").value = answered;
}

function drawCell(form) {
  const cell = document.querySelector(`[data-cell="${form.dataset.position}"]`);
  const is = { answered: isAnswered(form), kept: isKept(form), flagged: isFlagged(form) };
  for (const [state, on] of Object.entries(is)) cell.classList.toggle(state, on);
  if (positionOf(form) === shown) cell.setAttribute("aria-current", "true");
  else cell.removeAttribute("aria-current");
  const said = Object.keys(is).filter((state) => is[state]);
  cell.querySelector("[data-cell-words]").textContent = said.map((state) => `, ${words[`is_${state}`]}`).join("");
  drawKept(form, is.kept);
}

function drawKept(form, kept) {
  const shownAlready = form.querySelector("[data-kept]");
  if (kept && !shownAlready) form.querySelector("[data-note]").before(byId("question-kept").content.cloneNode(true));
  else if (!kept) shownAlready?.remove();
}
