/** The Deno that packs install: the one that the course is tested with. */
export const DENO_VERSION = "2.9.6";
