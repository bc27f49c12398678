// The counts of a measure as the chart needs them: one mark for each value that a source gives as of a day.

export interface Point {
  article_id: number;
  id: string;
  as_of: string | null;
  words: string;
  comparator: string;
  low: number | null;
  high: number | null;
  least: number | null;
  greatest: number | null;
  source: string | null;
  source_words: string | null;
  source_key: string | null;
  outlet: string | null;
}

export interface Series {
  points: Point[];
  links: string[];
  findings: { kind: string; certain: boolean; one: Point; other: Point }[];
}

export interface Mark {
  day: Date;
  value: number;
  least: number | null;
  greatest: number | null;
  comparator: string;
  link: string;
  title: string;
  times: number; // articles that print it
}

export interface Source {
  key: string;
  name: string;
  resolved: boolean; // a line joins only what one known source says
  marks: Mark[];
}

export interface Names {
  open: string;
  article: string;
  others: string;
}

export const STYLED = 8; // sources with a colour, mark and line of their own

export function sourceOf(point: Point): string {
  return point.source_key ?? (point.source_words ? "open" : "article");
}

/** Where a count stands: its number, the middle of a range. */
export function valueOf(point: Point): number | null {
  if (point.low !== null && point.high !== null) return (point.low + point.high) / 2;
  return point.low ?? point.high;
}

/** The sources, who gives most counts first; beyond `STYLED` they are one, what is not resolved comes last. */
export function sourcesOf(series: Series, names: Names): Source[] {
  const held = new Map<string, { name: string; points: [Point, string][] }>();
  series.points.forEach((point, n) => {
    if (point.as_of === null || valueOf(point) === null) return;
    const key = sourceOf(point);
    const name = key === "open" ? names.open : key === "article" ? names.article : (point.source ?? key);
    const entry = held.get(key) ?? { name, points: [] };
    entry.points.push([point, series.links[n] ?? ""]);
    held.set(key, entry);
  });
  const known = [...held].filter(([key]) => key !== "open" && key !== "article");
  known.sort((a, b) => b[1].points.length - a[1].points.length || (a[0] < b[0] ? -1 : 1));
  const sources: Source[] = known.slice(0, STYLED).map(([key, { name, points }]) => ({ key, name, resolved: true, marks: marksOf(points) }));
  const rest = known.slice(STYLED).flatMap(([, { points }]) => points);
  if (rest.length) sources.push({ key: "others", name: names.others, resolved: false, marks: marksOf(rest) });
  for (const key of ["open", "article"]) {
    const entry = held.get(key);
    if (entry) sources.push({ key, name: entry.name, resolved: false, marks: marksOf(entry.points) });
  }
  return sources;
}

/** One mark for each value as of a day, however many articles print it; it leads to the first of them. */
function marksOf(points: [Point, string][]): Mark[] {
  const marks = new Map<string, Mark>();
  for (const [point, link] of points) {
    const key = [point.source_key, point.as_of, point.comparator, point.low, point.high].join("|");
    const same = marks.get(key);
    if (same) {
      same.times += 1;
      continue;
    }
    const who = point.source ?? point.source_words;
    const title = [point.words, who, [point.as_of, point.outlet].filter(Boolean).join(", ")].filter(Boolean).join(" · ");
    marks.set(key, {
      day: new Date(`${point.as_of}T00:00:00Z`), value: valueOf(point) ?? 0, least: point.least, greatest: point.greatest,
      comparator: point.comparator, link, title, times: 1,
    });
  }
  const found = [...marks.values()].sort((a, b) => +a.day - +b.day || a.value - b.value);
  for (const mark of found) if (mark.times > 1) mark.title += ` (× ${mark.times})`;
  return found;
}
