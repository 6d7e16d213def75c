// However a publish fails, its token is in nothing that it prints and in no file that it writes.
import { assertEquals, assertStringIncludes } from "@std/assert";
import { type BotApiDouble, type Fault, startBotApiDouble } from "./bot_api_double.ts";
import {
  BASE,
  makeTelegramCourse,
  NOWHERE,
  type Ran,
  type TelegramCourse,
} from "./telegram_course.ts";

const PUBLISH = ["publish", "--all", "--base", BASE, "--pace", "0"];

/** Everything that a run has left for others to see. */
async function readTraces(course: TelegramCourse, { out, err }: Ran): Promise<string> {
  const texts = [out, err];
  const walk = async (dir: string): Promise<void> => {
    for await (const { name, isFile, isDirectory } of Deno.readDir(dir)) {
      texts.push(name);
      if (isFile) texts.push(await Deno.readTextFile(`${dir}/${name}`));
      else if (isDirectory) await walk(`${dir}/${name}`);
    }
  };
  await walk(course.root);
  return texts.join("\n");
}

const status = (code: number, description: string): Fault => ({
  type: "status",
  code,
  description,
});
/** How a publish may fail at its second post; telegram might even repeat the token. */
const FAILURES: Readonly<Record<string, (token: string) => Fault>> = {
  "a wrong token": (token) => status(401, `Unauthorized: ${token}`),
  "an unknown path": (token) => status(404, `Not Found: /bot${token}/sendMessage`),
  "missing rights": () => status(403, "Forbidden: bot is not a member of the channel chat"),
  "bad content": (token) => status(400, `Bad Request: ${encodeURIComponent(token)}`),
  "a limit": () => ({ type: "status", code: 429, description: "Too Many", retryAfterS: 3600 }),
  "trouble at telegram": () => status(500, "Internal Server Error"),
  "a proxy": () => ({ type: "page", code: 502 }),
  "half an answer": () => ({ type: "half" }),
  "a closed connection": () => ({ type: "close", when: "after" }),
};

for (const [what, makeFault] of Object.entries(FAILURES)) {
  Deno.test(`telegram publish keeps its token to itself when it fails because of ${what}`, async () => {
    await using course = await makeTelegramCourse();
    const doubles: BotApiDouble[] = [];
    await using double = startBotApiDouble({
      faultOf: ({ index }) => index < 2 ? undefined : makeFault(doubles[0]?.token ?? ""),
    });
    doubles.push(double);
    const ran = await course.start(double, PUBLISH).ended;
    assertEquals(ran.code, 1, ran.err);
    const traces = await readTraces(course, ran);
    const secret = double.token.slice(double.token.indexOf(":") + 1);
    assertEquals([traces.includes(secret), traces.includes("posts.json")], [false, true]);
  });
}

Deno.test("telegram publish keeps its token to itself when telegram cannot be reached", async () => {
  await using course = await makeTelegramCourse();
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const nobody = { ...NOWHERE, root: `http://127.0.0.1:${listener.addr.port}` };
  listener.close();
  const ran = await course.start(nobody, [...PUBLISH, "--wait", "0"]).ended;
  assertEquals(ran.code, 1, ran.err);
  assertStringIncludes(ran.err, "telegram cannot be reached");
  assertEquals((await readTraces(course, ran)).includes("secret_of_nobody"), false);
});
