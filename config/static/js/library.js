// A line of a script is copied by its button or by the number of its step, so that it can be pasted into a chat.

const buttons = [...document.querySelectorAll("button[data-copy]")];
const said = document.createElement("p");
said.className = "sr";
said.setAttribute("role", "status");
document.body.append(said);

for (const hidden of document.querySelectorAll("button[data-copy], .copy-hint")) hidden.hidden = false;

// Without a secure connection there is no clipboard: the old way, and where that fails the line is marked.
function copyTheOldWay(button) {
  const area = document.createElement("textarea");
  area.className = "sr";
  area.value = button.dataset.copy;
  document.body.append(area);
  area.select();
  const done = document.execCommand("copy");
  area.remove();
  button.focus();
  if (done) return button.dataset.copied;
  getSelection().selectAllChildren(button.parentElement.querySelector("p"));
  return button.dataset.selected;
}

async function copy(button) {
  try {
    await navigator.clipboard.writeText(button.dataset.copy);
    return button.dataset.copied;
  } catch {
    return copyTheOldWay(button);
  }
}

const before = new WeakMap();

async function copyAndSay(button) {
  const word = button.querySelector("[data-word]");
  if (!before.has(button)) before.set(button, word.textContent);
  const outcome = await copy(button);
  word.textContent = outcome;
  button.classList.add("is-copied");
  said.textContent = `${outcome}: ${button.dataset.copy}`;
  clearTimeout(button.timer);
  button.timer = setTimeout(() => {
    word.textContent = before.get(button);
    button.classList.remove("is-copied");
  }, 2500);
}

for (const button of buttons) button.addEventListener("click", () => copyAndSay(button));

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest("input, textarea, select, [contenteditable]")) return;
  const button = buttons.find((one) => one.dataset.digit === event.key);
  if (!button) return;
  event.preventDefault();
  button.focus();
  copyAndSay(button);
});
