// The palette (Ctrl+K or /), and menus that close when one looks elsewhere. Pages work without this file.
(() => {
  const dialog = document.getElementById("palette");
  for (const menu of document.querySelectorAll("details[data-menu]")) {
    document.addEventListener("click", (event) => { if (!menu.contains(event.target)) menu.open = false; });
    menu.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && menu.open) { menu.open = false; menu.querySelector("summary").focus(); }
    });
  }
  document.addEventListener("change", (event) => { if (event.target.matches("[data-submit]")) event.target.form.requestSubmit(); });
  if (!dialog) return;
  const field = dialog.querySelector("input");
  const list = dialog.querySelector("#palette-list");
  let loaded = false;
  const plain = (text) => text.toLowerCase().replaceAll("ł", "l").normalize("NFD").replace(/[\u0300-\u036f]/g, "");
  const shown = () => [...list.querySelectorAll("a:not([hidden])")];

  function select(entry) {
    for (const each of list.querySelectorAll("a")) each.setAttribute("aria-selected", String(each === entry));
    if (entry) {
      entry.scrollIntoView({ block: "nearest" });
      field.setAttribute("aria-activedescendant", entry.id);
    }
  }
  function narrow() {
    const words = plain(field.value).split(/\s+/).filter(Boolean);
    for (const entry of list.querySelectorAll("a")) {
      const text = plain(entry.textContent);
      entry.hidden = !words.every((word) => text.includes(word));
    }
    list.toggleAttribute("data-empty", loaded && shown().length === 0);
    select(shown()[0]);
  }
  async function open() {
    if (dialog.open) return;
    dialog.showModal();
    field.value = "";
    if (!loaded) {
      const answer = await fetch(dialog.dataset.address, { credentials: "same-origin" });
      if (!answer.ok) return;
      list.innerHTML = await answer.text();
      list.querySelectorAll("a").forEach((entry, n) => { entry.id = `palette-${n}`; entry.tabIndex = -1; });
      loaded = true;
    }
    narrow();
  }
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input, textarea, select, [contenteditable]");
    if ((event.key === "k" && (event.ctrlKey || event.metaKey)) || (event.key === "/" && !typing)) {
      event.preventDefault();
      open();
    }
  });
  field.addEventListener("input", narrow);
  field.addEventListener("keydown", (event) => {
    const entries = shown();
    const at = entries.findIndex((entry) => entry.getAttribute("aria-selected") === "true");
    if (event.key === "ArrowDown") { event.preventDefault(); select(entries[Math.min(at + 1, entries.length - 1)]); }
    if (event.key === "ArrowUp") { event.preventDefault(); select(entries[Math.max(at - 1, 0)]); }
    if (event.key === "Enter" && entries[at]) { event.preventDefault(); entries[at].click(); }
  });
  dialog.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });
  for (const button of document.querySelectorAll("[data-palette]")) button.addEventListener("click", open);
})();
