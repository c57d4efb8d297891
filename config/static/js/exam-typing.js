// The typing test: the text so far goes to the server at the first key and about every two seconds; the server's clock
// measures. Each question may be saved 500 times at most, so a very long test is sent less often towards its end.

const EVERY = 2000;
const LESS_OFTEN = [
  [400, 15000],
  [250, 5000],
];

function pauseOf(form) {
  const saved = Number(form.dataset.version);
  return LESS_OFTEN.find(([from]) => saved >= from)?.[1] ?? EVERY;
}

function watch(field) {
  let sent = field.value;
  let sentAt = 0;
  let isComposing = false;

  function send() {
    if (isComposing || field.value === sent) return;
    sent = field.value;
    sentAt = performance.now();
    field.dispatchEvent(new Event("change", { bubbles: true }));
  }

  field.addEventListener("compositionstart", () => (isComposing = true));
  field.addEventListener("compositionend", () => (isComposing = false));
  // The page hears of the typing after this field does, and only then has something to send.
  field.addEventListener("input", () => {
    if (!sentAt || performance.now() - sentAt >= pauseOf(field.form)) setTimeout(send);
  });
  setInterval(() => performance.now() - sentAt >= pauseOf(field.form) && send(), EVERY);
  for (const way of ["paste", "drop"]) field.addEventListener(way, (event) => refuse(event, field));
}

function refuse(event, field) {
  event.preventDefault();
  field.closest(".field").querySelector("[data-typing-says]").textContent = field.dataset.refusal;
}

document.querySelectorAll("[data-typing]").forEach(watch);
