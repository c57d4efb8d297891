// What every part of the exam page works on: the page's settings and words, its questions, and talking to the server.

import { MemoryQueue } from "./answer-queue.js";

export const exam = document.getElementById("exam");
export const settings = JSON.parse(document.getElementById("clock").textContent);
export const words = settings.words;
export const forms = [...exam.querySelectorAll("form.question")];
export const queue = new MemoryQueue();

export const byId = (id) => document.getElementById(id);
export const fill = (sentence, ...values) => values.reduce((text, value, n) => text.replace(`{${n}}`, value), sentence);
export const formOf = (position) => forms[position - 1];
export const positionOf = (form) => Number(form.dataset.position);
export const token = () => exam.querySelector("[name=csrfmiddlewaretoken]").value;
export const at = (moment, options) => new Date(moment).toLocaleTimeString("en-GB", { ...options, timeZone: settings.zone });

export function say(sentence) {
  byId("exam-says").textContent = sentence;
}

export async function post(address, body) {
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

let leaving = false;

export const isLeaving = () => leaving;

export function leave(go) {
  leaving = true;
  go();
}

export function leaveTo(address) {
  leave(() => location.assign(address));
}
