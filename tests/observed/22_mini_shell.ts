import type { ObservedCase, Place } from "../harness/observed.ts";
import type { Random } from "../harness/random.ts";
import type * as Stub from "../stubs/22_mini_shell.ts";

type Files = Record<string, string>;
type Input = { files: Files; lines: string[]; expected: string | null };
type Seen = { results: { stdout: string; code: number }[]; files: Files };

export function cases(random: Random): ObservedCase<Input>[] {
  const [one, two] = [makeWord(random), makeWord(random)];
  const files: Files = {};
  for (const name of ["f1", "f2", "sub/f1", "sub/f2"]) {
    files[name] = Array.from({ length: 5 }, () => makeWord(random) + "\n").join("");
  }
  const early = [
    `yes ${one} | head -n ${1 + random.below(9)} > o1; yes ${two} | cat < f1`,
    `yes ${one} | no-such-${two}; echo $?; no-such-${one} | wc -l`,
  ];
  const shared = [
    `sh -c 'echo ${one} >> o1; echo ${two}' >> o1`,
    `printf '${one}\\303'; printf '\\251${two}'`,
  ];
  const broken = [`echo ${one} > o1; cat f1 |`, `echo ${two} > o2 && '${one}`];
  const literal = `f* $${one} ~ {${one},${two}}`; // what /bin/sh would expand is itself here
  const lines = Array.from({ length: 8 }, () => makeLine(random));
  return [
    { name: "lines of all kinds", input: { files, lines, expected: null } },
    { name: "neighbours that leave early", input: { files, lines: early, expected: null } },
    { name: "one file or letter, two writers", input: { files, lines: shared, expected: null } },
    { name: "lines that break off", input: { files, lines: broken, expected: null } },
    {
      name: "no expansion but $?",
      input: { files, lines: [`echo ${literal}`], expected: literal + "\n" },
    },
  ];
}

function makeWord(random: Random): string {
  return "w" + random.bytes(1 + random.below(3)).toHex();
}

function makeLine(random: Random): string {
  const word = () => makeWord(random);
  const file = () => random.pick(["f1", "f2"]);
  const exit = () => `exit ${random.below(4)}`;
  const text = () =>
    random.pick([`'${word()} | b'`, `"a > ${word()}"`, `${word()}'c;'"$?"`, "''", `'$?'$?`]);
  const first = () =>
    random.pick([
      `printf '%s,' ${text()} ${text()} $?`,
      random.pick([`cat ${file()}`, `sort<${file()}`, `./${file()}`]),
      random.pick([`sh -c '${exit()}'`, "false", `no-such-${word()}`]),
    ]);
  const filter = () =>
    random.pick(["sort -r", "cat", "head -n 2", "wc -l", `sh -c 'cat; ${exit()}'`]);
  const pipeline = () =>
    [first(), ...Array.from({ length: random.below(3) }, filter)].join(random.pick([" | ", "|"])) +
    random.pick(["", "", " >o1", " >> o2", " >o1 >o3"]); // `2>` is not in the language
  let line = random.pick(["", "cd sub && ", "cd sub | cat; "]) + pipeline();
  for (let more = random.below(4); more > 0; more--) {
    line += random.pick([" && ", "||", "; ", "&&"]) + pipeline();
  }
  return line + random.pick(["", ";echo $?", "; exit", "; exit 7; echo no"]);
}

export async function observe(
  { MiniShell }: typeof Stub,
  { files, lines }: Input,
  { dir, signal }: Place,
): Promise<Seen> {
  const cwd = `${dir}/here`;
  writeFiles(cwd, files);
  const results: Seen["results"] = [];
  for (const line of lines) {
    const { stdout, code } = await new MiniShell({ cwd }).run(line, { signal });
    results.push({ stdout, code });
  }
  return { results, files: readFiles(cwd) };
}

/** The oracle is /bin/sh, in a directory with the same files. */
export function judge({ files, lines, expected }: Input, seen: Seen): string | undefined {
  const cwd = Deno.makeTempDirSync();
  try {
    writeFiles(cwd, files);
    for (const [index, line] of lines.entries()) {
      const args = ["-c", line];
      const sh = new Deno.Command("/bin/sh", { args, cwd, stdin: "null" }).outputSync();
      const [here, stdout] = [seen.results[index], expected ?? new TextDecoder().decode(sh.stdout)];
      if (here?.stdout !== stdout) return `${line}\nprints ${here?.stdout}\ninstead of ${stdout}`;
      if (here.code !== sh.code) {
        return `${line}\nhas the code ${here.code}, in sh it is ${sh.code}`;
      }
    }
    const difference = differ(seen.files, readFiles(cwd));
    return difference && `${lines.join("\n")}\nleave another ${difference} than in sh`;
  } finally {
    Deno.removeSync(cwd, { recursive: true });
  }
}

/** The name of the first file that only one of both has, or that is different. */
function differ(one: Files, two: Files): string | undefined {
  return Object.keys({ ...one, ...two }).find((name) => one[name] !== two[name]);
}

function writeFiles(dir: string, files: Files): void {
  Deno.mkdirSync(`${dir}/sub`, { recursive: true });
  for (const [name, text] of Object.entries(files)) Deno.writeTextFileSync(`${dir}/${name}`, text);
}

function readFiles(dir: string): Files {
  const files: Files = {};
  for (const folder of ["", "sub/"]) {
    for (const { name, isFile } of Deno.readDirSync(`${dir}/${folder}`)) {
      if (isFile) files[folder + name] = Deno.readTextFileSync(`${dir}/${folder}${name}`);
    }
  }
  return files;
}
