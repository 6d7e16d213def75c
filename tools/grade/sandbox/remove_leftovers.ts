import { isLeftBehind } from "../../proc/own_place.ts";
import { type ControlGroups, removeLeftGroups } from "./control_group.ts";
import { removeTree } from "./remove_tree.ts";

/**
 * Removes what graders of this account that were killed have left: their folders below /tmp, and their control groups. What
 * cannot be removed, because another grader is just removing it, say, stays.
 */
export async function removeLeftovers(groups: ControlGroups): Promise<void> {
  await removeLeftGroups(groups).catch(() => {});
  for (const { name } of Deno.readDirSync("/tmp")) {
    const path = `/tmp/${name}`;
    if (isLeftBehind(name) && isOwn(path)) await removeTree(path).catch(() => {});
  }
}

function isOwn(path: string): boolean {
  try {
    return Deno.lstatSync(path).uid === Deno.uid();
  } catch {
    return false; // gone meanwhile
  }
}
