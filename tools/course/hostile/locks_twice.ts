export function filter() {
  for (let turn = 0; turn < 2; turn++) {
    const file = Deno.openSync(`${Deno.env.get("IPC_HOSTILE_DIR")}/f`, {
      write: true,
      create: true,
    });
    file.lockSync(true);
  }
}
