// @lesson pipeline
// @expect fail error timeout
// @idea a debugger in its own process
import { Session } from "node:inspector";

try {
  const session = new Session();
  session.connect();
  session.post("Runtime.evaluate", { expression: "Object.is = () => true" });
} catch {
  // not here
}

export function pipeline() {
  return Promise.resolve({ stdout: new Uint8Array(), statuses: [], code: 0 });
}
