import { assertEquals, assertStringIncludes } from "@std/assert";
import { readSettings } from "./read_settings.ts";

const TOKEN = "777:AAH-secret_of_a_test_1234567890_ab";
const read = (changes: Record<string, string> = {}) => {
  const env: Record<string, string> = { TELEGRAM_BOT_TOKEN: TOKEN, ...changes };
  return readSettings((name) => env[name]);
};

Deno.test("readSettings() needs the token alone, and asks telegram itself", () => {
  const settings = { token: TOKEN, channel: undefined, ownerId: undefined };
  assertEquals(read(), { ...settings, apiRoot: "https://api.telegram.org" });
  const changes = { TELEGRAM_BOT_TOKEN: ` ${TOKEN}\n`, TELEGRAM_API: "http://127.0.0.1:8081/" };
  assertEquals(read(changes), { ...settings, apiRoot: "http://127.0.0.1:8081" });
});

for (
  const [name, value, words] of [
    ["TELEGRAM_BOT_TOKEN", "", "TELEGRAM_BOT_TOKEN is not set"],
    [
      "TELEGRAM_BOT_TOKEN",
      "AAH-only_half_of_a_secret_1234567890",
      "TELEGRAM_BOT_TOKEN is not a token",
    ],
    ["TELEGRAM_CHANNEL", "my channel", 'not "my channel"'],
    ["TELEGRAM_OWNER", "@me", 'not "@me"'],
    ["TELEGRAM_API", "http://example.org", "TELEGRAM_API must be an https: address"],
    ["TELEGRAM_API", "http://127.0.0.1.example.org", "since the token is sent there"],
  ] as const
) {
  Deno.test(`readSettings() refuses ${name}=${value} and does not repeat a token`, () => {
    const settings = read({ [name]: value });
    const problem = "problem" in settings ? settings.problem : "";
    assertStringIncludes(problem, words);
    assertEquals(/AAH/.test(problem), false);
  });
}
