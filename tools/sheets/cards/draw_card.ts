// The picture that a chat shows beside a link to a page.
import { countColumns, truncate, wrapLine } from "../../term/wrap.ts";
import { describeFlows } from "../describe_flows.ts";
import { drawFlowsSvg } from "../draw_flow_svg.ts";
import { escapeXml } from "../escape_xml.ts";
import { layAcross, layDown } from "../lay_flows.ts";
import type { Flow } from "../parse_flow.ts";

/** What stands on a card. */
export interface Card {
  /** A few words above the title: what kind of page, and of which unit. */
  readonly kind: string;
  readonly title: string;
  /** One or two lines. */
  readonly summary: string;
  /** The page's picture, if it has one. */
  readonly flows: readonly Flow[];
  /** One line at the foot. */
  readonly foot: string;
}

/** The size that Open Graph readers ask for, in pixels. */
export const CARD_SIZE = { width: 1200, height: 630 } as const;

const MARGIN = 64;
const INNER = CARD_SIZE.width - 2 * MARGIN;
/** The width of a column of DejaVu Sans Mono, in em. */
const COLUMN = 0.6021;
const FOOT = 46;
/** A picture of two boxes would look like a toy when it filled the card. */
const MAX_SCALE = 2.1;
const INK = "#1b1f24";
const DIM = "#4b535d";
const BLUE = "#0b5cad";

interface Line {
  readonly text: string;
  readonly size: number;
  readonly color: string;
  readonly weight: number;
}

/** Says in words what a card shows, for whoever cannot see it. */
export function describeCard({ title, flows }: Card): string {
  return flows.length === 0 ? title : `${title}; a picture: ${describeFlows(flows)}`;
}

/** Draws a card as SVG, in the font that resvg.ts has. */
export function drawCard({ kind, title, summary, flows, foot }: Card): string {
  const head: Line[] = [
    ...setLines(kind, { size: 27, max: 1, color: BLUE, weight: 700 }),
    ...setTitle(title),
    ...setLines(summary, { size: 27, max: 2, color: DIM, weight: 400 }),
  ];
  const texts: string[] = [];
  let y = MARGIN - 16;
  for (const [index, line] of head.entries()) {
    const before = head[index - 1];
    y += before === undefined || before.size === line.size
      ? line.size * 1.25
      : line.size * 1.1 + before.size * 0.45;
    texts.push(drawLine(line, y));
  }
  const [bottom] = setLines(foot, { size: 23, max: 1, color: DIM, weight: 400 });
  const room = { top: y + 40, bottom: CARD_SIZE.height - FOOT - 50 };
  const { width, height } = CARD_SIZE;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">`,
    `<rect width="${width}" height="${height}" fill="#ffffff"/>`,
    `<rect width="${width}" height="14" fill="${BLUE}"/>`,
    ...texts,
    ...(flows.length === 0 ? [] : [drawPicture(flows, room)]),
    ...(bottom === undefined ? [] : [drawLine(bottom, height - FOOT)]),
    "</svg>",
  ].join("\n");
}

/** A title on one line, as large as it fits; a long one on two. */
function setTitle(title: string): Line[] {
  const look = { max: 2, color: INK, weight: 700 };
  const size = [60, 54, 48, 44].find((one) => countColumns(title) <= countFitting(one)) ?? 52;
  return setLines(title, { ...look, size });
}

/** Breaks a text into lines that fit; what is too much for `max` lines is cut. */
function setLines(text: string, { max, ...look }: Omit<Line, "text"> & { max: number }): Line[] {
  const columns = countFitting(look.size);
  const lines = wrapLine(text, columns);
  const rest = lines.slice(max - 1).join(" ");
  const kept = lines.length <= max ? lines : [...lines.slice(0, max - 1), truncate(rest, columns)];
  return kept.map((line) => ({ text: line, ...look }));
}

function countFitting(size: number): number {
  return Math.floor(INNER / (size * COLUMN));
}

function drawLine({ text, size, color, weight }: Line, y: number): string {
  return `<text x="${MARGIN}" y="${round(y)}" font-family="DejaVu Sans Mono" font-size="${size}" ` +
    `font-weight="${weight}" fill="${color}">${escapeXml(text)}</text>`;
}

/** A picture as large as the room allows, drawn in the direction that makes it larger. */
function drawPicture(flows: readonly Flow[], room: { top: number; bottom: number }): string {
  const height = room.bottom - room.top;
  const fit = ({ width, height: own }: { width: number; height: number }) =>
    Math.min(INNER / width, height / own, MAX_SCALE);
  const [across, down] = [layAcross(flows), layDown(flows)];
  const isDown = fit(down) > fit(across);
  const layout = isDown ? down : across;
  const scale = fit(layout);
  const y = room.top + (height - layout.height * scale) / 2;
  const direction = isDown ? "down" : "across";
  const place = `translate(${MARGIN} ${round(y)}) scale(${round(scale)})`;
  return `<g transform="${place}">${drawFlowsSvg(flows, { theme: "light", direction })}</g>`;
}

function round(length: number): number {
  return Math.round(length * 1000) / 1000;
}
