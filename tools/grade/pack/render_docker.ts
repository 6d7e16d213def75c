import { DENO_VERSION } from "./deno_version.ts";

/** Renders a Dockerfile for the folder of the course. */
export function renderDocker(): string {
  return `# An image that grades. In the folder of the course:
#   deno task grade pack docker > Dockerfile && docker build -t ipc-grade .
#   docker run --rm --security-opt seccomp=unconfined --security-opt apparmor=unconfined --network none \\
#     -v "$PWD/submissions:/submissions:ro" -v "$PWD/reports:/reports" ipc-grade --all-in /submissions --out /reports
# Docker's default seccomp and AppArmor profiles keep user namespaces from programs, and bubblewrap is made of them: without
# the two options nothing is graded. They weaken the wall around the container, not the one around each submission.
FROM node:22-bookworm-slim
RUN apt-get update \\
 && apt-get install --yes --no-install-recommends bubblewrap util-linux procps git ca-certificates \\
 && rm -rf /var/lib/apt/lists/* \\
 && npm install --global deno@${DENO_VERSION}
WORKDIR /course
COPY . .
# what the grader imports, by the hashes of its lock file: nothing is downloaded while it grades
RUN deno cache --lock=tools/deno.lock --frozen tools/grade/main.ts
ENTRYPOINT ["deno", "task", "grade"]
`;
}
