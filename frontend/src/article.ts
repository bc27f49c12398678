// The page of an article: from words to the record and back without loading the page again, and stepping with keys.
// Everything here is also a link that works without it.

const text = document.querySelector<HTMLElement>("#text");
const panel = document.querySelector<HTMLElement>("#why");
if (text && panel) start(text, panel);

function start(text: HTMLElement, panel: HTMLElement): void {
  const base = text.dataset.base ?? location.pathname;
  const sheet = text.dataset.sheet; // only of a text that is too long for one page
  const pieces = new Map<string, HTMLElement[]>();
  const statements: string[] = [];
  const begun = new Set(split(text.dataset.begun)); // those that go on from another part of the text are stepped to there
  for (const piece of text.querySelectorAll<HTMLElement>("[data-said], [data-also]")) {
    const said = split(piece.dataset.said);
    for (const id of said) if (!pieces.has(id) && !begun.has(id)) statements.push(id);
    for (const id of [...said, ...split(piece.dataset.also)]) {
      const held = pieces.get(id);
      if (held) held.push(piece);
      else pieces.set(id, [piece]);
    }
  }
  let open = panel.querySelector<HTMLElement>("[data-open]")?.dataset.open ?? null;
  let asked = 0;

  // The panel as it came with a page that was opened on a record; later ones are asked for.
  async function show(id: string, how: { push: boolean; scroll: "text" | "row" | "both" }): Promise<void> {
    const query = new URLSearchParams(location.search);
    for (const name of ["at", "page", "part", "sheet"]) query.delete(name);
    query.set("record", id);
    if (sheet !== undefined && !pieces.has(id)) {
      location.assign(`${location.pathname}?${query}#${encodeURIComponent(id)}`); // its words are in another part of the text
      return;
    }
    if (sheet !== undefined) query.set("sheet", sheet);
    const address = `${location.pathname}?${query}`;
    const now = ++asked;
    mark(id);
    open = id;
    if (how.scroll !== "row") into(pieces.get(id)?.[0]);
    if (how.push) history.pushState({ record: id }, "", address);
    else history.replaceState({ record: id }, "", address);
    try {
      const answer = await fetch(`${base}/why?${query}`, { headers: { accept: "text/html" } });
      if (now !== asked) return;
      if (!answer.ok) throw new Error(String(answer.status));
      const made = new DOMParser().parseFromString(await answer.text(), "text/html");
      panel.replaceChildren(...made.body.children);
      panel.closest<HTMLElement>(".side")?.scrollTo({ top: 0 });
    } catch {
      if (now === asked) location.assign(`${address}#${encodeURIComponent(id)}`); // the server says what is wrong
    }
  }

  function mark(id: string | null): void {
    for (const piece of document.querySelectorAll("#text .marked")) {
      piece.classList.remove("marked");
      piece.removeAttribute("aria-current");
    }
    for (const row of document.querySelectorAll(".part .current")) {
      row.classList.remove("current");
      row.removeAttribute("aria-current");
    }
    if (id === null) return;
    for (const piece of pieces.get(id) ?? []) piece.classList.add("marked");
    pieces.get(id)?.[0]?.setAttribute("aria-current", "true");
    const row = document.querySelector<HTMLElement>(`.part [data-row="${CSS.escape(id)}"]`);
    row?.classList.add("current");
    row?.setAttribute("aria-current", "true");
  }

  // The words that open this record rather than another one over them.
  function focus(id: string): void {
    const held = pieces.get(id);
    (held?.find((piece) => piece.dataset.record === id) ?? held?.[0])?.focus({ preventScroll: true });
  }

  function close(push: boolean): void {
    const was = open;
    asked++;
    open = null;
    mark(null);
    panel.replaceChildren();
    const query = new URLSearchParams(location.search);
    for (const name of ["record", "at"]) query.delete(name);
    if (sheet !== undefined) query.set("sheet", sheet);
    const address = location.pathname + (query.size ? `?${query}` : "");
    if (push) history.pushState({}, "", address);
    if (was !== null && (document.activeElement === document.body || document.activeElement === null))
      focus(was);
  }

  function step(by: 1 | -1): void {
    if (!statements.length) return;
    let at = open === null ? -1 : statements.indexOf(open);
    if (at < 0 && open !== null) at = statements.indexOf(split(pieces.get(open)?.[0]?.dataset.said).at(-1) ?? "");
    const next = at < 0 ? (by > 0 ? 0 : statements.length - 1) : at + by;
    // Beyond this part of a long text the panel knows the neighbour.
    const id = statements[next] ?? panel.querySelector<HTMLElement>(`a[rel="${by > 0 ? "next" : "prev"}"]`)?.dataset.record;
    if (id === undefined || id === open) return;
    focus(id);
    void show(id, { push: open === null, scroll: "both" });
  }

  document.addEventListener("click", (event) => {
    if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    const target = event.target instanceof Element ? event.target.closest<HTMLElement>("a[data-record], a[data-close]") : null;
    if (!target) return;
    const inText = text.contains(target);
    if (inText && !(getSelection()?.isCollapsed ?? true)) {
      event.preventDefault(); // words were selected, not chosen
      return;
    }
    event.preventDefault();
    if (target.dataset.record === undefined) close(true);
    else void show(target.dataset.record, { push: target.dataset.record !== open, scroll: inText ? "row" : "text" });
  });
  // A browser drags a link where words are selected: while the button is down the words are none.
  text.addEventListener("mousedown", (event) => {
    if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    const link = event.target instanceof Element ? event.target.closest("a[href]") : null;
    const href = link?.getAttribute("href");
    if (!link || !href) return;
    link.removeAttribute("href");
    addEventListener("mouseup", () => setTimeout(() => link.setAttribute("href", href)), { once: true, capture: true });
  });

  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.metaKey || event.ctrlKey || event.altKey || typing(event.target)) return;
    const by = steps(event, open !== null);
    if (event.key === "Escape" && open !== null) close(true);
    else if (by) step(by);
    else return;
    event.preventDefault();
  });

  addEventListener("popstate", () => {
    const id = new URLSearchParams(location.search).get("record");
    if (id === null) close(false);
    else void show(id, { push: false, scroll: "both" });
  });

  if (open !== null) mark(open);
}

function split(ids: string | undefined): string[] {
  return ids ? ids.split(" ") : [];
}

// Up and down scroll the page unless a record is open; left and right always step. A shifted arrow selects words.
function steps(event: KeyboardEvent, open: boolean): 1 | -1 | 0 {
  if (event.shiftKey) return 0;
  if (event.key === "j" || event.key === "ArrowRight" || (open && event.key === "ArrowDown")) return 1;
  if (event.key === "k" || event.key === "ArrowLeft" || (open && event.key === "ArrowUp")) return -1;
  return 0;
}

function typing(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest("input, textarea, select, [contenteditable], .scroll") !== null;
}

function into(element: HTMLElement | undefined): void {
  if (!element) return;
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  element.scrollIntoView({ block: "center", behavior: still ? "auto" : "smooth" });
}
