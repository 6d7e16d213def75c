// @lesson pipeline
// @expect error
// @says not today
// @idea a module that cannot be loaded
if (Deno.args !== undefined) throw new TypeError("not today");
export {};
