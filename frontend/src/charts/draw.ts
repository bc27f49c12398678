// The chart of a measure: a line for each known source, a bar for a range, an arrow for an open bound, a mark to follow.
import { areaY, dot, line, link, plot, ruleX, ruleY, vector, type Markish } from "@observablehq/plot";
import { sourceOf, STYLED, valueOf, type Mark, type Series, type Source } from "./points.js";

const SYMBOLS = ["circle", "square", "triangle", "diamond", "star", "cross", "wye", "hexagon"] as const;
const DASHES = ["none", "7 3", "2 3", "10 3 2 3", "14 4", "1 4", "5 5", "10 3 2 3 2 3"];
const ARROW = 20; // pixels
const SHOWN = 24; // pairs that contradict each other; more would hide the counts
const DAY = 86_400_000;

export interface Look {
  colour: string;
  symbol: (typeof SYMBOLS)[number];
  dash: string;
}

/** Colour, mark and line of the n-th source; those that share one have no line. */
export function lookOf(source: Source, n: number): Look {
  if (!source.resolved || n >= STYLED) return { colour: "var(--s0)", symbol: source.key === "article" ? "cross" : "circle", dash: "none" };
  return { colour: `var(--s${n + 1})`, symbol: SYMBOLS[n] ?? "circle", dash: DASHES[n] ?? "none" };
}

function marksOf(source: Source, n: number): Markish[] {
  const look = lookOf(source, n);
  const ranged = (mark: Mark) => mark.comparator === "~" || mark.comparator === "..";
  const both = (mark: Mark) => mark.least !== null && mark.greatest !== null;
  const made: Markish[] = [];
  if (source.resolved && source.marks.some(ranged) && source.marks.every(both)) {
    made.push(areaY(source.marks, { x: "day", y1: "least", y2: "greatest", fill: look.colour, fillOpacity: 0.12 }));
  }
  if (source.resolved) {
    made.push(line(source.marks, { x: "day", y: "value", stroke: look.colour, strokeWidth: 1.5, strokeDasharray: look.dash }));
  }
  made.push(
    ruleX(source.marks.filter((mark) => ranged(mark) && both(mark)), {
      x: "day", y1: "least", y2: "greatest", stroke: look.colour, strokeWidth: 5, strokeOpacity: 0.35,
    }),
    ...[0, 180].map((rotate) =>
      vector(source.marks.filter((mark) => (mark.comparator[0] === (rotate ? "<" : ">"))), {
        x: "day", y: "value", length: ARROW, rotate, anchor: "start", shape: "arrow", r: 4, stroke: look.colour, strokeWidth: 1.5,
      }),
    ),
    ...[true, false].map((exact) =>
      dot(source.marks.filter((mark) => (mark.comparator === "=") === exact), {
        x: "day", y: "value", symbol: look.symbol, r: 4.5, stroke: look.colour, strokeWidth: 1.75,
        fill: exact ? look.colour : "var(--raised)", href: "link", title: "title",
      }),
    ),
  );
  return made;
}

/** Ticks of the time axis as the language writes them, as fine as the stretch of time needs. */
function dayFormat(lang: string, days: number): (day: Date) => string {
  const parts: Intl.DateTimeFormatOptions =
    days > 2500 ? { year: "numeric" } : days > 400 ? { month: "short", year: "numeric" } : { day: "numeric", month: "short" };
  const format = new Intl.DateTimeFormat(lang, { ...parts, timeZone: "UTC" });
  return (day) => format.format(day);
}

/** The chart, detached, without the style element that the Content-Security-Policy refuses (its rules are in figures.css). */
export function draw(sources: Source[], series: Series, lang: string, width: number, x: string, y: string): SVGSVGElement {
  const days = sources.flatMap((source) => source.marks.map((mark) => +mark.day));
  const first = Math.min(...days), last = Math.max(...days);
  const pad = Math.max(DAY / 2, (last - first) * 0.02);
  const numbers = new Intl.NumberFormat(lang, { maximumFractionDigits: 2 });
  const pairs = series.findings.length > SHOWN ? [] : series.findings.filter((f) => f.kind === "divergence");
  const end = (point: Series["points"][number]) => [new Date(`${point.as_of}T00:00:00Z`), valueOf(point)] as const;
  const svg = plot({
    width, height: Math.round(Math.min(460, Math.max(280, width * 0.45))), marginLeft: 64, marginRight: 20, marginTop: 30, marginBottom: 40,
    x: { type: "utc", domain: [new Date(first - pad), new Date(last + pad)], label: x, ticks: Math.max(2, Math.floor(width / 110)), tickFormat: dayFormat(lang, (last - first) / DAY) },
    y: { label: y, grid: true, zero: true, nice: true, tickFormat: (value: number) => numbers.format(value) },
    marks: [
      ruleY([0], { strokeOpacity: 0.5 }),
      link(pairs.filter((f) => f.one.as_of && f.other.as_of && sourceOf(f.one) !== sourceOf(f.other)), {
        x1: (f) => end(f.one)[0], y1: (f) => end(f.one)[1], x2: (f) => end(f.other)[0], y2: (f) => end(f.other)[1],
        stroke: "var(--warn)", strokeDasharray: "2 2", strokeOpacity: 0.8,
      }),
      ...sources.flatMap(marksOf),
    ],
  }) as SVGSVGElement;
  return bare(svg);
}

/** The mark and line of a source, as the legend shows it. */
export function swatch(source: Source, n: number): SVGSVGElement {
  const look = lookOf(source, n);
  const marks: Markish[] = [dot([[17, 8]], { symbol: look.symbol, r: 4.5, stroke: look.colour, fill: look.colour, strokeWidth: 1.75 })];
  if (source.resolved) marks.unshift(line([[0, 8], [34, 8]], { stroke: look.colour, strokeWidth: 1.5, strokeDasharray: look.dash }));
  const svg = plot({ width: 34, height: 16, margin: 0, axis: null, x: { domain: [0, 34], range: [0, 34] }, y: { domain: [0, 16], range: [0, 16] }, marks }) as SVGSVGElement;
  svg.setAttribute("aria-hidden", "true");
  return bare(svg);
}

function bare(svg: SVGSVGElement): SVGSVGElement {
  svg.querySelectorAll("style").forEach((element) => element.remove());
  // A group without a role may bear no name for those who listen; it says what Plot drew ("dot", "y-axis tick label").
  svg.querySelectorAll("g[aria-label]").forEach((group) => {
    group.setAttribute("data-mark", group.getAttribute("aria-label") ?? "");
    group.removeAttribute("aria-label");
  });
  return svg;
}
