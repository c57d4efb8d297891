// A text in one's own words: how much is written so far. Saving is the exam page's.

const SIGN = /[\p{Script=Han}\p{Letter}\p{Number}]/gu;

function count(text, what) {
  return what === "words" ? text.split(/\s+/).filter(Boolean).length : (text.match(SIGN) ?? []).length;
}

for (const place of document.querySelectorAll("[data-count]")) {
  const form = place.closest("form");
  const field = form.querySelector("textarea[name=value]");
  const draw = () => {
    place.querySelector("b").textContent = count(field.value, place.dataset.count);
    place.hidden = false;
  };
  field.addEventListener("input", draw);
  form.addEventListener("adopted", draw);
  draw();
}
