// A picture as SVG. No browser is asked how wide a text is: the font is monospaced, and a column has room to spare.

import { describeFlows } from "./describe_flows.ts";
import { escapeXml } from "./escape_xml.ts";
import { type FlowTheme, renderFlowCss } from "./flow_css.ts";
import type { Flow } from "./parse_flow.ts";
import { layAcross, layDown, type PlacedArrow, type PlacedBox } from "./lay_flows.ts";

/** How a picture is drawn as SVG. */
export interface SvgOptions {
  /**
   * `auto` follows the reader's system, `page` the variables of the page that it stands in.
   *
   * @default "auto"
   */
  readonly theme?: FlowTheme;
  /**
   * `down` is for phones.
   *
   * @default "across"
   */
  readonly direction?: "across" | "down";
}

/** Draws a picture as one SVG element, which needs nothing from outside and has no id that could clash. */
export function drawFlowsSvg(flows: readonly Flow[], options: SvgOptions = {}): string {
  const { theme = "auto", direction = "across" } = options;
  const { width, height, boxes, arrows } = direction === "down" ? layDown(flows) : layAcross(flows);
  const style = theme === "page" ? [] : [`<style>${renderFlowCss(theme)}</style>`];
  const size = `width="${width}" height="${height}" viewBox="0 0 ${width} ${height}"`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" class="flow-${theme}" role="img" ${size}` +
    ` aria-label="${escapeXml(describeFlows(flows))}">`,
    ...style,
    ...boxes.map(drawBox),
    ...arrows.map(drawArrow),
    "</svg>",
  ].join("\n");
}

function drawBox({ node, x, y, width, height }: PlacedBox): string {
  const [kind, radius] = node.isBuffer
    ? ["flow-buffer", Math.min(18, height / 2)]
    : ["flow-box", 3];
  const top = y + height / 2 - (node.lines.length - 1) * LINE / 2 + BASELINE;
  const texts = node.lines.map((line, index) => {
    const name = index === 0 ? "flow-name" : "flow-note";
    return drawText(line, { name, x: x + width / 2, y: top + index * LINE });
  });
  return `<rect class="${kind}" x="${x}" y="${y}" width="${width}" height="${height}" ` +
    `rx="${radius}"/>${texts.join("")}`;
}

/** The height of a line in a box, and how far its baseline is below its middle. */
const LINE = 18;
const BASELINE = 5;
/** How long and how wide half of an arrow's head is. */
const HEAD = { length: 8, half: 4.5 };

function drawArrow({ arrow, from, to }: PlacedArrow): string {
  const isDown = from.x === to.x;
  const heads = [drawHead(to, isDown, 1), ...(arrow.isTwoWay ? [drawHead(from, isDown, -1)] : [])];
  const line = `<path class="flow-line" d="M${from.x} ${from.y}L${to.x} ${to.y}"/>`;
  if (arrow.label === "") return line + heads.join("");
  const x = isDown ? from.x + 12 : (from.x + to.x) / 2;
  const y = isDown ? (from.y + to.y) / 2 + 4 : from.y - 8;
  const name = isDown ? "flow-label flow-start" : "flow-label";
  return line + heads.join("") + drawText(arrow.label, { name, x, y });
}

function drawHead({ x, y }: { x: number; y: number }, isDown: boolean, sign: 1 | -1): string {
  const back = -sign * HEAD.length;
  const points = isDown
    ? `M${x} ${y}l${-HEAD.half} ${back}h${2 * HEAD.half}z`
    : `M${x} ${y}l${back} ${-HEAD.half}v${2 * HEAD.half}z`;
  return `<path class="flow-head" d="${points}"/>`;
}

function drawText(text: string, { name, x, y }: { name: string; x: number; y: number }): string {
  return `<text class="${name}" x="${x}" y="${y}">${escapeXml(text)}</text>`;
}
