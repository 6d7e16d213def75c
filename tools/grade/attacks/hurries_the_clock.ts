// @lesson pipeline
// @expect fail timeout
// @idea an hour in each second: what waits has waited long enough
const [now, began] = [Date.now, Date.now()];
Date.now = () => began + (now() - began) * 3_600;
performance.now = () => Date.now() - began;

export function pipeline() {
  return Promise.resolve({ stdout: new Uint8Array(), statuses: [], code: 0 });
}
