// Listening: the waveform, space to play, J and L five seconds back and on, C writes at this moment (into the open line
// of the rubric where there is one, else into the remarks).

const audio = document.querySelector("[data-audio]");
const wave = document.querySelector("[data-wave]");
const transcript = [...document.querySelectorAll(".transcript > li[data-ms]")];
const rubric = document.querySelector("form[data-rubric]");
const remarkTime = document.querySelector("[data-remark-time]");
const words = JSON.parse(document.getElementById("desk-words").textContent);
const pinned = document.querySelector("[data-pins]");
const PREPARING_MS = 4000;
// As on the server: pins this near to each other, as a share of the length, stand side by side.
const CROWDED = 0.025;
const PIN_WIDTH = 24;
const SPEEDS = [1, 1.25, 1.5, 2, 0.75];
const STEP = 5;

const clock = (ms) => `${Math.floor(ms / 60000)}:${String(Math.floor(ms / 1000) % 60).padStart(2, "0")}`;
const length = wave ? Number(wave.dataset.length) : 0;
let chosen = 0; // where a text call was clicked

const now = () => (audio ? audio.currentTime * 1000 : chosen);

function draw() {
  const ms = now();
  if (wave) {
    const x = Math.min(1, ms / length) * 1200;
    const line = wave.querySelector("[data-now]");
    line.setAttribute("x1", x);
    line.setAttribute("x2", x);
    for (const bar of wave.querySelectorAll("rect")) bar.classList.toggle("wave-ahead", bar.x.baseVal.value > x);
    document.querySelector("[data-position]").textContent = clock(ms);
  }
  for (const pin of document.querySelectorAll(".pin")) pin.classList.toggle("pin-now", Math.abs(pin.dataset.seek - ms) < 1000);
  const here = transcript.findLast((line) => Number(line.dataset.ms) <= ms + 200);
  for (const line of transcript) line.classList.toggle("now", line === here);
}

function seek(ms) {
  chosen = Math.max(0, ms);
  if (audio) audio.currentTime = Math.min(chosen, length) / 1000;
  draw();
}

function toggle() {
  if (audio.paused) audio.play().catch(() => (document.querySelector("[data-problem]").textContent = words.unplayable));
  else audio.pause();
}

const milliseconds = (text) => {
  const [, minutes, seconds] = /^(\d{1,3}):([0-5]\d)$/.exec(text.trim()) ?? [];
  return minutes === undefined ? null : (Number(minutes) * 60 + Number(seconds)) * 1000;
};

// While a rubric is filled in, its comments are pins as well: numbered by their time together with the remarks.
function number() {
  const found = [...document.querySelectorAll("[data-pin]")].map((place) => ({ place, ms: Number(place.dataset.pin) }));
  for (const time of rubric.querySelectorAll("input[name^=time-]")) {
    const place = time.closest(".remark");
    const ms = place.querySelector("textarea").value.trim() ? milliseconds(time.value) : null;
    place.querySelector(".pin-mark")?.remove();
    if (ms === null) continue;
    time.before(Object.assign(document.createElement("span"), { className: "pin-mark" }));
    found.push({ place, ms, line: time.closest("[data-line]") });
  }
  found.sort((one, other) => one.ms - other.ms);
  found.forEach(({ place }, n) => (place.querySelector(".pin-mark").textContent = n + 1));
  let aside = 0;
  pinned?.replaceChildren(
    ...found.map(({ place, ms, line }, n) => {
      aside = n && ms - found[n - 1].ms < length * CROWDED ? aside + PIN_WIDTH : 0;
      return pin(n + 1, ms, place, line, aside);
    }),
  );
}

function shape(name, attributes, ...inside) {
  const made = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...inside);
  return made;
}

function pin(n, ms, place, line, aside) {
  const label = words.remark_at.replace("%(number)s", n).replace("%(at)s", clock(ms));
  const link = shape(
    "a",
    { class: "pin", href: place.id ? `#${place.id}` : "#rubric", "aria-label": label, "data-seek": ms },
    shape("line", { x1: 0, y1: 22, x2: 0, y2: 176 }),
    shape("circle", { cx: aside, cy: 14, r: 12 }),
    shape("text", { x: aside, y: 18, "text-anchor": "middle" }, String(n)),
  );
  link.addEventListener("click", (event) => {
    if (line) {
      event.preventDefault();
      line.querySelector("[data-open]").click();
      line.scrollIntoView({ block: "nearest" });
    }
    seek(ms);
  });
  return shape("svg", { x: `${Math.min(1, ms / length) * 100}%`, overflow: "visible" }, link);
}

// Once the recording can be heard the page shows it, unless somebody is writing.
async function prepared() {
  for (;;) {
    await new Promise((done) => setTimeout(done, PREPARING_MS));
    const page = await fetch(location.href).catch(() => null);
    const isWriting = document.activeElement?.matches("textarea, input");
    if (page?.ok && !isWriting && !(await page.text()).includes("data-preparing")) return location.reload();
  }
}

function remark() {
  if (rubric) return rubric.dispatchEvent(new CustomEvent("rubric:remark", { detail: { ms: now() } }));
  if (!remarkTime) return;
  remarkTime.value = clock(now());
  document.querySelector("[data-remark-text]").focus();
}

if (audio) {
  const play = document.querySelector("[data-play]");
  play.addEventListener("click", toggle);
  for (const name of ["play", "pause", "ended"]) {
    audio.addEventListener(name, () => {
      play.setAttribute("aria-pressed", String(!audio.paused));
      play.setAttribute("aria-label", audio.paused ? words.play : words.pause);
    });
  }
  audio.addEventListener("timeupdate", draw);
  audio.addEventListener("seeked", draw);
  wave.addEventListener("click", (event) => {
    const box = wave.getBoundingClientRect();
    seek(((event.clientX - box.left) / box.width) * length);
  });
  document.querySelector("[data-speed]").addEventListener("click", (event) => {
    const speed = SPEEDS[(SPEEDS.indexOf(audio.playbackRate) + 1) % SPEEDS.length];
    audio.playbackRate = speed;
    event.currentTarget.textContent = `${speed}×`;
  });
}

for (const line of transcript) {
  line.addEventListener("click", (event) => event.target.closest("button, a, form") || seek(Number(line.dataset.ms)));
}
for (const button of document.querySelectorAll("[data-seek]")) {
  button.addEventListener("click", () => seek(Number(button.dataset.seek)));
}

if (rubric) {
  // A comment begun while listening belongs to this moment.
  rubric.addEventListener("focusin", (event) => {
    const time = event.target.matches("textarea") && event.target.closest(".remark")?.querySelector("[name^=time-]");
    if (time && !time.value && now() > 0) time.value = clock(now());
  });
  rubric.addEventListener("input", number);
  rubric.addEventListener("change", number);
  rubric.addEventListener("rubric:remark", number);
  number();
}
if (document.querySelector("[data-preparing]")) prepared();

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
  if (event.target.matches("textarea, input.input, select, summary")) return;
  const key = event.key.toLowerCase();
  if (audio && event.key === " " && !event.target.matches("button, a, input")) toggle();
  else if (audio && key === "j") seek(now() - STEP * 1000);
  else if (audio && key === "l") seek(now() + STEP * 1000);
  else if (key === "c") remark();
  else return;
  event.preventDefault();
});
draw();
