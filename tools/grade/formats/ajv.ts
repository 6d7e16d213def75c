// The one place that names the JSON schema validator; imported when a report is read, never before. Kept out of
// deno.json and deno.lock, as tools/sheets/marked.ts does: its hash is in tools/deno.lock.
// deno-lint-ignore no-import-prefix -- see above
export { Ajv2020, type ErrorObject, type ValidateFunction } from "npm:ajv@8.20.0/dist/2020.js";
