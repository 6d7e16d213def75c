import { assertEquals } from "@std/assert";
import { isGone, readText } from "../../../tests/harness/processes.ts";
import { adoptOrphans, endOrphans } from "./orphans.ts";

Deno.test({
  name:
    "endOrphans() ends what a run has left, however it hides, and no child that could gain rights",
  ignore: !/^NoNewPrivs:\t0/m.test(readText("/proc/self/status") ?? ""), // else nobody here could gain rights
  async fn() {
    assertEquals(adoptOrphans(), true);
    await using other = new Deno.Command("sleep", { args: ["986"] }).spawn();
    const script = "env -i /usr/bin/setsid /bin/sleep 985 >/dev/null & echo $!";
    const args = ["--no-new-privs", "sh", "-c", script];
    const { stdout } = await new Deno.Command("setpriv", { args, stderr: "null" }).output();
    const pid = Number(new TextDecoder().decode(stdout));
    const names = await endOrphans();
    assertEquals(names.length, 1); // it may still be on its way to become sleep
    assertEquals([isGone(pid), isGone(other.pid)], [true, false]);
    other.kill("SIGKILL");
  },
});
