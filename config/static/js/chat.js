// The two ends of a text call, and the player's page of a voice call. Lines carry a key of their own, so that one sent
// twice is one line; the page asks every two seconds for what is new.

const words = JSON.parse(document.getElementById("chat-words").textContent);
const ASK_MS = 2000;
const RETRY_MS = 3000;

const say = (sentence, values) => sentence.replace(/%\((\w+)\)s/g, (_, name) => values[name] ?? "");
const pause = (ms) => new Promise((done) => setTimeout(done, ms));

async function stateOf(url, since = 0) {
  try {
    const response = await fetch(`${url}?since=${since}`, { headers: { Accept: "application/json" } });
    return response.ok ? await response.json() : null;
  } catch {
    return null;
  }
}

function chat(root) {
  const log = root.querySelector("[data-log]");
  const write = root.querySelector("[data-write]");
  const reply = root.querySelector("[data-reply]");
  const token = root.querySelector("[name=csrfmiddlewaretoken]").value;
  const target = Number(root.dataset.target);
  const isAgent = Boolean(root.dataset.agent);
  let last = Math.max(0, ...[...log.children].map((line) => Number(line.dataset.seq)));
  let running = Boolean(root.dataset.running);
  const queue = [];
  let sending = false;

  function add({ seq, mine, text, at, clock, key }) {
    last = Math.max(last, seq ?? 0);
    const known = key && log.querySelector(`[data-key="${CSS.escape(key)}"]`);
    const line = known || document.createElement("li");
    if (!known && seq && log.querySelector(`[data-seq="${seq}"]`)) return line;
    line.className = mine ? "mine" : "";
    if (seq) Object.assign(line.dataset, { seq, at });
    if (key) line.dataset.key = key;
    const bubble = Object.assign(document.createElement("div"), { className: "bubble", textContent: text });
    const meta = Object.assign(document.createElement("div"), { className: "bubble-meta" });
    meta.append(Object.assign(document.createElement(seq ? "time" : "span"), { textContent: clock }));
    line.replaceChildren(bubble, meta);
    if (!known) log.append(line);
    log.scrollTop = log.scrollHeight;
    return line;
  }

  async function send() {
    if (sending) return;
    sending = true;
    while (queue.length) {
      const { text, key, line } = queue[0];
      try {
        const body = new URLSearchParams({ text, key, csrfmiddlewaretoken: token });
        const response = await fetch(root.dataset.post, { method: "POST", body, redirect: "manual" });
        if (response.ok) add((await response.json()).line);
        else if (response.status === 422) line.querySelector(".bubble-meta span").textContent = (await response.json()).sentence;
        else throw new Error(response.status);
        queue.shift();
      } catch {
        const state = line.querySelector(".bubble-meta span");
        if (state) state.textContent = words.unsent;
        await pause(RETRY_MS);
      }
    }
    sending = false;
  }

  // How long the customer has waited since the first line without an answer; the target is ten seconds.
  function clock() {
    if (!isAgent || !running) return;
    const lines = [...log.querySelectorAll("[data-at]")];
    const answered = lines.findLastIndex((line) => line.classList.contains("mine"));
    const asked = lines.slice(answered + 1)[0];
    const seconds = asked ? Math.max(0, Math.floor((Date.now() - new Date(asked.dataset.at)) / 1000)) : null;
    reply.classList.toggle("reply-time-late", seconds > target);
    if (seconds !== null) reply.lastElementChild.textContent = say(seconds > target ? words.late : words.waits, { seconds, target });
    else if (answered > 0) {
      const first = lines.slice(0, answered).findLastIndex((line) => line.classList.contains("mine"));
      const question = lines[first + 1];
      const took = Math.round((new Date(lines[answered].dataset.at) - new Date(question.dataset.at)) / 1000);
      if (!question.classList.contains("mine")) reply.lastElementChild.textContent = say(words.answered, { seconds: took });
    }
  }

  function over(next = "") {
    running = false;
    write.hidden = true;
    root.querySelector("[data-hang-up]").hidden = true;
    reply.lastElementChild.textContent = words.ended;
    if (next) location.assign(next);
  }

  write.addEventListener("submit", (event) => {
    event.preventDefault();
    const text = write.elements.text.value.trim();
    if (!text) return;
    const key = crypto.randomUUID?.() ?? `${Date.now()}-${Math.random()}`;
    queue.push({ text, key, line: add({ mine: true, text, clock: words.sending, key }) });
    write.reset();
    send();
  });

  write.elements.text.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    write.requestSubmit();
  });

  root.querySelector("[data-hang-up]").addEventListener("click", async () => {
    const body = new URLSearchParams({ csrfmiddlewaretoken: token });
    const response = await fetch(root.dataset.end, { method: "POST", body, headers: { Accept: "application/json" } });
    if (response.ok) over((await response.json()).next);
  });

  setInterval(clock, 500);
  const ask = setInterval(async () => {
    const state = await stateOf(root.dataset.state, last);
    if (!state) return;
    state.lines.forEach(add);
    if (state.state === "running") running = true;
    else if (state.state !== "booked") {
      clearInterval(ask);
      over();
      if (isAgent) location.reload();
    }
  }, ASK_MS);
  log.scrollTop = log.scrollHeight;
}

// The player of a voice call sees when it begins, ends, or goes on as text.
function voice(card) {
  const ask = setInterval(async () => {
    const state = await stateOf(card.dataset.state);
    if (!state || (state.state === card.dataset.now && state.mode !== "text")) return;
    clearInterval(ask);
    location.reload();
  }, ASK_MS);
  if (!["booked", "running"].includes(card.dataset.now)) clearInterval(ask);
}

const root = document.querySelector("[data-chat]");
const card = document.querySelector("[data-voice]");
if (root) chat(root);
if (card) voice(card);
