import { assertEquals } from "@std/assert";
import { checkExternal, renderExternal } from "./check_external.ts";

/** A server on loopback that writes down what it is asked for. */
async function useServer(use: (url: string, asked: string[]) => Promise<void>): Promise<void> {
  const asked: string[] = [];
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: () => {} }, (request) => {
    const { pathname } = new URL(request.url);
    asked.push(`${request.method} ${pathname}`);
    if (pathname === "/no-head" && request.method === "HEAD") {
      return new Response(null, { status: 405 });
    }
    return new Response("x", { status: pathname === "/gone" ? 404 : 200 });
  });
  try {
    await use(`http://127.0.0.1:${server.addr.port}`, asked);
  } finally {
    await server.shutdown();
  }
}

Deno.test("checkExternal() asks once for an address that two places link to", () =>
  useServer(async (url, asked) => {
    const results = await checkExternal([
      { url: `${url}/a#one`, place: "a.md:1" },
      { url: `${url}/a#two`, place: "b.md:2" },
    ]);
    const places = ["a.md:1", "b.md:2"];
    assertEquals(results, [{ url: `${url}/a`, places, state: "ok", detail: "200" }]);
    assertEquals(asked, ["HEAD /a"]);
  }));

Deno.test("checkExternal() asks by GET when the server refuses HEAD", () =>
  useServer(async (url, asked) => {
    const [result] = await checkExternal([{ url: `${url}/no-head`, place: "a.md:1" }]);
    assertEquals([result?.state, asked], ["ok", ["HEAD /no-head", "GET /no-head"]]);
  }));

Deno.test("checkExternal() calls an address dead that answers 404", () =>
  useServer(async (url) => {
    const [result] = await checkExternal([{ url: `${url}/gone`, place: "a.md:1" }]);
    assertEquals([result?.state, result?.detail], ["dead", "404"]);
  }));

Deno.test("checkExternal() gives up on a server that does not answer in time", async () => {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 }); // connects, and says nothing
  const links = [{ url: `http://127.0.0.1:${listener.addr.port}/`, place: "a.md:1" }];
  const [result] = await checkExternal(links, { timeoutMs: 100 });
  assertEquals(result?.state, "unreachable");
});

Deno.test("checkExternal() calls an address unreachable where nobody listens", async () => {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = listener.addr;
  listener.close();
  const [result] = await checkExternal([{ url: `http://127.0.0.1:${port}/`, place: "a.md:1" }]);
  assertEquals(result?.state, "unreachable");
});

const OK = { url: "https://a.test/", places: ["a.md:1"], state: "ok", detail: "200" } as const;
const DEAD = { url: "https://b.test/", places: ["a.md:2"], state: "dead", detail: "404" } as const;
const LOST = { ...DEAD, state: "unreachable", detail: "dns error" } as const;

Deno.test("renderExternal() ends with exit code 0 when all links answer", () => {
  assertEquals(renderExternal([OK]), {
    text: "ok    https://a.test/\n1 ok, 0 dead\n",
    exitCode: 0,
  });
});

Deno.test("renderExternal() ends with exit code 1 and the place when a link is dead", () => {
  assertEquals(renderExternal([OK, DEAD]), {
    text: "ok    https://a.test/\ndead  https://b.test/ (404) in a.md:2\n1 ok, 1 dead\n",
    exitCode: 1,
  });
});

Deno.test("renderExternal() says in one sentence when no network is there", () => {
  const { text, exitCode } = renderExternal([LOST]);
  assertEquals([text.split("\n").length, text.includes("no network (dns error)"), exitCode], [
    2,
    true,
    1,
  ]);
});
