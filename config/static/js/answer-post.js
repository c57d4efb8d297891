// Talking to the server about answers. What comes back is an answer of the server's, or it is not taken for one: a save
// is only ever dropped for a receipt, never for an error page, a sign-in page or somebody else's "not found".

const PATIENCE = 15000;
const RECEIPTS = [200, 409, 410, 422];

export class Unanswered extends Error {
  constructor(signedOut) {
    super(signedOut ? "signed out" : "no answer");
    this.signedOut = signedOut;
  }
}

const tokens = () => document.querySelectorAll("[name=csrfmiddlewaretoken]");
export const token = () => tokens()[0].value;

// Signing in again in another window changes it.
export function renewToken(fresh) {
  for (const input of tokens()) input.value = fresh;
}

export const get = (address) => ask(address, {});
export const post = (address, body) => ask(address, { method: "POST", body, headers: { "X-CSRFToken": token() } });

export function postSave(address, { position, save }) {
  const body = new URLSearchParams({ position, version: save.version, key: save.key });
  for (const part of save.value) body.append("value", part);
  return post(address, body);
}

// Sets what it says, whatever stood before: sent twice it is the same.
export function postFlag(address, { position, on }) {
  const body = new URLSearchParams({ position });
  if (on) body.set("flagged", "on");
  return post(address, body);
}

async function ask(address, { headers, ...rest }) {
  const signal = AbortSignal.timeout(PATIENCE);
  const asked = { ...rest, signal, redirect: "manual", headers: { Accept: "application/json", ...headers } };
  try {
    const response = await fetch(address, asked);
    // 404: somebody else has signed in in this browser, for whom this exam does not exist.
    if (response.type === "opaqueredirect" || [403, 404].includes(response.status)) throw new Unanswered(true);
    if (!RECEIPTS.includes(response.status)) throw new Unanswered(false);
    return { status: response.status, receipt: await response.json() };
  } catch (failure) {
    throw failure instanceof Unanswered ? failure : new Unanswered(false);
  }
}

// Tabs of one browser send the same question one after the other. Where there is no lock (plain http) both may send:
// the key makes it one save.
export function alone(name, step) {
  return navigator.locks ? navigator.locks.request(name, step) : step();
}
