// Listening: the waveform, space to play, J and L five seconds back and on, C writes at this moment (into the open line
// of the rubric where there is one, else into the remarks).

const audio = document.querySelector("[data-audio]");
const wave = document.querySelector("[data-wave]");
const transcript = [...document.querySelectorAll(".transcript > li[data-ms]")];
const rubric = document.querySelector("form[data-rubric]");
const remarkTime = document.querySelector("[data-remark-time]");
const words = JSON.parse(document.getElementById("desk-words").textContent);
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
