// What the pages can do beyond being read: copy, search, another colour scheme. All of it works from file://, and
// without this script nothing is missing from the text.
"use strict";
(() => {
  const root = document.documentElement;
  const said = document.querySelector(".copied");

  for (const block of document.querySelectorAll(".code, .command")) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "copy";
    button.textContent = "Copy";
    const text = block.textContent;
    button.setAttribute("aria-label", `Copy ${text.trim().split("\n")[0]}`);
    button.addEventListener("click", async () => {
      said.textContent = await copy(text.trimEnd())
        ? "Copied"
        : "This browser does not let me copy";
      setTimeout(() => said.textContent = "", 2000);
    });
    if (block.matches(".code")) block.append(button);
    else block.after(" ", button);
  }

  async function copy(text) {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      const area = document.createElement("textarea");
      area.value = text;
      document.body.append(area);
      area.select();
      const isDone = document.execCommand("copy"); // some browsers have no clipboard on file://
      area.remove();
      return isDone;
    }
  }

  const scheme = document.querySelector(".scheme");
  const system = matchMedia("(prefers-color-scheme: dark)");
  const read = () => root.dataset.scheme ?? (system.matches ? "dark" : "light");
  const other = () => read() === "dark" ? "light" : "dark";
  const name = () => scheme.textContent = other() === "dark" ? "Dark" : "Light";
  try {
    const kept = localStorage.getItem("scheme");
    if (kept !== null) root.dataset.scheme = kept;
  } catch {
    // no storage: the system's scheme it is
  }
  name();
  system.addEventListener("change", name);
  scheme.addEventListener("click", () => {
    root.dataset.scheme = other();
    name();
    try {
      localStorage.setItem("scheme", root.dataset.scheme);
    } catch {
      // it holds for this page
    }
  });

  const form = document.querySelector(".search");
  const input = form.querySelector("input");
  const found = document.querySelector(".found");
  const [status, list] = found.children;
  form.hidden = false;
  let loading;
  function load() {
    loading ??= new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = `${root.dataset.root}search.js`;
      script.addEventListener("load", resolve);
      script.addEventListener("error", reject);
      document.head.append(script);
    });
    return loading;
  }
  async function search() {
    const words = input.value.trim();
    found.hidden = words === "";
    if (words === "") return;
    try {
      await load();
    } catch {
      status.textContent = "search.js is not beside the pages: build the site again";
      return;
    }
    const options = {
      prefix: true,
      fuzzy: 0.2,
      boost: { title: 4, summary: 2 },
      combineWith: "AND",
    };
    const hits = globalThis.courseSearch.search(input.value.trim(), options).slice(0, 12);
    status.textContent = hits.length === 0 ? "Nothing found" : `${hits.length} found`;
    list.replaceChildren(...hits.map(show));
  }
  function show({ id, title, summary }) {
    const item = document.createElement("li");
    const link = document.createElement("a");
    link.href = `${root.dataset.root}${id}`;
    link.textContent = title;
    item.append(link, `: ${summary}`);
    return item;
  }
  input.addEventListener("focus", () => load().catch(() => {}));
  input.addEventListener("input", search);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    list.querySelector("a")?.click();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !found.hidden) {
      input.value = "";
      found.hidden = true;
    }
    const isTyping = event.target.matches("input, textarea");
    if (event.key !== "/" || isTyping || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    input.focus();
  });
})();
