// On the draft of figures: an error that names a line leads to it.

const text = document.querySelector("textarea.source");

function goTo(line) {
  const lines = text.value.split("\n");
  const start = lines.slice(0, line - 1).join("\n").length + (line > 1 ? 1 : 0);
  text.focus();
  text.setSelectionRange(start, start + (lines[line - 1] ?? "").length);
  text.scrollTop = (line - 4) * Number.parseFloat(getComputedStyle(text).lineHeight);
}

function link(words) {
  const line = Number(words.textContent.trim().match(/^(?:Line|第)\s*(\d+)/)?.[1]);
  if (!line) return;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "to-line";
  button.textContent = words.textContent;
  button.addEventListener("click", () => goTo(line));
  words.replaceWith(button);
}

for (const words of [...(text?.closest(".field").querySelector(".field-error span")?.childNodes ?? [])]) {
  link(words);
}
