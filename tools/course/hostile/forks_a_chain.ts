const script = 'if [ "$1" -gt 0 ]; then sh -c "$0" "$0" $(($1 - 1)) & fi; sleep 1000';
export function filter() {
  new Deno.Command("sh", { args: ["-c", script, script, "20"], stdin: "null" }).spawn();
  return new Promise(() => {});
}
