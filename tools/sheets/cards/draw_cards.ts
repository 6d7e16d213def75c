import { type Card, drawCard } from "./draw_card.ts";

/** Finds the picture of that path where an earlier build has put it. */
export type LoadDrawn = (path: string) => Promise<Uint8Array | undefined>;

/** A card as a file of the site. */
export interface DrawnCard {
  /** Relative to the site. It changes with the picture: who shows previews keeps them for weeks. */
  readonly path: string;
  readonly png: Uint8Array;
}

/** The library is loaded when a picture is drawn, its name is no constant of an import. */
const LIBRARY: string = "./resvg.ts";

/** Draws cards as PNG, those alone that no earlier build has drawn. */
export async function drawCards(
  cards: readonly Card[],
  loadDrawn: LoadDrawn = () => Promise.resolve(undefined),
): Promise<DrawnCard[]> {
  const { openResvg, DRAWN_BY }: typeof import("./resvg.ts") = await import(LIBRARY);
  const drawn: DrawnCard[] = [];
  for (const card of cards) {
    const svg = drawCard(card);
    const path = `cards/${await hash(`${DRAWN_BY}\n${svg}`)}.png`;
    drawn.push({ path, png: await loadDrawn(path) ?? (await openResvg())(svg) });
  }
  return drawn;
}

async function hash(text: string): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return new Uint8Array(digest).toHex().slice(0, 16);
}
