/** Acts while `count` programs loop without end, for tests of a busy machine; they are gone afterwards. */
export async function besideLoops<T>(count: number, act: () => Promise<T>): Promise<T> {
  const start = () => new Deno.Command("yes", { stdout: "null" }).spawn();
  const loops = Array.from({ length: count }, start);
  try {
    return await act();
  } finally {
    for (const loop of loops) loop.kill("SIGKILL");
    await Promise.all(loops.map((loop) => loop.status));
  }
}
