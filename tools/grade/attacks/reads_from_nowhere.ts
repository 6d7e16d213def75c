// @lesson pipeline
// @expect crash
// @idea an address where nothing is
export function pipeline() {
  const pointer = Deno.UnsafePointer.create(8n);
  if (pointer !== null) new Deno.UnsafePointerView(pointer).getUint8();
}
