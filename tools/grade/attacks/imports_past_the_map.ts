// @lesson pipeline
// @expect error
// @idea a name of the import map that climbs out of its folder
export const { pipeline } = await import("#lib/../../solutions/05_pipeline/mod.ts" as string);
