import { assertEquals } from "@std/assert";
import { fromFileUrl } from "../../../tests/harness/paths.ts";

Deno.test("findContestants() says what is absent where there is no compiler and no other language", async () => {
  const module = JSON.stringify(import.meta.resolve("./contestants.ts"));
  const source = `
    const { findContestants } = await import(${module});
    const { present, absent } = await findContestants("/tmp");
    console.log(JSON.stringify([present.map(({ id }) => id), absent]));`;
  const config = fromFileUrl(new URL("../../../deno.json", import.meta.url));
  const flags = ["run", "-A", "--no-lock", "--no-check", "--quiet", "--config", config];
  const { stdout } = await new Deno.Command(Deno.execPath(), {
    args: [...flags, `data:text/javascript,${encodeURIComponent(source)}`],
    env: { PATH: "/nowhere" },
  }).output();
  assertEquals(JSON.parse(new TextDecoder().decode(stdout)), [
    ["course", "deno"],
    [
      { id: "python", reason: "there is no python3 on this machine" },
      { id: "node", reason: "there is no node on this machine" },
      { id: "c", reason: "there is no cc on this machine" },
    ],
  ]);
});
