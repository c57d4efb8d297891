// What every part of the exam page works on: the page's settings and words, its questions, and what waits to be saved.

import { AnswerQueue } from "./answer-queue.js";

export const exam = document.getElementById("exam");
export const settings = JSON.parse(document.getElementById("clock").textContent);
export const words = settings.words;
export const forms = [...exam.querySelectorAll("form.question")];
export const oneWay = "forward" in exam.dataset; // only the question reached is on the page
export const queue = new AnswerQueue(exam.dataset.scope);

export const byId = (id) => document.getElementById(id);
export const fill = (sentence, ...values) => values.reduce((text, value, n) => text.replace(`{${n}}`, value), sentence);
export const count = (name, number) => (number === 1 ? words[`${name}_one`] : fill(words[name], number));
export const formOf = (position) => forms.find((form) => positionOf(form) === Number(position));
export const positionOf = (form) => Number(form.dataset.position);
export const at = (moment, options) => new Date(moment).toLocaleTimeString("en-GB", { ...options, timeZone: settings.zone });

export function say(sentence) {
  byId("exam-says").textContent = sentence;
}

let leaving = false;

export const isLeaving = () => leaving;

export function leave(go) {
  leaving = true;
  go();
}

export function leaveTo(address) {
  leave(() => location.assign(address));
}
