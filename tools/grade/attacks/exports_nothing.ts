// @lesson pipeline
// @expect error
// @says must export
// @idea a module without what the lesson asks for
export const something = "else";
