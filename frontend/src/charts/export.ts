// The chart as a file that stands alone: title, sources, fonts and colours are in it; nothing in it leads back to this machine.

const SVG = "http://www.w3.org/2000/svg";
const RESOLVED = ["fill", "stroke", "color", "font-family", "font-size", "font-weight"];
const EDGE = 24, ROW = 22, HEAD = 60, FOOT = 16;

function element(name: string, attributes: Record<string, string | number>, text?: string): SVGElement {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
  if (text !== undefined) made.textContent = text;
  return made;
}

/** A copy of what is drawn, with every colour and font as this page resolves it, without links, classes and styles. */
function resolved(original: SVGElement): SVGElement {
  const name = original.localName === "a" ? "g" : original.localName;
  const copy = document.createElementNS(SVG, name);
  for (const { name: key, value } of [...original.attributes]) {
    if (!key.includes(":") && !key.startsWith("data-") && !["class", "style", "href", "tabindex", "xmlns"].includes(key)) copy.setAttribute(key, value);
  }
  const style = getComputedStyle(original);
  for (const key of RESOLVED) {
    const value = style.getPropertyValue(key);
    const drawn = original.hasAttribute(key) || original.localName === "svg" || original.localName === "text";
    if (value && drawn) copy.setAttribute(key, value);
  }
  for (const child of original.childNodes) {
    if (child instanceof SVGElement) copy.append(resolved(child));
    else if (child.nodeType === Node.TEXT_NODE) copy.append(child.textContent ?? "");
  }
  return copy;
}

export interface Named {
  name: string;
  swatch: SVGSVGElement;
}

/** The chart with its title, its sources and a foot of one line or more, as an SVG document. */
export function standalone(chart: SVGSVGElement, title: string, sources: Named[], foot: string): string {
  const page = getComputedStyle(document.documentElement);
  const colour = (name: string) => page.getPropertyValue(name).trim();
  const sans = getComputedStyle(document.body).fontFamily;
  const width = Number(chart.getAttribute("width")), height = Number(chart.getAttribute("height"));
  const columns = Math.max(1, Math.floor(width / 260));
  const rows = Math.ceil(sources.length / columns);
  const feet = foot.split("\n");
  const whole = { width: width + 2 * EDGE, height: HEAD + height + rows * ROW + 2 * EDGE + ROW + (feet.length - 1) * FOOT };
  const out = element("svg", { ...whole, viewBox: `0 0 ${whole.width} ${whole.height}`, "font-family": sans, "font-size": 13, fill: colour("--ink"), role: "img" });
  out.append(
    element("title", {}, title),
    element("rect", { ...whole, fill: colour("--paper") }),
    element("text", { x: EDGE, y: EDGE + 20, "font-size": 20, "font-weight": 700, "font-family": "Georgia, serif" }, title),
  );
  const place = (drawn: SVGSVGElement, x: number, y: number) => {
    const copy = resolved(drawn);
    copy.setAttribute("x", String(x));
    copy.setAttribute("y", String(y));
    copy.removeAttribute("aria-hidden");
    out.append(copy);
  };
  place(chart, EDGE, HEAD);
  sources.forEach((source, n) => {
    const x = EDGE + (n % columns) * Math.floor(width / columns), y = HEAD + height + EDGE + Math.floor(n / columns) * ROW;
    place(source.swatch, x, y - 12);
    out.append(element("text", { x: x + 42, y }, source.name));
  });
  feet.forEach((line, n) => {
    const y = whole.height - EDGE + 4 - (feet.length - 1 - n) * FOOT;
    out.append(element("text", { x: EDGE, y, "font-size": 11, fill: colour("--soft") }, line));
  });
  return `<?xml version="1.0" encoding="UTF-8"?>\n${new XMLSerializer().serializeToString(out)}\n`;
}

/** Offers bytes as a file. */
export function save(bytes: Blob, name: string): void {
  const address = URL.createObjectURL(bytes);
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}

/** The picture of an SVG document, two pixels for one. */
export async function picture(svg: string): Promise<Blob> {
  const address = URL.createObjectURL(new Blob([svg], { type: "image/svg+xml" }));
  try {
    const image = new Image();
    image.src = address;
    await image.decode();
    const canvas = document.createElement("canvas");
    canvas.width = image.naturalWidth * 2;
    canvas.height = image.naturalHeight * 2;
    const context = canvas.getContext("2d");
    if (!context) throw new Error("no canvas");
    context.scale(2, 2);
    context.drawImage(image, 0, 0);
    return await new Promise((done, failed) => canvas.toBlob((blob) => (blob ? done(blob) : failed(new Error("no picture"))), "image/png"));
  } finally {
    URL.revokeObjectURL(address);
  }
}
