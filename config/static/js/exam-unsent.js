// On the pages around an exam (before submitting, the result): answers that a closed window left on this computer are
// sent once, each with its own key, and the page says what became of them. After the end they are evidence, not scored.

import { AnswerQueue } from "./answer-queue.js";
import { Unanswered, alone, postFlag, postSave } from "./answer-post.js";

const banner = document.getElementById("unsent");
const { scope, save: address, flag: flagAddress, reload } = banner.dataset;
const queue = new AnswerQueue(scope);
const tryAgain = banner.querySelector("button");

const sentence = (name, number) => banner.dataset[number === 1 ? `${name}One` : name].replace("{0}", number);

function say(title, text) {
  banner.querySelector("strong").textContent = title;
  banner.querySelector("p").textContent = text;
  banner.hidden = false;
}

async function send() {
  const lines = await queue.waiting();
  if (!lines.length) return (await sendFlags()) ? location.reload() : forget();
  const count = lines.reduce((sum, line) => sum + line.saves.length, 0);
  tryAgain.hidden = true;
  say(sentence("unsent", count), banner.dataset.sending);
  try {
    const came = { 200: 0, 409: 0, 410: 0, 422: 0 };
    for (const { position } of lines) await alone(`${scope} ${position}`, () => sendLine(position, came));
    await sendFlags();
    told(came);
    await forget();
  } catch (failure) {
    if (!(failure instanceof Unanswered)) throw failure;
    say(sentence("unsent", count), failure.signedOut ? banner.dataset.signedOut : banner.dataset.failed);
    tryAgain.hidden = false;
  }
}

// Before submitting there may be more to come; with the result there is nothing left to keep.
async function forget() {
  if (!reload) await queue.forget();
}

async function sendLine(position, came) {
  for (let save = await queue.next(position); save; save = await queue.next(position)) {
    const { status, receipt } = await postSave(address, { position, save });
    await queue.settle(position, save.key, status === 200 ? receipt.version : null);
    came[status] += 1;
  }
}

// True if the page lists other questions now. After the end a flag means nothing any more.
async function sendFlags() {
  const flags = reload ? await queue.flags() : [];
  try {
    for (const { position, on } of flags) {
      await postFlag(flagAddress, { position, on });
      await queue.settleFlag(position, on);
    }
  } catch (failure) {
    if (!(failure instanceof Unanswered)) throw failure;
    return false;
  }
  return flags.length > 0;
}

function told({ 200: kept, 409: stale, 410: late, 422: refused }) {
  if (reload && kept) return location.reload(); // the page counts what is answered
  const parts = { kept, stale, late, refused };
  const sentences = Object.keys(parts).filter((name) => parts[name]).map((name) => sentence(name, parts[name]));
  say(banner.dataset.done, sentences.join(" "));
}

tryAgain.addEventListener("click", send);
window.addEventListener("online", send);
send();
