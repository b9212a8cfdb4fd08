// What is typed in the search box goes in, a list of completions below it comes out.
// Without this script the form works as it is.
"use strict";

(() => {
  const PAUSE = 120; // ms between two requests: slower than fast fingers, quicker than a glance
  const FEWEST_LETTERS = 2; // one letter begins a tenth of the language
  const MOST_KNOWN = 50; // answers kept: whoever deletes letters sees the same ones again
  const letters = /\p{L}/gu;

  const box = document.querySelector("input[data-suggest]");
  if (!box || !window.fetch || !window.AbortController) return;

  const said = document.createElement("p");
  said.className = "unseen";
  said.setAttribute("role", "status");
  const list = document.createElement("ul");
  list.id = "q-list";
  list.className = "offered";
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", box.dataset.label);
  box.parentElement.append(list, said);
  // Search boxes may not be combo boxes, and Escape would empty one.
  box.type = "text";
  box.inputMode = "search";
  box.setAttribute("role", "combobox");
  box.setAttribute("aria-autocomplete", "list");
  box.setAttribute("aria-controls", list.id);
  box.setAttribute("aria-expanded", "false");

  const known = new Map();
  let asking = null; // the request on its way
  let timer = 0;
  let asked = -PAUSE; // when the last request left
  let active = -1; // the place of the option at hand, -1 for none

  const options = () => Array.from(list.children);
  const isOpen = () => !list.hidden;

  function point(place) {
    active = place;
    options().forEach((option, at) => option.setAttribute("aria-selected", String(at === place)));
    const option = list.children[place];
    if (option) {
      box.setAttribute("aria-activedescendant", option.id);
      option.scrollIntoView({ block: "nearest" });
    } else {
      box.removeAttribute("aria-activedescendant");
    }
  }

  function forget() {
    clearTimeout(timer);
    timer = 0;
    if (asking) asking.abort();
    asking = null;
  }

  function close() {
    forget();
    point(-1);
    list.hidden = true;
    box.setAttribute("aria-expanded", "false");
    said.textContent = "";
  }

  function choose(text) {
    box.value = text;
    close();
    box.form.requestSubmit();
  }

  function show(texts) {
    list.replaceChildren(
      ...texts.map((text, place) => {
        const option = document.createElement("li");
        option.id = `q-option-${place}`;
        option.lang = "vi";
        option.setAttribute("role", "option");
        option.textContent = text;
        return option;
      }),
    );
    point(-1);
    list.hidden = texts.length === 0;
    box.setAttribute("aria-expanded", String(isOpen()));
    const sentence = { 0: box.dataset.none, 1: box.dataset.one }[texts.length] || box.dataset.many;
    said.textContent = sentence.replace("{count}", String(texts.length));
  }

  function keep(typed, texts) {
    known.set(typed, texts);
    if (known.size > MOST_KNOWN) known.delete(known.keys().next().value);
  }

  async function ask() {
    const typed = box.value;
    const request = new AbortController();
    asking = request;
    asked = performance.now();
    try {
      const response = await fetch(`${box.dataset.suggest}?q=${encodeURIComponent(typed)}`, {
        signal: request.signal,
      });
      if (!response.ok) throw new Error(String(response.status));
      const texts = (await response.json()).suggestions.map((one) => one.text);
      keep(typed, texts);
      if (asking === request && document.activeElement === box) show(texts);
    } catch {
      if (asking === request) close(); // completions are a courtesy: who types is not bothered
    } finally {
      if (asking === request) asking = null;
    }
  }

  // Nothing here writes into the box, so that an input method may go on composing in it.
  box.addEventListener("input", () => {
    forget();
    if ((box.value.match(letters) || []).length < FEWEST_LETTERS) close();
    else if (known.has(box.value)) show(known.get(box.value));
    else timer = setTimeout(ask, Math.max(0, asked + PAUSE - performance.now()));
  });

  box.addEventListener("keydown", (event) => {
    // While a word is composed, its keys belong to the input method.
    if (event.isComposing || event.keyCode === 229 || !isOpen()) return;
    const last = list.children.length - 1;
    if (event.key === "ArrowDown") point(active === last ? -1 : active + 1);
    else if (event.key === "ArrowUp") point(active === -1 ? last : active - 1);
    else if (event.key === "Escape") close();
    else if (event.key === "Enter" && active >= 0) choose(list.children[active].textContent);
    else return;
    event.preventDefault();
  });

  // The box keeps the focus, and with it a phone its keyboard, while an option is pressed.
  list.addEventListener("pointerdown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) choose(option.textContent);
  });
  box.addEventListener("blur", close);
  box.form.addEventListener("submit", close);
  window.addEventListener("pagehide", close);
})();
