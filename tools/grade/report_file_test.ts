import { assertEquals } from "@std/assert";
import { ANNA } from "./formats/sample_reports.ts";
import { readReport, writeReport } from "./report_file.ts";

Deno.test("readReport() reads what writeReport() wrote, and nothing that is no report", async () => {
  const dir = await Deno.makeTempDir({ prefix: "ipc-report-" });
  try {
    const path = `${dir}/deep/report.json`;
    assertEquals(await readReport(path), undefined);
    await writeReport(path, ANNA);
    assertEquals(await readReport(path), ANNA);
    const { isolation: _, ...less } = ANNA;
    const others: unknown[] = [
      ...["", "{", "null", "[]", "{}"],
      { ...ANNA, schema: "v0" },
      { ...ANNA, lessons: [null] },
      { ...ANNA, lessons: [{ id: "x" }] },
      { ...ANNA, isolation: { level: "bwrap" } },
      { ...ANNA, before: [null] },
      less,
    ];
    for (const one of others) {
      await Deno.writeTextFile(path, typeof one === "string" ? one : JSON.stringify(one));
      assertEquals(await readReport(path), undefined, JSON.stringify(one));
    }
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
});
