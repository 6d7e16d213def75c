// @lesson pipeline
// @expect fail error leak
// @idea everything equals everything
Object.is = () => true;
Object.keys = () => [];
Object.assign(Array.prototype, { every: () => true });
String.prototype.localeCompare = () => 0;

export function pipeline() {
  return Promise.resolve({ stdout: new Uint8Array(), statuses: [], code: 0 });
}
