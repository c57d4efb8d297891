// Saves that the server has not acknowledged yet, kept on this computer until it has: they outlive the window. One line
// (see answer-line.js) for each question of one attempt of one person; nobody else's page reads or sends it. Where the
// browser refuses to store anything, the lines live as long as the window does and `outlives` says so.

import { EMPTY, added, settled, tried } from "./answer-line.js";

const DATABASE = "readyline-exams";
const LINES = "lines";
const OPENING = 4000; // milliseconds; a browser that does not answer is one that refuses
const KEPT_AFTER_END = 30 * 24 * 3600 * 1000;

export class AnswerQueue {
  outlives = true;
  #scope;
  #database = opened();
  #lines = new Map(); // this window's copy, for the moment in which the store fails

  constructor(scope) {
    this.#scope = scope;
    this.#database.catch(() => this.#refused());
  }

  // `until` is the end of the exam by the server's clock: what is left long after it can count no more.
  async keep(position, save, until) {
    await this.#change(position, (line) => ({ ...added(line, save), until }));
  }

  // The save to send first, marked as tried before it leaves; undefined if nothing waits.
  async next(position) {
    const line = await this.#change(position, tried);
    return line.saves[0];
  }

  // The server has answered this one, whatever it said. Returns what still waits.
  async settle(position, key, version) {
    const line = await this.#change(position, (line) => settled(line, key, version));
    return line.saves;
  }

  // The lines with something to send, in the order of the questions.
  async waiting() {
    const lines = await this.#read();
    return lines.filter((line) => line.saves.length).sort((one, other) => one.position - other.position);
  }

  // Whether a question is to be flagged stands beside its saves, until the server has answered.
  async keepFlag(position, on, until) {
    await this.#change(position, (line) => ({ ...line, flag: on, until }));
  }

  async flags() {
    const lines = await this.#read();
    return lines.filter(({ flag }) => flag !== undefined).map(({ position, flag }) => ({ position, on: flag }));
  }

  // Unless it was changed meanwhile.
  async settleFlag(position, on) {
    await this.#change(position, ({ flag, ...line }) => (flag === undefined || flag === on ? line : { ...line, flag }));
  }

  // The attempt is over and nothing waits any more.
  async forget() {
    this.#lines.clear();
    await this.#write((lines) => lines.delete(ofScope(this.#scope)));
  }

  // Others' lines are never read, only taken away a month after their exam ended. `now` is the server's time.
  async sweep(now) {
    await this.#write((lines) => {
      lines.openCursor().onsuccess = ({ target: { result: cursor } }) => {
        if (cursor && cursor.value.until + KEPT_AFTER_END < now) cursor.delete();
        cursor?.continue();
      };
    });
  }

  async #change(position, step) {
    const place = [this.#scope, position];
    let changed;
    try {
      await this.#inStore("readwrite", async (lines) => {
        const line = await answer(lines.get(place));
        changed = step(line ?? { scope: this.#scope, position, until: 0, ...EMPTY });
        lines.put(changed);
      });
    } catch {
      this.#refused();
      changed = step(this.#lines.get(position) ?? { position, ...EMPTY });
    }
    this.#lines.set(position, changed);
    return changed;
  }

  async #read() {
    try {
      let lines;
      await this.#inStore("readonly", async (store) => {
        lines = await answer(store.getAll(ofScope(this.#scope)));
      });
      this.#lines = new Map(lines.map((line) => [line.position, line]));
    } catch {
      this.#refused();
    }
    return [...this.#lines.values()];
  }

  async #write(step) {
    try {
      await this.#inStore("readwrite", step);
    } catch {
      this.#refused();
    }
  }

  async #inStore(mode, step) {
    const transaction = (await this.#database).transaction(LINES, mode, { durability: "strict" });
    const committed = new Promise((resolve, reject) => {
      transaction.oncomplete = resolve;
      transaction.onabort = () => reject(transaction.error);
    });
    await Promise.all([step(transaction.objectStore(LINES)), committed]);
  }

  // From here on this window's copy is the truth: a store that comes back does not know what was kept meanwhile.
  #refused() {
    this.outlives = false;
    this.#database = Promise.reject(new Error("This browser keeps nothing."));
    this.#database.catch(() => {});
  }
}

const ofScope = (scope) => IDBKeyRange.bound([scope, 0], [scope, Infinity]);

function answer(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

async function opened() {
  const request = indexedDB.open(DATABASE, 1);
  request.onupgradeneeded = () => request.result.createObjectStore(LINES, { keyPath: ["scope", "position"] });
  const late = new Promise((_, reject) => setTimeout(reject, OPENING, new Error("No answer from the store.")));
  return Promise.race([answer(request), late]);
}
