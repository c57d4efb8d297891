// The answers on the screen, the map of them, and which question is shown.

import { byId, exam, fill, formOf, forms, positionOf, words } from "./exam-page.js";

let shown = Number(exam.dataset.shown);

export const shownForm = () => formOf(shown);
export const isLast = () => shown === forms.length;
export const isFlagged = (form) => flagButton(form).getAttribute("aria-pressed") === "true";
export const flagButton = (form) => form.querySelector("[data-flag-button]");

export function valueOf(form) {
  if (form.dataset.input === "text") return [form.elements.value.value];
  return [...form.querySelectorAll("[name=value]:checked")].map((input) => input.value);
}

function isAnswered(form) {
  return valueOf(form).some((part) => part.trim() !== "");
}

// The server's answer stands: another window gave it, or it outran this one.
export function adopt(form, { version, value }) {
  form.dataset.version = form.elements.version.value = version;
  if (form.dataset.input === "text") form.elements.value.value = value[0] ?? "";
  else for (const input of form.querySelectorAll("[name=value]")) input.checked = value.includes(input.value);
}

export function note(form, sentence) {
  const place = form.querySelector("[data-note]");
  place.textContent = sentence;
  place.hidden = !sentence;
}

export function show(position, { focus = true } = {}) {
  if (position < 1 || position > forms.length) return;
  shown = position;
  for (const form of forms) form.hidden = positionOf(form) !== position;
  history.replaceState(null, "", `?q=${position}`);
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
  const answered = forms.filter(isAnswered).length;
  byId("answered-words").textContent = fill(words.answered, answered, forms.length);
  byId("count-answered").textContent = answered;
  byId("count-open").textContent = forms.length - answered;
  byId("count-flagged").textContent = forms.filter(isFlagged).length;
  byId("exam-line").value = answered;
}

function drawCell(form) {
  const cell = document.querySelector(`[data-cell="${form.dataset.position}"]`);
  cell.classList.toggle("answered", isAnswered(form));
  cell.classList.toggle("flagged", isFlagged(form));
  if (positionOf(form) === shown) cell.setAttribute("aria-current", "true");
  else cell.removeAttribute("aria-current");
  const state = [isAnswered(form) ? words.is_answered : "", isFlagged(form) ? words.is_flagged : ""].filter(Boolean);
  cell.querySelector("[data-cell-words]").textContent = state.map((word) => `, ${word}`).join("");
}
