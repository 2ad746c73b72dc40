"use strict";
// Every page works without this: it adds keys and a button.
const items = [...document.querySelectorAll(".item")];
let here = -1;

function go(step) {
  if (!items.length) return;
  items[here]?.classList.remove("here");
  here = Math.min(items.length - 1, Math.max(0, here + step));
  items[here].classList.add("here");
  items[here].querySelector("h2 a, h3 a").focus();
}

document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input, select, textarea");
  if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "j") go(1);
  else if (event.key === "k") go(-1);
  else if (event.key === "/") {
    event.preventDefault();
    const field = document.querySelector("input[type=search]");
    if (field) field.focus();
    else location.assign("/search");
  }
});

for (const button of document.querySelectorAll("button[data-copy]")) {
  if (!navigator.clipboard) continue;
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent.trim());
    button.textContent = button.dataset.done;
  });
}
