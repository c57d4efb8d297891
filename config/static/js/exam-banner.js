// The banner below the header: what is the matter, what is safe, what happens next. In words, with a button to try now.

import { byId, exam } from "./exam-page.js";

const SECOND = 1000;

const banner = byId("exam-banner");
const again = byId("exam-again");
let counting = null;

byId("exam-result").href = exam.dataset.result;

export function onTryNow(step) {
  byId("exam-try").addEventListener("click", step);
}

// Only the sentences are announced; the seconds run outside what a screen reader follows.
export function drawBanner({ title, text, tries = false, result = false }) {
  const [strong, sentence] = [banner.querySelector("strong"), banner.querySelector("p")];
  if (strong.textContent !== title) strong.textContent = title;
  if (sentence.textContent !== text) sentence.textContent = text;
  byId("exam-try").hidden = !tries;
  byId("exam-result").hidden = !result;
  if (!tries) countDown(0);
  banner.hidden = false;
}

export function hideBanner() {
  banner.hidden = true;
  countDown(0);
}

// `wait` in milliseconds until the next attempt; 0 while it is on its way.
export function countDown(wait, sentence = "") {
  clearInterval(counting);
  const until = performance.now() + wait;
  const draw = () => {
    const left = Math.max(1, Math.ceil((until - performance.now()) / SECOND));
    again.textContent = sentence.replace("{0}", left);
  };
  draw();
  if (wait) counting = setInterval(draw, SECOND);
}
