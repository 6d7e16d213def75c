import { suggest } from "../../course/find_lesson.ts";
import type { ErrorObject } from "./ajv.ts";

/** Says where and why a value breaks a JSON schema, as in `lessons[2].score: must be >= 0`; undefined when it does not. */
export type SchemaCheck = (value: unknown) => string | undefined;

/** Makes the check of a JSON schema (2020-12); the validator is loaded here, on first use. */
export async function makeSchemaCheck(schema: Record<string, unknown>): Promise<SchemaCheck> {
  const { Ajv2020 } = await import("./ajv.ts");
  const validate = new Ajv2020({ allowUnionTypes: true, verbose: true }).compile(schema);
  return (value) => {
    if (validate(value)) return undefined;
    const error = validate.errors?.[0];
    return error === undefined ? "does not fit the schema" : renderError(error);
  };
}

function renderError(error: ErrorObject): string {
  const path = renderPath(error.instancePath);
  const missing: unknown = error.params.missingProperty;
  if (typeof missing === "string") return `${path === "" ? "" : `${path}.`}${missing}: is missing`;
  const extra: unknown = error.params.additionalProperty;
  const reason = typeof extra === "string"
    ? explainExtra(extra, Object.keys(error.parentSchema?.properties ?? {}))
    : `${error.message ?? error.keyword}${listAllowed(error)}`;
  return `${path === "" ? "the file" : path}: ${reason}`;
}

function explainExtra(name: string, known: readonly string[]): string {
  const near = suggest(name, known);
  const way = near === undefined ? `it may have ${known.join(", ")}` : `did you mean ${near}?`;
  return `has "${name}", which means nothing; ${way}`;
}

function listAllowed({ params }: ErrorObject): string {
  if (Array.isArray(params.allowedValues)) return ` ${params.allowedValues.join(", ")}`;
  return "allowedValue" in params ? ` ${JSON.stringify(params.allowedValue)}` : "";
}

/** `/lessons/2/score` as people write it: `lessons[2].score`. */
function renderPath(pointer: string): string {
  const parts = pointer.split("/").slice(1).map((part) =>
    part.replace(/~1/g, "/").replace(/~0/g, "~")
  );
  return parts.map((part) => /^\d+$/.test(part) ? `[${part}]` : `.${part}`).join("").replace(
    /^\./,
    "",
  );
}
