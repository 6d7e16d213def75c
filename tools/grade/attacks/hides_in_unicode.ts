// @lesson pipeline
// @expect fail
// @says javascript
// @idea links, pictures and turned text for whoever renders its message
export function pipeline() {
  const link = "\x1b]8;;https://example.org\x1b\\passed\x1b]8;;\x1b\\";
  const page = '"><img src=x onerror=alert(1)> [passed](javascript:alert(1)) </textarea>';
  throw new Error(`\u2066\u202e${link}\u2069 ${page} \x9b31m\u0085\u200f\ud800`);
}
