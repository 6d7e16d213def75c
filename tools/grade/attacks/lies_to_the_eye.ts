// @lesson pipeline
// @expect fail
// @says <script>
// @idea orders to the terminal and turned text in a message
export function pipeline() {
  console.log("\x1b[2J\x1b[1;32mok | 99 passed\x1b[8m");
  throw new Error("\x1b]0;passed\x07\u202edessap\u202c \x1b[2K\rok <script>alert(1)</script>");
}
