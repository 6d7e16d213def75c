import { assertEquals, assertStringIncludes } from "@std/assert";
import { gzipSync } from "node:zlib";
import { Random } from "../../../tests/harness/random.ts";
import { NO_GROUPS } from "../sandbox/control_group.ts";
import { makeTar } from "../self_test/make_tar.ts";
import { makeZip, type ZipFile } from "../self_test/make_zip.ts";
import { openSource } from "./open_source.ts";
import type { Read, Source } from "./source.ts";

const FOLDERS = new Set(["05_pipeline", "07_fifo"]);
const OPTIONS = {
  folders: FOLDERS,
  isolation: { level: "none", warnings: [], groups: NO_GROUPS },
} as const;
const MODULE = "lessons/05_pipeline/mod.ts";

async function withSource(
  bytes: Uint8Array<ArrayBuffer>,
  use: (source: Source) => void,
): Promise<void> {
  const path = await Deno.makeTempFile({ suffix: ".zip" });
  try {
    await Deno.writeFile(path, bytes);
    use(await openSource({ path }, OPTIONS));
  } finally {
    await Deno.remove(path);
  }
}

function decode(read: Read): string {
  if (read === "missing") return read;
  return "problem" in read ? read.problem : new TextDecoder().decode(read.bytes);
}

/** Reads one module out of a zip of these files. */
async function readFrom(files: readonly ZipFile[], path = MODULE): Promise<string> {
  let text = "";
  await withSource(makeZip(files), (source) => void (text = decode(source.read(path))));
  return text;
}

const PACKED = {
  "a zip": makeZip([{ name: MODULE, contents: "answer" }]),
  "a zip without compression": makeZip([{ name: MODULE, contents: "answer", method: 0 }]),
  "a tar": makeTar([{ name: `./${MODULE}`, contents: "answer" }]),
  "a tar in gzip": new Uint8Array(gzipSync(makeTar([{ name: MODULE, contents: "answer" }]))),
};

for (const [what, bytes] of Object.entries(PACKED)) {
  Deno.test(`openSource() reads a module of ${what}, whatever its name`, async () => {
    await withSource(bytes, (source) => {
      assertEquals(decode(source.read(MODULE)), "answer");
      assertEquals(source.list("lessons/05_pipeline"), { names: ["mod.ts"] });
      assertEquals(source.list("lessons/07_fifo"), "missing");
    });
  });
}

Deno.test("openSource() reads what tar(1) and zip(1) have packed, long names included", async () => {
  const dir = await Deno.makeTempDir();
  const top = `Assignment 3 ${"of Anna ".repeat(14)}`;
  try {
    await Deno.mkdir(`${dir}/${top}/lessons/05_pipeline`, { recursive: true });
    await Deno.writeTextFile(`${dir}/${top}/${MODULE}`, "answer");
    for (
      const args of [["tar", "-cf", "a.tar"], ["tar", "-czf", "a.tgz"], ["zip", "-qr", "a.zip"]]
    ) {
      const [program = "", ...rest] = [...args, top];
      const packed = await new Deno.Command(program, { args: rest, cwd: dir }).output();
      assertEquals(packed.success, true);
      const source = await openSource({ path: `${dir}/${args[2]}` }, OPTIONS);
      assertEquals(decode(source.read(MODULE)), "answer");
    }
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
});

Deno.test("openSource() looks through the one folder that holds all the rest", async () => {
  const files = [
    { name: `anna/${MODULE}`, contents: "answer" },
    { name: "anna/README.md" },
    { name: "__MACOSX/anna/._lessons" },
    { name: "._anna" },
  ];
  assertEquals(await readFrom(files), "answer");
  assertEquals(await readFrom([...files, { name: "ben/mod.ts" }]), "missing");
  const own = [{ name: "05_pipeline/mod.ts", contents: "answer" }];
  assertEquals(await readFrom(own, "05_pipeline/mod.ts"), "answer");
});

Deno.test("openSource() leaves alone what lies where nobody looks", async () => {
  const text = await readFrom([
    { name: MODULE, contents: "answer" },
    { name: "node_modules/.bin/tsc", contents: "../typescript/bin/tsc", mode: 0o120777 },
    { name: "node_modules/a", flags: 1 },
    { name: "node_modules/a" },
    { name: "Icon\r" },
    { name: "lessons/05_pipeline/systemd\\x2d.service" },
    { name: "lessons/05_pipeline/notes/mod.ts", mode: 0o010644 },
    { name: "node_modules/large", size: 1e9 },
  ]);
  assertEquals(text, "answer");
});

Deno.test("openSource() tells of a zip's file in which two things can be read", async () => {
  const problem = "is described twice in the archive, and not alike";
  assertStringIncludes(await readFrom([{ name: MODULE, localName: "README.md" }]), problem);
});

Deno.test("openSource() refuses a file that is not what its sum says", async () => {
  const text = await readFrom([{ name: MODULE, contents: "answer", crc: 1 }]);
  assertStringIncludes(text, "is damaged");
});

Deno.test("openSource() refuses one lesson for its own fault, and takes the other", async () => {
  const files = [
    { name: MODULE, mode: 0o120777, contents: "/etc/shadow" },
    { name: "lessons/07_fifo/mod.ts", contents: "answer" },
  ];
  assertStringIncludes(await readFrom(files), "is a symbolic link");
  assertEquals(await readFrom(files, "lessons/07_fifo/mod.ts"), "answer");
});

Deno.test("openSource() says of anything else that it is no archive, or damaged", async () => {
  const whole = gzipSync(makeTar([{ name: MODULE, contents: "x".repeat(2_000) }]));
  const zip = makeZip([{ name: MODULE, contents: "answer" }]);
  const texts = [
    new TextEncoder().encode("answer ".repeat(200)),
    new Uint8Array(whole.subarray(0, whole.length - 20)),
    zip.slice(0, zip.length - 10),
    makeTar([{ name: MODULE, contents: "answer" }]).slice(0, 700),
  ];
  for (const bytes of texts) {
    await withSource(bytes, (source) => {
      assertStringIncludes(decode(source.read(MODULE)), "the archive is damaged, or no zip");
    });
  }
});

Deno.test("openSource() answers with a module or a reason, whatever bytes of an archive are changed", async () => {
  const random = new Random(20_261_125);
  let wholeCount = 0;
  for (const bytes of Object.values(PACKED)) {
    for (let count = 0; count < 150; count++) {
      const isCut = random.below(3) === 0;
      const changed = bytes.slice(0, isCut ? random.below(bytes.length) : bytes.length);
      for (let changes = random.below(4); changes > 0; changes--) {
        changed[random.below(changed.length)] = random.below(256);
      }
      await withSource(changed, (source) => {
        if (decode(source.read(MODULE)) === "answer") wholeCount++;
      });
    }
  }
  assertEquals(wholeCount > 0, true); // small changes are found, and some do not matter
});
