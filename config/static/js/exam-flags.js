// Flags ("come back to this question"): kept on this computer like an answer until the server has answered. The newest
// one of a question counts; one that comes twice or late changes nothing that decides.

import { alone, postFlag } from "./answer-post.js";
import { drawFlag, isFlagged } from "./exam-answers.js";
import { exam, formOf, positionOf, queue } from "./exam-page.js";

const waiting = new Map(); // position → whether it is to be flagged

export const isWaiting = (position) => waiting.has(position);

export async function flag(form, until) {
  const [position, on] = [positionOf(form), !isFlagged(form)];
  waiting.set(position, on);
  drawFlag(form, on);
  await queue.keepFlag(position, on, until);
  return send();
}

// Rejects with Unanswered while the line is down; what waits goes on waiting.
export async function send() {
  for (const position of [...waiting.keys()]) {
    await alone(`${exam.dataset.scope} ${position} flag`, () => sendOne(position));
  }
}

async function sendOne(position) {
  if (!waiting.has(position)) return;
  const on = waiting.get(position);
  const { status } = await postFlag(exam.dataset.flag, { position, on });
  await queue.settleFlag(position, on);
  if (waiting.get(position) !== on) return; // changed meanwhile: that one is sent next
  waiting.delete(position);
  if (status !== 200) drawFlag(formOf(position), !on);
}

// What a closed window left behind.
export async function replay() {
  for (const { position, on } of await queue.flags()) {
    const form = formOf(position);
    if (!form || waiting.has(position)) continue;
    waiting.set(position, on);
    drawFlag(form, on);
  }
  return send();
}
