// The weights of a rubric while it is written: of each line, of each category, and of all, which must be exactly 100.

const form = document.getElementById("rubric-write");
const total = form.querySelector("[data-total]");

function weightOf(line) {
  if (line.querySelector("[data-remove]")?.checked) return 0;
  const weight = Number(line.querySelector("[data-weight]").value) || 0;
  line.querySelector("[data-line-weight]").textContent = weight ? `${weight} %` : "";
  return weight;
}

function draw() {
  let all = 0;
  for (const part of form.querySelectorAll(".rubric-part")) {
    const weight = [...part.querySelectorAll(".rubric-line")].reduce((sum, line) => sum + weightOf(line), 0);
    part.querySelector("[data-part-total]").textContent = weight;
    all += weight;
  }
  total.textContent = all;
  total.parentElement.classList.toggle("is-off", all !== 100);
}

form.addEventListener("input", draw);
form.addEventListener("change", draw);
draw();

let changed = false;
form.addEventListener("input", () => (changed = true), { once: true });
form.addEventListener("submit", () => (changed = false));
window.addEventListener("beforeunload", (event) => changed && event.preventDefault());
