// Checking records: keys of one letter, and spans edited by selecting words. Everything works without it, with buttons
// and numbers; places are code points of the article, as everywhere.

/** Where a point of the document lies in the article, in code points; null outside the text. */
function placeOf(root: HTMLElement, node: Node, offset: number): number | null {
  const range = document.createRange();
  const pieces = [...root.querySelectorAll<HTMLElement>("[data-start]")];
  let found: number | null = null;
  for (const piece of pieces) {
    range.selectNodeContents(piece);
    const side = range.comparePoint(node, offset);
    const start = Number(piece.dataset.start);
    if (side > 0) found = start + codePoints(piece.textContent ?? "");
    else {
      if (side < 0) return found ?? start;
      const before = document.createRange();
      before.selectNodeContents(piece);
      before.setEnd(node, offset);
      return start + codePoints(before.toString());
    }
  }
  return found;
}

const codePoints = (text: string): number => [...text].length;

/** The text node and the UTF-16 offset in it of a place in the article. */
function pointAt(root: HTMLElement, place: number, end: boolean): [Node, number] | null {
  for (const piece of root.querySelectorAll<HTMLElement>("[data-start]")) {
    const start = Number(piece.dataset.start);
    const points = [...(piece.textContent ?? "")];
    const last = start + points.length;
    const text = piece.firstChild;
    if (text && (end ? place > start && place <= last : place >= start && place < last))
      return [text, points.slice(0, place - start).join("").length];
  }
  return null;
}

/** What the page shows of the article: its code points and the place of the first one. */
function shownText(root: HTMLElement): { points: string[]; start: number } {
  const pieces = [...root.querySelectorAll<HTMLElement>("[data-start]")];
  return { points: pieces.flatMap((piece) => [...(piece.textContent ?? "")]), start: Number(pieces[0]?.dataset.start ?? 0) };
}

/** The edges of the words between two places, each in code points of the article. */
function words(root: HTMLElement): [number, number][] {
  const { points, start } = shownText(root);
  const text = points.join("");
  const found: [number, number][] = [];
  let unit = 0;
  let point = start;
  for (const match of text.matchAll(/[\p{L}\p{M}\p{N}_]+|[^\p{L}\p{M}\p{N}_\s]/gu)) {
    point += codePoints(text.slice(unit, match.index));
    unit = match.index;
    const end = point + codePoints(match[0]);
    found.push([point, end]);
  }
  return found;
}

function keys(): void {
  const line = document.querySelector<HTMLElement>(".keys");
  const toggle = document.getElementById("keys");
  if (!line || !toggle) return;
  line.hidden = false;
  const on = (): boolean => localStorage.getItem("selon-keys") !== "off";
  const tell = (): void => toggle.setAttribute("aria-pressed", String(on()));
  toggle.addEventListener("click", () => {
    localStorage.setItem("selon-keys", on() ? "off" : "on");
    tell();
  });
  tell();
  let gone = false;
  addEventListener("pageshow", () => (gone = false));
  addEventListener("keydown", (event) => {
    const target = event.target as HTMLElement;
    const typing = target.closest("textarea, select, input:not([type=checkbox]):not([type=radio]), [contenteditable=true]");
    if (!on() || typing || event.ctrlKey || event.metaKey || event.altKey || event.repeat || gone) return;
    const meant = document.querySelector<HTMLElement>(`[data-key~="${CSS.escape(event.key.toLowerCase())}"]`);
    if (!meant) return;
    event.preventDefault();
    gone = true; // a second press before the next page would decide twice
    meant.click();
  });
}

function bulk(): void {
  const form = document.querySelector<HTMLFormElement>("form.together");
  const said = document.getElementById("ticked");
  const all = document.getElementById("tick-all");
  if (!form || !said || !all) return;
  const boxes = [...form.querySelectorAll<HTMLInputElement>('input[name="record"]')];
  const tell = (): void => {
    const n = boxes.filter((box) => box.checked).length;
    said.textContent = (said.dataset.said ?? "").replace("@", String(n));
    all.textContent = (n === boxes.length ? all.dataset.none : all.dataset.all) ?? "";
    for (const button of form.querySelectorAll<HTMLButtonElement>('button[name="decision"]')) button.disabled = n === 0;
  };
  all.addEventListener("click", (event) => {
    event.preventDefault();
    const tick = boxes.some((box) => !box.checked);
    for (const box of boxes) box.checked = tick;
    tell();
  });
  form.addEventListener("change", tell);
  addEventListener("pageshow", tell); // the browser may have kept what was ticked
  tell();
}

function spans(): void {
  const form = document.getElementById("record");
  const root = document.getElementById("words");
  if (!form || !root) return;
  for (const hint of form.querySelectorAll<HTMLElement>(".hint.nojs")) hint.hidden = true;
  for (const hint of form.querySelectorAll<HTMLElement>(".hint.js, .pick")) hint.hidden = false;

  const rows = [...form.querySelectorAll<HTMLElement>("[data-row]")];
  const input = (row: HTMLElement, edge: "start" | "end"): HTMLInputElement =>
    row.querySelector<HTMLInputElement>(`input[name$=".${edge}"]`)!;
  const spanOf = (row: HTMLElement): [number, number] | null => {
    const [a, b] = [input(row, "start").value.trim(), input(row, "end").value.trim()];
    return /^\d+$/.test(a) && /^\d+$/.test(b) && Number(a) < Number(b) ? [Number(a), Number(b)] : null;
  };
  let active: HTMLElement | null = null;

  const mark = (): void => {
    for (const row of rows) row.classList.toggle("active", row === active);
    if (!("highlights" in CSS)) return;
    CSS.highlights.delete("picked");
    const span = active && spanOf(active);
    const [from, to] = span ? [pointAt(root, span[0], false), pointAt(root, span[1], true)] : [null, null];
    if (!from || !to) return;
    const range = document.createRange();
    range.setStart(...from);
    range.setEnd(...to);
    CSS.highlights.set("picked", new Highlight(range));
  };
  const show = (row: HTMLElement): void => {
    const out = row.querySelector<HTMLElement>("output")!;
    const span = spanOf(row);
    const { points, start } = shownText(root);
    // Words outside what is shown of the article are left to the server, which shows them before anything is written.
    if (span && span[0] >= start && span[1] <= start + points.length)
      out.textContent = points.slice(span[0] - start, span[1] - start).join("");
    mark();
  };
  const activate = (row: HTMLElement): void => {
    active = row;
    const radio = row.querySelector<HTMLInputElement>(".pick input");
    if (radio) radio.checked = true;
    mark();
  };

  for (const row of rows) {
    row.addEventListener("focusin", () => activate(row));
    row.addEventListener("input", () => show(row));
    for (const button of row.querySelectorAll<HTMLButtonElement>('button[value^="move:"]'))
      button.addEventListener("click", (event) => {
        const span = spanOf(row);
        const { points, start } = shownText(root);
        if (!span || span[0] < start || span[1] > start + points.length) return; // the server moves it
        event.preventDefault();
        const [, , , edge, by] = button.value.split(":");
        const edges = words(root).map(([a, b]) => (edge === "start" ? a : b));
        const at = edge === "start" ? span[0] : span[1];
        const next = by === "1" ? edges.find((x) => x > at) : edges.filter((x) => x < at).at(-1);
        if (next === undefined) return;
        const moved: [number, number] = edge === "start" ? [next, span[1]] : [span[0], next];
        if (moved[0] >= moved[1]) return;
        input(row, "start").value = String(moved[0]);
        input(row, "end").value = String(moved[1]);
        show(row);
      });
  }
  const take = (): void => {
    const selection = getSelection();
    if (!active || !selection || selection.isCollapsed || selection.rangeCount === 0) return;
    const range = selection.getRangeAt(0);
    if (!root.contains(range.startContainer) && !root.contains(range.endContainer)) return;
    const from = placeOf(root, range.startContainer, range.startOffset);
    const to = placeOf(root, range.endContainer, range.endOffset);
    if (from === null || to === null || from >= to) return;
    // Whole words: those that the selection touches.
    const touched = words(root).filter(([a, b]) => a < to && b > from);
    const [first, last] = [touched[0], touched.at(-1)];
    if (!first || !last) return;
    input(active, "start").value = String(first[0]);
    input(active, "end").value = String(last[1]);
    show(active);
  };
  document.addEventListener("pointerup", () => setTimeout(take)); // a selection may end beside the text
  root.addEventListener("keyup", (event) => {
    if (event.shiftKey || event.key === "Shift") take();
  });
  const first = rows[0];
  if (first) activate(first);
}

keys();
bulk();
spans();

export {};
