// @lesson pipeline
// @expect error
// @idea the reference solution under another name
export const { pipeline } = await import("/course/solutions/05_pipeline/mod.ts" as string);
