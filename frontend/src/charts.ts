// The chart of one measure on its page (series.html): drawn from the page's JSON twin, anew when the width changes.
import { draw, swatch } from "./charts/draw.js";
import { picture, save, standalone, type Named } from "./charts/export.js";
import { sourcesOf, type Series, type Source } from "./charts/points.js";

/** Marks are one stop of the tab key; the arrow keys step through them, as they stand from left to right. */
function stepThrough(svg: SVGSVGElement, readout: HTMLElement): void {
  const links = [...svg.querySelectorAll<SVGAElement>("a")];
  const left = new Map(links.map((link) => [link, link.getBoundingClientRect().left]));
  links.sort((a, b) => (left.get(a) ?? 0) - (left.get(b) ?? 0));
  const tell = (link: SVGAElement) => (readout.textContent = link.querySelector("title")?.textContent ?? "");
  links.forEach((link, n) => {
    link.setAttribute("aria-label", link.querySelector("title")?.textContent ?? "");
    link.setAttribute("tabindex", n === 0 ? "0" : "-1");
    link.addEventListener("focus", () => tell(link));
    link.addEventListener("pointerenter", () => tell(link));
    link.addEventListener("keydown", (event) => {
      const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
      const next = event.key === "Home" ? links[0] : event.key === "End" ? links.at(-1) : step && links[n + step];
      if (!next) return;
      event.preventDefault();
      link.setAttribute("tabindex", "-1");
      next.setAttribute("tabindex", "0");
      next.focus();
    });
  });
}

function show(figure: HTMLElement, series: Series): void {
  const { x = "", y = "", title = "", motto = "", name = "series", open = "", article = "", others = "" } = figure.dataset;
  const lang = document.documentElement.lang;
  const sources = sourcesOf(series, { open, article, others });
  if (!sources.length) return;
  figure.hidden = false;
  const place = figure.querySelector<HTMLElement>(".plot");
  const readout = figure.querySelector<HTMLElement>(".readout");
  const legend = figure.querySelector<HTMLElement>(".legend");
  if (!place || !readout || !legend) return;
  legend.replaceChildren(...sources.map((source, n) => entry(source, n)));

  let chart: SVGSVGElement | undefined;
  const redraw = () => {
    const width = Math.floor(place.clientWidth);
    if (!width || width === Number(chart?.getAttribute("width"))) return;
    chart = draw(sources, series, lang, width, x, y);
    chart.setAttribute("role", "group");
    chart.setAttribute("aria-label", title);
    place.replaceChildren(chart);
    stepThrough(chart, readout);
  };
  new ResizeObserver(() => requestAnimationFrame(redraw)).observe(place);
  redraw();

  figure.querySelectorAll<HTMLButtonElement>("[data-export]").forEach((button) =>
    button.addEventListener("click", async () => {
      if (!chart) return;
      const named: Named[] = sources.map((source, n) => ({ name: source.name, swatch: swatchIn(legend, n) ?? swatch(source, n) }));
      const svg = standalone(chart, title, named, motto);
      if (button.dataset.export === "svg") save(new Blob([svg], { type: "image/svg+xml" }), `${name}.svg`);
      else save(await picture(svg), `${name}.png`);
    }),
  );
}

/** The swatch that stands in the page: only there its colours are known. */
function swatchIn(legend: HTMLElement, n: number): SVGSVGElement | null {
  return legend.children[n]?.querySelector("svg") ?? null;
}

function entry(source: Source, n: number): HTMLElement {
  const item = document.createElement("li");
  item.append(swatch(source, n), source.name);
  return item;
}

async function start(figure: HTMLElement): Promise<void> {
  try {
    const answer = await fetch(figure.dataset.series ?? "");
    if (!answer.ok) throw new Error(String(answer.status));
    show(figure, (await answer.json()) as Series);
  } catch (error) {
    const note = document.createElement("p");
    note.className = "notice";
    note.textContent = figure.dataset.failed ?? "";
    figure.before(note);
    figure.hidden = true;
    console.warn(error);
  }
}

const figure = document.getElementById("chart");
if (figure) void start(figure);
