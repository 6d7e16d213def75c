import { assertEquals } from "@std/assert";
import { serveSite } from "./serve_site.ts";

Deno.test("serveSite() serves the files of the site and no others", async () => {
  const dir = await Deno.makeTempDir();
  const stop = new AbortController();
  try {
    await Deno.mkdir(`${dir}/site/lessons`, { recursive: true });
    await Deno.writeTextFile(`${dir}/site/index.html`, "index");
    await Deno.writeTextFile(`${dir}/site/lessons/a.html`, "lesson");
    await Deno.writeTextFile(`${dir}/site/lessons/a.png`, "picture");
    await Deno.writeTextFile(`${dir}/secret.html`, "secret");
    const { promise: said, resolve: say } = Promise.withResolvers<string>();
    const served = serveSite(`${dir}/site`, { port: 0, say, signal: stop.signal });
    const [base = ""] = (await said).split(" ");
    const get = async (path: string) => {
      const response = await fetch(base + path);
      return [response.status, await response.text(), response.headers.get("content-type")];
    };
    const html = "text/html; charset=utf-8";
    assertEquals(await get(""), [200, "index", html]);
    assertEquals(await get("lessons/a.html?x#y"), [200, "lesson", html]);
    assertEquals(await get("lessons/a.png"), [200, "picture", "image/png"]);
    for (
      const path of [
        "../secret.html",
        "%2e%2e/secret.html",
        "..%2fsecret.html",
        "no.html",
        "lessons",
      ]
    ) {
      assertEquals((await get(path))[0], 404, path);
    }
    stop.abort();
    await served;
  } finally {
    stop.abort();
    await Deno.remove(dir, { recursive: true });
  }
});
