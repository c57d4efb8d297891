// What one question has waiting in this browser: a save that may have reached the server (`tried`), and behind it the
// newest answer, not sent yet. Pure steps, so that a store on disk and one in memory do the same.
//
// A save is {key, value, version, follows, tried}. `version` is the answer on the server that it was made on. One that
// `follows` another waiting save was made on that one instead, and learns its version from that one's receipt.

export const EMPTY = { saves: [], acknowledged: null };

export function added(line, save) {
  if (line.acknowledged && line.acknowledged.key === save.follows) {
    return push(line, { ...save, version: line.acknowledged.version, follows: "" });
  }
  const before = line.saves.find((waiting) => waiting.key === save.follows);
  if (!before) return push(line, { ...save, follows: "" });
  // Its receipt may have been lost on the way back: what was tried stays until the server has answered it.
  if (before.tried) return push(line, save);
  const instead = { ...save, version: before.version, follows: before.follows };
  return { ...line, saves: line.saves.map((waiting) => (waiting === before ? instead : waiting)) };
}

export function tried(line) {
  return { ...line, saves: line.saves.map((save, n) => (n ? save : { ...save, tried: true })) };
}

// `version` is what the server gave the save; null if it did not keep it.
export function settled(line, key, version) {
  const saves = line.saves
    .filter((save) => save.key !== key)
    .map((save) => (save.follows === key ? { ...save, follows: "", version: version ?? save.version } : save));
  return { ...line, saves, acknowledged: version === null ? line.acknowledged : { key, version } };
}

function push(line, save) {
  return { ...line, saves: [...line.saves, save] };
}
