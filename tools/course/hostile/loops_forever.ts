export function filter() {
  for (;;);
}
