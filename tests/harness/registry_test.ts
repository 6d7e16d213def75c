import { assertEquals } from "@std/assert";
import { Registry } from "./registry.ts";

Deno.test("Registry lists a child whose environment was cleared, until it has ended", async () => {
  const { Command, kill } = Deno;
  const registry = new Registry({ url: "file:///none.ts", path: "/none.ts" });
  registry.install();
  try {
    const child = new Deno.Command("/bin/sleep", { args: ["1000"], clearEnv: true }).spawn();
    assertEquals(registry.listAlive().map(({ pid }) => pid), [child.pid]);
    child.kill("SIGKILL");
    await child.status;
    assertEquals(registry.listAlive(), []);
  } finally {
    await registry.killAll();
    Object.assign(Deno, { Command, kill });
  }
});
