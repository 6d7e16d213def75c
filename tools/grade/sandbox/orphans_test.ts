import { assertEquals } from "@std/assert";
import { isLeftOut } from "../../../tests/harness/left_out.ts";
import { readText } from "../../../tests/harness/processes.ts";

// in a process of its own: whoever ends its orphans ends the cells of other test files in the same process too
const PROGRAM = `
  import { isGone } from ${
  JSON.stringify(import.meta.resolve("../../../tests/harness/processes.ts"))
};
  import { adoptOrphans, endOrphans } from ${JSON.stringify(import.meta.resolve("./orphans.ts"))};

  const adopts = adoptOrphans();
  await using other = new Deno.Command("sleep", { args: ["986"] }).spawn();
  const script = "env -i /usr/bin/setsid /bin/sleep 985 >/dev/null & echo $!";
  const args = ["--no-new-privs", "sh", "-c", script];
  const { stdout } = await new Deno.Command("setpriv", { args, stderr: "null" }).output();
  const pid = Number(new TextDecoder().decode(stdout));
  const names = await endOrphans();
  // only their number: the orphan may still be on its way to become sleep
  console.log(JSON.stringify([adopts, names.length, isGone(pid), isGone(other.pid)]));
  other.kill("SIGKILL");
`;

Deno.test({
  name:
    "endOrphans() ends what a run has left, however it hides, and no child that could gain rights",
  ignore: isLeftOut(
    import.meta,
    /^NoNewPrivs:\t0/m.test(readText("/proc/self/status") ?? "")
      ? undefined
      : "nobody could gain rights here",
  ),
  async fn() {
    const args = ["eval", "--no-config", PROGRAM];
    const { stdout } = await new Deno.Command(Deno.execPath(), { args }).output();
    assertEquals(new TextDecoder().decode(stdout), "[true,1,true,false]\n");
  },
});
