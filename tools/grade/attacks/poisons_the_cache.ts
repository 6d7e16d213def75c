// @lesson pipeline
// @expect fail
// @idea other JavaScript in the place of what Deno has translated
function poison(dir: string): void {
  for (const { name, isDirectory } of Deno.readDirSync(dir)) {
    if (isDirectory) poison(`${dir}/${name}`);
    else Deno.writeTextFileSync(`${dir}/${name}`, "export {};");
  }
}
try {
  poison(Deno.env.get("DENO_DIR") ?? "/opt/cache");
  throw new Error("found a cache that can be changed");
} catch (error) {
  if (error instanceof Error && error.message.startsWith("found")) throw error;
}

export function pipeline() {
  return Promise.resolve({ stdout: new Uint8Array(), statuses: [], code: 0 });
}
