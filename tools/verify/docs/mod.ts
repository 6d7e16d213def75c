export {
  checkCodeBlocks,
  checkDocs,
  checkRootDocs,
  listExternalLinks,
  runPatterns,
} from "./check_docs.ts";
export type { RedFacts } from "./check_red_block.ts";
export { checkExternal, renderExternal } from "./check_external.ts";
