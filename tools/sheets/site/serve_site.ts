const TYPES: Readonly<Record<string, string>> = {
  html: "text/html; charset=utf-8",
  css: "text/css; charset=utf-8",
  js: "text/javascript; charset=utf-8",
  png: "image/png",
  pdf: "application/pdf",
};

/** How a site is served. */
export interface ServeOptions {
  /** 0 for one that is free. */
  readonly port: number;
  readonly say: (text: string) => void;
  /**
   * Ends it.
   *
   * @default undefined: it runs until the process ends
   */
  readonly signal?: AbortSignal;
}

/** Serves the files below `dir` to this machine alone. */
export async function serveSite(dir: string, { port, say, signal }: ServeOptions): Promise<void> {
  const server = Deno.serve({
    hostname: "127.0.0.1",
    port,
    ...(signal === undefined ? {} : { signal }),
    onListen: (address) => say(`http://127.0.0.1:${address.port}/ until Ctrl-C`),
  }, (request) => answer(dir, request));
  await server.finished;
}

async function answer(dir: string, request: Request): Promise<Response> {
  // a URL is normalised: ".." is gone, and an encoded one is no name of ours
  const { pathname } = new URL(request.url);
  const path = pathname.endsWith("/") ? `${pathname}index.html` : pathname;
  const type = TYPES[path.slice(path.lastIndexOf(".") + 1)];
  if (type === undefined || !/^[\w./-]+$/.test(path)) {
    return new Response("Not found", { status: 404 });
  }
  try {
    return new Response(await Deno.readFile(`${dir}${path}`), {
      headers: { "content-type": type },
    });
  } catch {
    return new Response("Not found", { status: 404 });
  }
}
