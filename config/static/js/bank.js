// The list of questions: tick all on the page, and extend ticks with Shift.

const all = document.querySelector("[data-tick-all]");
const boxes = [...document.querySelectorAll(`input[name="${all?.dataset.tickAll}"]`)];
let last = null;

all?.addEventListener("change", () => {
  for (const box of boxes) box.checked = all.checked;
});

for (const box of boxes) {
  box.addEventListener("click", (event) => {
    if (event.shiftKey && last) {
      const [from, to] = [boxes.indexOf(last), boxes.indexOf(box)].sort((a, b) => a - b);
      for (const between of boxes.slice(from, to + 1)) between.checked = box.checked;
    }
    last = box;
    all.checked = boxes.every((one) => one.checked);
    all.indeterminate = !all.checked && boxes.some((one) => one.checked);
  });
}

// Adding tags takes nothing out of any paper: no question before it.
for (const button of document.querySelectorAll("button[data-unasked]")) {
  button.addEventListener("click", () => delete button.form.dataset.confirm);
}
