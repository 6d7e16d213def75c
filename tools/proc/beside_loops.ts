/**
 * Acts while `count` programs loop without end, for tests of a busy machine; they are gone afterwards. With `nice` 19 they
 * take what nobody else wants (nice(1)): the machine is busy, and yet others are hardly slower.
 */
export async function besideLoops<T>(
  count: number,
  act: () => Promise<T>,
  nice = 0,
): Promise<T> {
  const args = ["-n", `${nice}`, "yes"];
  const start = () => new Deno.Command("nice", { args, stdout: "null" }).spawn();
  const loops = Array.from({ length: count }, start);
  try {
    return await act();
  } finally {
    for (const loop of loops) loop.kill("SIGKILL");
    await Promise.all(loops.map((loop) => loop.status));
  }
}
