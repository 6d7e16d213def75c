export function filter() {
  const line = "x".repeat(100) + "\n";
  for (;;) console.log(line.repeat(1000));
}
