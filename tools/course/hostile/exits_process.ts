export function filter() {
  Deno.exit(0);
}
