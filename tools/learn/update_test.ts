// `learn update` with real git: an upstream that changes stubs, and a clone whose learner has worked.
import { assertEquals, assertStringIncludes } from "@std/assert";
import { runGroup } from "../proc/run_group.ts";
import { BOX, type Course, courseAt, DRAIN, learn, ROOT, withCourse } from "./with_course.ts";

const MINE = "// my work of a week\n";
const NEW_STUB = "\n// a better comment in the stub\n";
const mod = (folder: string) => `lessons/${folder}/mod.ts`;

interface Repositories {
  readonly upstream: Course;
  /** The learner's clone. */
  readonly clone: Course;
  readonly git: (course: Course, ...args: string[]) => Promise<string>;
}

/** Gives an upstream repository of two lessons and a clone of it. */
async function withClone(act: (repositories: Repositories) => Promise<void>): Promise<void> {
  await withCourse(async (upstream) => {
    const root = await Deno.makeTempDir({ prefix: "ipc-clone-" });
    try {
      await upstream.write(".gitignore", "/.ipc/\n*.tmp\n");
      await upstream.write("lessons/renamed.json", "{}\n");
      await Deno.copyFile(`${ROOT}/deno.lock`, `${upstream.root}/deno.lock`);
      await git(upstream, "init", "-q", "-b", "main");
      await commit(upstream, "0.1.0");
      const clone = courseAt(`${root}/course`);
      await git({ ...clone, root }, "clone", "-q", upstream.root, "course");
      await act({ upstream, clone, git });
    } finally {
      await Deno.remove(root, { recursive: true });
    }
  });
}

async function git(course: Course, ...args: string[]): Promise<string> {
  const identity = ["-c", "user.name=L", "-c", "user.email=l@example.org"];
  const options = { cwd: course.root, env: { LC_ALL: "C" }, wallMs: () => 60_000 };
  const result = await runGroup(["git", ...identity, "-c", "gc.auto=0", ...args], options);
  assertEquals(result.code, 0, result.stderr);
  return result.stdout.trim();
}

async function commit(course: Course, message: string): Promise<void> {
  await git(course, "add", "-A");
  await git(course, "commit", "-q", "-m", message);
}

/** A release that changes the stubs of both lessons. */
async function release(upstream: Course): Promise<void> {
  for (const folder of [BOX, DRAIN]) {
    for (const path of [mod(folder), `tests/stubs/${folder}.ts`]) {
      await upstream.write(path, await upstream.read(path) + NEW_STUB);
    }
  }
  await upstream.write("CHANGELOG.md", "news\n");
  await commit(upstream, "0.2.0");
}

Deno.test("learn update takes the new course and leaves the learner's file as it is", async () => {
  await withClone(async ({ upstream, clone, git }) => {
    await clone.write(mod(BOX), MINE);
    await release(upstream);
    const { code, stdout, stderr } = await learn(clone, "update");
    assertEquals([code, stderr], [0, ""], stdout);
    assertStringIncludes(stdout, "The course is updated (1 new commits)");
    assertStringIncludes(stdout, "01 sealed-box: your version is in place; the stub has changed");
    assertEquals(await clone.read(mod(BOX)), MINE);
    assertEquals(await clone.read(mod(DRAIN)), await upstream.read(mod(DRAIN)));
    assertEquals(await clone.read("CHANGELOG.md"), "news\n");
    assertEquals(await git(clone, "status", "--porcelain"), `M ${mod(BOX)}`);
    assertStringIncludes((await learn(clone, "update")).stdout, "the newest course already");
  });
});

Deno.test("learn update merges with a learner who commits", async () => {
  await withClone(async ({ upstream, clone, git }) => {
    await git(clone, "config", "user.name", "L");
    await git(clone, "config", "user.email", "l@example.org");
    const mine = (await clone.read(mod(BOX))).replace(/throw new Todo.*/, "return mine();");
    await clone.write(mod(BOX), mine);
    await clone.write(".gitignore", "/.ipc/\n*.mine\n");
    await commit(clone, "my solution");
    await upstream.write(".gitignore", "/.ipc/\n*.theirs\n");
    await clone.write(mod(DRAIN), MINE);
    await release(upstream);
    const { code, stdout, stderr } = await learn(clone, "update");
    assertEquals([code, stderr], [0, ""], stdout);
    assertEquals(await clone.read(mod(BOX)), mine);
    assertEquals(await clone.read(mod(DRAIN)), MINE);
    assertEquals(await clone.read("CHANGELOG.md"), "news\n");
    assertEquals(await clone.read(".gitignore"), "/.ipc/\n*.mine\n");
    assertStringIncludes(await git(clone, "log", "--format=%s"), "my solution");
  });
});

Deno.test("learn update moves the learner's file along when a lesson is renamed", async () => {
  await withClone(async ({ upstream, clone, git }) => {
    await clone.write(mod(BOX), MINE);
    await learn(clone, "run", "sealed-box");
    for (
      const path of ["lessons/NAME", "solutions/NAME", "tests/NAME_test.ts", "tests/stubs/NAME.ts"]
    ) {
      await git(upstream, "mv", path.replace("NAME", BOX), path.replace("NAME", "03_closed_box"));
    }
    await upstream.write("lessons/renamed.json", '{"sealed-box": "closed-box"}');
    await commit(upstream, "a better name");
    const { code, stdout } = await learn(clone, "update");
    assertEquals(code, 0);
    assertStringIncludes(stdout, "03 closed-box: your version is in place");
    assertEquals(await clone.read(mod("03_closed_box")), MINE);
    const list = JSON.parse((await learn(clone, "list", "--json")).stdout);
    const attempts = list.map((
      one: { slug: string; attempts: number },
    ) => [one.slug, one.attempts]);
    assertEquals(attempts, [["drain-both-ends", 0], ["closed-box", 1]]);
  });
});

Deno.test("learn update puts everything back when git gives up", async () => {
  await withClone(async ({ upstream, clone, git }) => {
    await clone.write(mod(BOX), MINE);
    await clone.write("CHANGELOG.md", "my own file\n");
    const before = await git(clone, "status", "--porcelain");
    const head = await git(clone, "rev-parse", "HEAD");
    await release(upstream);
    const { code, stderr } = await learn(clone, "update");
    assertEquals(code, 1);
    assertStringIncludes(stderr, "CHANGELOG.md");
    assertStringIncludes(stderr, "Your files are as they were");
    assertEquals(await git(clone, "status", "--porcelain"), before);
    assertEquals(await git(clone, "rev-parse", "HEAD"), head);
    assertEquals(await clone.read(mod(BOX)), MINE);
    assertEquals(await clone.read("CHANGELOG.md"), "my own file\n");
  });
});

Deno.test("learn update says what to do without git, without upstream, within a merge, offline", async () => {
  await withCourse(async (course) => {
    const { code, stderr } = await learn(course, "update");
    assertEquals(code, 2);
    assertStringIncludes(stderr, "deno task learn export");
  });
  await withClone(async ({ upstream, clone, git }) => {
    assertStringIncludes((await learn(upstream, "update")).stderr, "follows no other");
    await clone.write(".git/MERGE_HEAD", await git(clone, "rev-parse", "HEAD") + "\n");
    assertStringIncludes((await learn(clone, "update")).stderr, "a merge is not finished");
    await Deno.remove(`${clone.root}/.git/MERGE_HEAD`);
    await git(clone, "remote", "set-url", "origin", `${clone.root}/nowhere`);
    await clone.write(mod(BOX), MINE);
    const offline = await learn(clone, "update");
    assertEquals(offline.code, 2);
    assertStringIncludes(offline.stderr, "git fetch failed, see above. Nothing was changed.");
    assertEquals(await clone.read(mod(BOX)), MINE);
  });
});

Deno.test("README's commands for a course without learn update lose nothing either", async () => {
  const readme = await Deno.readTextFile(`${ROOT}/README.md`);
  const [command = ""] = /^git stash && .*$/m.exec(readme) ?? [];
  await withClone(async ({ upstream, clone, git }) => {
    await clone.write(mod(BOX), MINE);
    await release(upstream);
    const shell = (line: string) =>
      runGroup(["sh", "-c", line], { cwd: clone.root, wallMs: () => 60_000, env: IDENTITY });
    const pull = await shell("git pull");
    assertEquals(pull.code, 1);
    assertStringIncludes(pull.stderr, "would be overwritten by merge");
    assertEquals(await clone.read(mod(BOX)), MINE);
    const { code, stderr } = await shell(command);
    assertEquals(code, 0, stderr);
    assertEquals(await clone.read(mod(BOX)), MINE);
    assertEquals(await clone.read(mod(DRAIN)), await upstream.read(mod(DRAIN)));
    assertEquals(await git(clone, "rev-list", "--count", "HEAD..@{u}"), "0");
  });
});

const IDENTITY = {
  LC_ALL: "C",
  GIT_AUTHOR_NAME: "L",
  GIT_AUTHOR_EMAIL: "l@example.org",
  GIT_COMMITTER_NAME: "L",
  GIT_COMMITTER_EMAIL: "l@example.org",
};
