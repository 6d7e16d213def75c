import { DENO_VERSION } from "./deno_version.ts";

export interface GradescopeOptions {
  /** The time-out that is set for the assignment at Gradescope, 10 unless changed there. */
  readonly minutes: number;
  readonly isUnsafe: boolean;
  /** The policy's own text, see the README; undefined for none. */
  readonly policy: string | undefined;
}

/** Where the policy lies in the zip. */
export const POLICY = "policy.json";

const SAFE =
  `# Where no sandbox works, nothing is graded: there is no results.json, Gradescope says that the autograder failed, and its
# output, which only the staff sees, says why. A pack made with --unsafe-no-sandbox grades all the same, for code that you trust.`;
const UNSAFE =
  `# Where no sandbox works, it grades all the same, since this pack was made with --unsafe-no-sandbox, and the results say so:
# a submission can read what is in this container, and change its own result.`;

/** Renders setup.sh: it runs once, as root, when Gradescope builds the image (Ubuntu 22.04). */
export function renderSetup(): string {
  return `#!/usr/bin/env bash
# Runs once, when Gradescope builds the image: Ubuntu 22.04, as root.
set -euo pipefail
export DEBIAN_FRONTEND=noninteractive
apt-get update
# the sandbox, and the programs that the lessons talk to; Node is there for npm alone
apt-get install --yes --no-install-recommends bubblewrap util-linux procps ca-certificates nodejs npm
# Deno as npm carries it: the package of a platform is the program itself, so an old Node is no matter
case "$(uname -m)" in
  x86_64) platform=linux-x64-glibc ;;
  aarch64) platform=linux-arm64-glibc ;;
esac
npm install --prefix /opt/deno --no-save --ignore-scripts "@deno/$platform@${DENO_VERSION}"
ln -sf "/opt/deno/node_modules/@deno/$platform/deno" /usr/local/bin/deno
deno --version
# what the grader imports, by the hashes of its lock file: nothing is downloaded while it grades
cd /autograder/source/course
deno cache --lock=tools/deno.lock --frozen tools/grade/main.ts tools/grade/pack/run_gradescope.ts
`;
}

/** Renders run_autograder: it runs for each submission. */
export function renderRunAutograder({ minutes, isUnsafe, policy }: GradescopeOptions): string {
  const seconds = (minutes - 1) * 60;
  const args = [
    ...(policy === undefined ? [] : [` --policy "$AUTOGRADER_ROOT/source/${POLICY}"`]),
    ...(isUnsafe ? [" --unsafe-no-sandbox"] : []),
  ];
  return `#!/usr/bin/env bash
# Runs for each submission, as root. Gradescope's container has no CAP_SYS_ADMIN, and the sandbox needs bubblewrap 0.8, which
# is newer than Ubuntu 22.04's: it will probably not work here, and uid+landlock is tried.
${isUnsafe ? UNSAFE : SAFE}
set -euo pipefail
# Gradescope ends everything after ${minutes} minutes and then keeps nothing; we end a minute earlier and keep what is there.
export GRADE_SECONDS="\${GRADE_SECONDS:-${seconds}}"
export AUTOGRADER_ROOT="\${AUTOGRADER_ROOT:-/autograder}"
cd "$AUTOGRADER_ROOT/source/course"
exec deno run -A --lock=tools/deno.lock --frozen tools/grade/pack/run_gradescope.ts${args.join("")}
`;
}
