// Saves that the server has not acknowledged yet. Kept in this window; a store that outlives it may take this shape:
// put(save), drop(save), list(), all asynchronous.

export class MemoryQueue {
  #saves = new Map();

  async put(save) {
    this.#saves.set(save.position, save);
  }

  // A newer save of the same question may have taken the place meanwhile: only the very same one goes.
  async drop(save) {
    if (this.#saves.get(save.position)?.key === save.key) this.#saves.delete(save.position);
  }

  async list() {
    return [...this.#saves.values()];
  }
}
