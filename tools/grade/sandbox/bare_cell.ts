import { makeOwnPlace } from "../../proc/own_place.ts";
import { type Cell, type CellKind, openCell } from "./cell.ts";
import { makeStand } from "./stand.ts";

/** A cell without a course. */
export interface BareCell extends AsyncDisposable {
  readonly launch: Cell["launch"];
  /** What all cells of this kind can read and none can write. */
  readonly cacheDir: string;
}

/** Makes a cell for a program that needs no course; it is ended with what it holds. */
export async function openBareCell(kind: CellKind): Promise<BareCell> {
  const cacheDir = await makeOwnPlace();
  const remove = () => Deno.remove(cacheDir, { recursive: true });
  try {
    await makeStand(cacheDir, { root: "", lessons: [], hasAccounts: kind.uids !== undefined });
    const { launch, end } = await openCell({ ...kind, cacheDir });
    return { launch, cacheDir, [Symbol.asyncDispose]: () => end().then(remove) };
  } catch (error) {
    await remove();
    throw error;
  }
}
