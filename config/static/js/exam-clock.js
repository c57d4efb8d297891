// The one clock of an exam. It runs on the server's time; this computer's own clock is never read.

const SECOND = 1000;
const MINUTE = 60 * SECOND;

export class ExamClock {
  #offset;
  #deadline;
  #said = new Set();

  constructor({ now, deadline, low, onTick, onLow, onEnd, onMoved }) {
    Object.assign(this, { low, onTick, onLow, onEnd, onMoved });
    this.ended = false;
    this.#deadline = deadline;
    this.sync(now, deadline);
    // What is behind us at the start is not announced again, only shown.
    for (const minutes of low) if (this.left() < minutes * MINUTE) this.#said.add(minutes);
    setInterval(() => this.tick(), SECOND / 2);
  }

  sync(now, deadline) {
    this.#offset = now - performance.now();
    if (deadline !== this.#deadline) {
      this.#deadline = deadline;
      this.ended = false;
      this.onMoved(deadline);
    }
    this.tick();
  }

  now() {
    return performance.now() + this.#offset;
  }

  deadline() {
    return this.#deadline;
  }

  left() {
    return Math.max(0, this.#deadline - this.now());
  }

  tick() {
    const left = this.left();
    this.onTick(format(Math.ceil(left / SECOND)), left);
    for (const minutes of this.low) {
      if (left <= minutes * MINUTE && left > 0 && !this.#said.has(minutes)) {
        this.#said.add(minutes);
        this.onLow(minutes);
      }
    }
    if (left === 0 && !this.ended) {
      this.ended = true;
      this.onEnd();
    }
  }
}

function format(seconds) {
  const two = (number) => String(number).padStart(2, "0");
  const hours = Math.floor(seconds / 3600);
  const rest = `${two(Math.floor((seconds % 3600) / 60))}:${two(seconds % 60)}`;
  return hours ? `${hours}:${rest}` : rest;
}
