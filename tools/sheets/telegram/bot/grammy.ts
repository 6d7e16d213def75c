// The one place that names the bot library; imported when a bot runs, never before. Kept out of deno.json and deno.lock,
// as tools/sheets/marked.ts does: its hash is in tools/deno.lock. Its build for browsers is taken: it uses fetch(), and
// looks at no variable of the environment, where the one for Node wants to read them all.
// deno-lint-ignore no-import-prefix -- see above
export { type ApiClientOptions, Bot, GrammyError, type Transformer } from "npm:grammy@1.46.0/web";
