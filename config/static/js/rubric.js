// The rubric panel of a desk. Keys 0 to 4 score the open line, up and down change it, x goes to the critical errors.
// A desk with a recording asks for a remark at a time: form.dispatchEvent(new CustomEvent("rubric:remark", {detail: {ms}})).
// Every change is saved as a draft; the server answers with what follows from it.

const form = document.querySelector("form[data-rubric]");
const lines = [...form.querySelectorAll("[data-line]")];
const consequence = document.querySelector("[data-consequence]");
const words = JSON.parse(document.getElementById("rubric-words").textContent);
const PAUSE = 700;
const RETRY = 4000;

let open = 0;
let timer = null;
let saving = false;
let dirty = false;

const chosen = (line) => line.querySelector("input[type=radio]:checked")?.value ?? "";

function show(index, { focus = true } = {}) {
  if (index < 0 || index >= lines.length) return;
  open = index;
  lines.forEach((line, n) => {
    line.classList.toggle("line-open", n === index);
    line.querySelector("[data-open]").setAttribute("aria-expanded", String(n === index));
  });
  if (!focus) return;
  const radio = lines[index].querySelector("input:checked") ?? lines[index].querySelector("input[type=radio]");
  radio.focus({ preventScroll: true });
  lines[index].scrollIntoView({ block: "nearest" });
}

function draw(line) {
  for (const step of line.querySelectorAll(".levels-strip span")) {
    step.classList.toggle("chosen", step.dataset.level === chosen(line));
  }
}

// After full points the next line without a score opens; a lost point waits for its comment.
function choose(line, value) {
  const radio = line.querySelector(`input[type=radio][value="${value}"]`);
  if (!radio) return;
  radio.checked = true;
  changed(line);
  const top = Math.max(...[...line.querySelectorAll(".levels-strip span")].map((step) => Number(step.dataset.level)));
  const next = lines.findIndex((other) => !chosen(other));
  if (Number(value) === top && next >= 0) show(next);
  else {
    show(lines.indexOf(line), { focus: false });
    if (Number(value) < top) line.querySelector("textarea").focus();
  }
}

function changed(line) {
  if (line) draw(line);
  dirty = true;
  clearTimeout(timer);
  timer = setTimeout(save, 0);
}

async function save() {
  if (saving || !dirty) return;
  clearTimeout(timer);
  saving = true;
  dirty = false;
  try {
    const response = await fetch(form.dataset.rubric, {
      method: "POST",
      body: new URLSearchParams(new FormData(form)),
      redirect: "manual",
      headers: { Accept: "application/json" },
    });
    if (response.type === "opaqueredirect" || response.status >= 500 || response.status === 403) throw new Error();
    answered(response.status, await response.json());
  } catch {
    dirty = true;
    note(words.offline);
    timer = setTimeout(save, RETRY);
  } finally {
    saving = false;
  }
  if (dirty && !timer) save();
}

function answered(status, body) {
  if (status === 200) {
    form.elements.version.value = body.version;
    note("");
    draft(body);
  } else {
    note(body.sentence, status === 409 ? words.reload : "");
  }
  if (dirty) timer = setTimeout(save, 0);
}

function draft({ consequence: html, points, lacks, scored }) {
  follow(html);
  form.querySelector("[data-scored]").textContent = scored;
  for (const line of lines) {
    line.querySelector("[data-points]").textContent = points[line.dataset.line];
    line.querySelector("[data-lacks]").textContent = words[lacks[line.dataset.line]] ?? "";
  }
}

// Leaving a field saves it: the button that is being pressed in this moment stays the element it is, else the click is lost.
function follow(html) {
  const fresh = document.createElement("template");
  fresh.innerHTML = html;
  const [before, after] = [consequence, fresh.content].map((part) => [...part.children]);
  const [act, acts] = [before.pop(), after.pop()];
  before.forEach((part, n) => part.replaceWith(after[n]));
  act.querySelector("[data-rubric-receipt]").innerHTML = acts.querySelector("[data-rubric-receipt]").innerHTML;
  const [button, other] = [act, acts].map((part) => part.querySelector("button"));
  if (button.outerHTML === other.outerHTML) return;
  const hadFocus = button === document.activeElement;
  button.replaceWith(other);
  if (hadFocus) other.focus();
}

function note(sentence, link = "") {
  const place = form.querySelector("[data-rubric-note]");
  place.hidden = !sentence;
  place.textContent = sentence;
  if (!link) return;
  const again = Object.assign(document.createElement("a"), { href: location.href, textContent: link });
  place.append(" ", again);
}

function drawErrors() {
  for (const box of form.querySelectorAll("[data-critical]")) {
    form.querySelector(`[data-remark="${box.dataset.critical}"]`).classList.toggle("found", box.checked);
  }
}

function key(event) {
  if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
  if (event.target.matches("textarea, input.input, select")) return;
  const line = lines[open];
  if (/^[0-9]$/.test(event.key) && line.querySelector(`input[type=radio][value="${event.key}"]`)) choose(line, event.key);
  else if (event.key === "ArrowDown") show(open + 1);
  else if (event.key === "ArrowUp") show(open - 1);
  else if (event.key === "x") form.querySelector("[data-critical]")?.focus();
  else return;
  event.preventDefault();
}

lines.forEach((line, index) => {
  line.querySelector("[data-open]").addEventListener("click", () => show(index));
  line.addEventListener("change", (event) => event.target.type === "radio" && changed(line));
  line.addEventListener("click", (event) => {
    const step = event.target.closest(".levels-strip span");
    if (step) choose(line, step.dataset.level);
  });
  draw(line);
});

form.addEventListener("change", (event) => {
  if (event.target.matches("[data-critical]")) drawErrors();
  if (event.target.type !== "radio") changed(null);
});

form.addEventListener("input", (event) => {
  if (!event.target.matches("textarea, input.input")) return;
  dirty = true;
  clearTimeout(timer);
  timer = setTimeout(save, PAUSE);
});

form.addEventListener("rubric:remark", (event) => {
  const line = lines[open];
  const time = line.querySelector("[name^=time-]");
  if (time && event.detail?.ms !== undefined) {
    const seconds = Math.floor(event.detail.ms / 1000);
    time.value = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
  }
  line.querySelector("textarea").focus();
  changed(null);
});

// A release while something is missing leads to the first gap instead; one during a save waits for it, because the
// release names the version it was made on.
form.addEventListener("submit", async (event) => {
  if (event.submitter?.getAttribute("aria-disabled") === "true") {
    event.preventDefault();
    const gap = lines.findIndex((line) => !chosen(line) || line.querySelector("[data-lacks]").textContent);
    if (gap >= 0) show(gap);
  } else if (saving) {
    event.preventDefault();
    while (saving) await new Promise((done) => setTimeout(done, 50));
    form.requestSubmit(consequence.querySelector("button[name=act]"));
  } else {
    clearTimeout(timer);
    dirty = false; // the form carries everything
  }
});

document.addEventListener("keydown", key);
window.addEventListener("beforeunload", (event) => dirty && event.preventDefault());
document.documentElement.classList.add("js");
drawErrors();
for (const place of form.querySelectorAll("[data-lacks]")) place.textContent = words[place.dataset.lacks] ?? "";
const first = lines.findIndex((line) => !chosen(line));
show(Math.max(first, 0), { focus: false });
