import { renderFlowCss, renderFlowVariables } from "../flow_css.ts";

/** Loads the style of the pages, with the colours of their pictures. */
export async function loadStyle(): Promise<string> {
  const style = await loadAsset("style.css");
  return `${style}:root{${renderFlowVariables()}}\n${renderFlowCss("page")}\n`;
}

/** Loads a file that the pages need as it is. */
export async function loadAsset(name: string): Promise<string> {
  return await Deno.readTextFile(new URL(`assets/${name}`, import.meta.url));
}
