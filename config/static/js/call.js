// Before a call: test the microphone, wait for the colleague. In the call: record in numbered, hashed parts, send them
// while recording, try again for as long as the page is open, close the recording when all parts have arrived.

const words = JSON.parse(document.getElementById("call-words").textContent);
const TYPES = ["audio/webm;codecs=opus", "audio/ogg;codecs=opus"];
const PART_MS = 4000;
const RETRY_MS = 3000;
const ASK_MS = 3000;

const say = (sentence, values = {}) => sentence.replace(/%\((\w+)\)s/g, (_, name) => values[name] ?? "");
const time = (seconds) => `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, "0")}`;
const pause = (ms) => new Promise((done) => setTimeout(done, ms));

function whyNoMicrophone(error) {
  if (!window.isSecureContext) return words.mic_insecure;
  if (!navigator.mediaDevices || !window.MediaRecorder) return words.mic_unsupported;
  return error?.name === "NotFoundError" || error?.name === "OverconstrainedError" ? words.mic_absent : words.mic_refused;
}

async function microphone() {
  if (!window.isSecureContext || !navigator.mediaDevices || !window.MediaRecorder) throw new Error("unsupported");
  if (!TYPES.some((type) => MediaRecorder.isTypeSupported(type))) throw new Error("unsupported");
  return navigator.mediaDevices.getUserMedia({ audio: { channelCount: 1, echoCancellation: false } });
}

// Draws the level; calls back once with true as soon as something is heard.
function watchLevel(stream, meter, heard = () => {}) {
  const context = new AudioContext();
  const analyser = context.createAnalyser();
  context.createMediaStreamSource(stream).connect(analyser);
  const samples = new Float32Array(analyser.fftSize);
  let told = false;
  const timer = setInterval(() => {
    analyser.getFloatTimeDomainData(samples);
    const loudness = Math.sqrt(samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length);
    meter.value = Math.min(1, loudness * 4);
    if (loudness > 0.01 && !told) heard((told = true));
  }, 100);
  return () => {
    clearInterval(timer);
    context.close();
  };
}

function before(form) {
  const mic = form.querySelector("[data-mic]");
  const voice = form.querySelector("[data-start=voice]");
  const noMic = form.querySelector("[data-start=no-mic]");
  let stop = () => {};

  form.querySelector("[data-mic-test]").addEventListener("click", async () => {
    stop();
    try {
      const stream = await microphone();
      mic.textContent = words.mic_quiet;
      noMic.hidden = true;
      const unwatch = watchLevel(stream, form.querySelector("[data-level]"), () => (mic.textContent = words.mic_ok));
      stop = () => (unwatch(), stream.getTracks().forEach((track) => track.stop()));
    } catch (error) {
      mic.textContent = whyNoMicrophone(error);
      noMic.hidden = false;
      noMic.focus();
    }
  });

  form.addEventListener("submit", async (event) => {
    const button = event.submitter;
    if (button?.getAttribute("aria-disabled") === "true") return event.preventDefault();
    if (button !== voice || voice.dataset.ready) return;
    event.preventDefault();
    try {
      (await microphone()).getTracks().forEach((track) => track.stop());
      voice.dataset.ready = "yes";
      form.requestSubmit(voice);
    } catch (error) {
      mic.textContent = whyNoMicrophone(error);
      noMic.hidden = false;
      noMic.focus();
    }
  }, true);

  const ask = setInterval(async () => {
    const state = await stateOf(form.dataset.state);
    if (!state) return;
    form.querySelector("[data-waits]").hidden = Boolean(state.player);
    const there = form.querySelector("[data-there]");
    there.hidden = !state.player;
    if (state.player) there.querySelector(".state > span").textContent = say(words.player, { name: state.player });
    for (const button of form.querySelectorAll("[data-start]")) {
      if (state.player) button.removeAttribute("aria-disabled");
      else button.setAttribute("aria-disabled", "true");
    }
    form.querySelector("[data-why]").hidden = Boolean(state.player);
    if (state.state !== "booked") location.reload();
  }, ASK_MS);
  window.addEventListener("pagehide", () => (clearInterval(ask), stop()));
}

async function stateOf(url) {
  try {
    const response = await fetch(url, { headers: { Accept: "application/json" } });
    return response.ok ? await response.json() : null;
  } catch {
    return null;
  }
}

class Upload {
  constructor(root, receipt) {
    this.chunks = root.dataset.chunks;
    this.close = root.dataset.close;
    this.token = root.querySelector("[name=csrfmiddlewaretoken]").value;
    this.next = Number(root.dataset.next);
    this.waiting = [];
    this.kept = new Map(); // parts until the recording is closed, should the server miss one
    this.receipt = receipt;
    this.busy = false;
    this.failed = false;
    this.onRefused = () => {};
  }

  add(blob, seconds) {
    const number = this.next++;
    this.kept.set(number, { number, blob, seconds });
    this.waiting.push(this.kept.get(number));
    return this.send();
  }

  get isDone() {
    return !this.busy && this.waiting.length === 0;
  }

  async send() {
    if (this.busy) return;
    this.busy = true;
    while (this.waiting.length && !this.failed) {
      const part = this.waiting[0];
      const answer = await this.put(part);
      if (answer === "kept") this.waiting.shift();
      else if (answer === "later") {
        this.show(words.kept, "receipt-kept");
        await pause(RETRY_MS);
      }
      if (answer === "kept") {
        const left = this.waiting.length;
        this.show(left > 2 ? say(words.saving, { count: left }) : say(words.saved, { time: time(part.seconds) }));
      }
    }
    this.busy = false;
  }

  async put({ number, blob }) {
    try {
      const bytes = await blob.arrayBuffer();
      const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
      const sha256 = [...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("");
      const response = await fetch(this.chunks.replace(/0$/, number), {
        method: "PUT",
        body: bytes,
        redirect: "manual",
        headers: { "X-CSRFToken": this.token, "X-Content-SHA256": sha256, "Content-Type": "application/octet-stream" },
      });
      if (response.ok) return "kept";
      if (response.type === "opaqueredirect" || response.status >= 500 || response.status === 422) return "later";
      const body = await response.json().catch(() => ({}));
      if (response.status === 409 && body.next > number) return this.renumber(body.next - number);
      this.failed = true;
      this.show(say(words.refused, { sentence: body.sentence ?? String(response.status) }), "receipt-failed");
      this.onRefused();
      return "refused";
    } catch {
      return "later";
    }
  }

  // A part of the page as it was before a reload arrived late under this number: ours follow it.
  renumber(shift) {
    for (const part of this.waiting) this.kept.delete(part.number);
    for (const part of this.waiting) this.kept.set((part.number += shift), part);
    this.next += shift;
    return "again";
  }

  async finish() {
    if (this.next === 0 || this.failed) return;
    this.show(words.closing);
    for (;;) {
      while (!this.isDone && !this.failed) await pause(200);
      if (this.failed) return;
      const answer = await this.closed();
      if (answer === true) {
        this.kept.clear();
        return this.show(words.done);
      }
      if (Array.isArray(answer)) {
        this.waiting = answer.filter((number) => this.kept.has(number)).map((number) => this.kept.get(number));
        if (this.waiting.length) this.send();
        else if ((this.next = Math.min(...answer)) === 0) return this.show(words.done); // nothing came before the gap
      } else {
        this.show(words.kept, "receipt-kept");
        await pause(RETRY_MS);
      }
    }
  }

  async closed() {
    try {
      const body = new URLSearchParams({ last: this.next - 1, csrfmiddlewaretoken: this.token });
      const response = await fetch(this.close, { method: "POST", body, redirect: "manual" });
      if (response.ok) return true;
      if (response.status === 409) return (await response.json()).missing;
      return false;
    } catch {
      return false;
    }
  }

  show(sentence, kind = "") {
    this.receipt.textContent = sentence;
    this.receipt.className = `receipt ${kind}`.trim();
  }
}

function inCall(root) {
  const receipt = root.querySelector("[data-receipt]");
  const mic = root.querySelector("[data-mic]");
  const asText = root.querySelector("[data-as-text]");
  const upload = new Upload(root, receipt);
  const began = Date.now() - Number(root.dataset.elapsed) * 1000;
  const seconds = () => (Date.now() - began) / 1000;
  let recorder = null;
  let ended = false;

  const clock = setInterval(() => (root.querySelector("[data-time]").textContent = time(seconds())), 500);

  async function begin() {
    try {
      const stream = await microphone();
      watchLevel(stream, root.querySelector("[data-level]"));
      const mimeType = TYPES.find((type) => MediaRecorder.isTypeSupported(type));
      recorder = new MediaRecorder(stream, { mimeType, audioBitsPerSecond: 32000 });
      recorder.addEventListener("dataavailable", (event) => event.data.size && upload.add(event.data, seconds()));
      stream.getTracks()[0].addEventListener("ended", () => lost(words.mic_lost));
      recorder.start(PART_MS);
      root.querySelector("[data-recording]").hidden = false;
    } catch (error) {
      lost(whyNoMicrophone(error));
    }
  }

  function lost(sentence) {
    if (ended) return;
    mic.textContent = sentence;
    asText.hidden = false;
  }

  async function stop() {
    if (!recorder || recorder.state === "inactive") return;
    const stopped = new Promise((done) => recorder.addEventListener("stop", done, { once: true }));
    recorder.stop();
    await stopped;
    recorder.stream.getTracks().forEach((track) => track.stop());
  }

  async function finish() {
    if (ended) return;
    ended = true;
    clearInterval(clock);
    root.querySelector("[data-hang-up]").hidden = true;
    asText.hidden = true;
    root.querySelector("[data-recording]").hidden = true;
    mic.textContent = words.ended;
    await stop();
    await upload.finish();
    root.querySelector("[data-done]").hidden = false;
    root.querySelector("[data-done] a").focus();
  }

  async function hangUp() {
    const body = new URLSearchParams({ csrfmiddlewaretoken: upload.token });
    for (;;) {
      try {
        const headers = { Accept: "application/json" };
        if ((await fetch(root.dataset.end, { method: "POST", body, headers, redirect: "manual" })).ok) break;
      } catch {
        // the line is down: what was recorded is kept here, the hang-up is tried again
      }
      upload.show(words.kept, "receipt-kept");
      await pause(RETRY_MS);
    }
    await finish();
  }

  // What was recorded until now is closed before the call goes on as text.
  asText.addEventListener("submit", async (event) => {
    event.preventDefault();
    await stop();
    await upload.finish();
    asText.submit();
  });
  upload.onRefused = () => (asText.hidden = ended);

  root.querySelector("[data-hang-up]").addEventListener("click", hangUp);
  window.addEventListener("beforeunload", (event) => {
    if (!upload.isDone || (recorder && recorder.state === "recording")) event.preventDefault();
  });
  if (root.dataset.running) {
    begin();
    const ask = setInterval(async () => {
      const state = await stateOf(root.dataset.state);
      if (!state || state.state === "running") return;
      clearInterval(ask);
      finish();
    }, ASK_MS);
  } else finish();
}

const form = document.querySelector("[data-preflight]");
const root = document.querySelector("[data-call]");
if (form) before(form);
if (root) inCall(root);
