// Steps are moved up and down. The places under the list hold the answer, and do the same without this script.

for (const order of document.querySelectorAll("[data-order]")) start(order);

function start(order) {
  const form = order.closest("form");
  const list = order.querySelector("[data-order-items]");
  const note = order.querySelector("[data-order-note]");
  const fields = [...order.querySelectorAll("[name=value]")];
  const steps = () => [...list.children];

  // Draws what the places hold; until each holds a step of its own, the steps stay where they are.
  function draw() {
    const places = fields.map((field) => field.value);
    const isWhole = places.every(Boolean) && new Set(places).size === places.length;
    if (isWhole) list.append(...places.map((place) => steps().find((step) => step.dataset.place === place)));
    note.hidden = isWhole;
    number();
  }

  function number() {
    steps().forEach((step, n, all) => {
      step.querySelector(".option-key").textContent = n + 1;
      step.querySelector("[data-by='-1']").disabled = n === 0;
      step.querySelector("[data-by='1']").disabled = n === all.length - 1;
    });
  }

  // The order on the screen is the answer now.
  function keep() {
    steps().forEach((step, n) => {
      fields[n].value = step.dataset.place;
    });
    note.hidden = true;
    number();
    fields[0].dispatchEvent(new Event("change", { bubbles: true }));
  }

  function move(button) {
    const step = button.closest("[data-place]");
    const [first, second] = button.dataset.by === "1" ? [step, step.nextElementSibling] : [step.previousElementSibling, step];
    if (!first || !second) return;
    second.after(first);
    keep();
    const other = step.querySelector(`[data-by="${button.dataset.by === "1" ? -1 : 1}"]`);
    (button.disabled ? other : button).focus();
    say(step);
  }

  function say(step) {
    const place = document.getElementById("exam-says");
    if (place) place.textContent = order.dataset.say.replace("{0}", steps().indexOf(step) + 1);
  }

  for (const buttons of order.querySelectorAll("[data-order-buttons]")) buttons.hidden = false;
  order.querySelector("[data-order-places]").hidden = true;
  order.addEventListener("click", ({ target }) => {
    const button = target.closest("[data-by]");
    if (button) move(button);
    else if (target.closest("[data-order-keep]")) keep();
  });
  form.addEventListener("adopted", draw);
  draw();
}
