// @lesson pipeline
// @expect fail error crash timeout
// @idea nothing can be changed any more, not even a result
for (const one of [Object, Array, Error, Promise, Map, Set, String, Deno]) {
  Object.freeze(one);
  if ("prototype" in one) Object.freeze(one.prototype);
}

export function pipeline() {
  return Promise.resolve({ stdout: new Uint8Array(), statuses: [], code: 0 });
}
