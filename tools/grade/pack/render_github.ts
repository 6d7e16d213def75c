import { DENO_VERSION } from "./deno_version.ts";

/**
 * Renders a GitHub Actions workflow for a private repository of the teacher, with the submissions in `submissions/`.
 *
 * @param commit of the course, so that a student's changes of it are never what judges
 */
export function renderGithub(commit: string): string {
  return `# .github/workflows/grade.yml of a private repository of yours: it grades every folder and archive in submissions/.
# Never let it run in a student's repository, or for pull requests: there the student decides what runs.
name: grade
on:
  workflow_dispatch:
  push:
    branches: [main]
    paths: ["submissions/**"]
permissions:
  contents: read
env:
  COURSE_REPOSITORY: OWNER/NAME # where the course is: yours, or the one that you trust
  COURSE_COMMIT: ${commit}
jobs:
  grade:
    runs-on: ubuntu-24.04
    timeout-minutes: 120
    steps:
      - uses: actions/checkout@v4
        with:
          path: mine
          persist-credentials: false
      - uses: actions/checkout@v4
        with:
          repository: \${{ env.COURSE_REPOSITORY }}
          ref: \${{ env.COURSE_COMMIT }}
          path: course
          persist-credentials: false
      - name: Install the sandbox and Deno
        run: |
          sudo apt-get update
          sudo apt-get install --yes --no-install-recommends bubblewrap util-linux procps
          # Ubuntu 23.10 and newer keep user namespaces, which the sandbox is made of, from programs
          sudo sysctl -w kernel.apparmor_restrict_unprivileged_userns=0
          npm install --global deno@${DENO_VERSION}
      - name: Grade
        working-directory: course
        run: deno task grade --all-in "$GITHUB_WORKSPACE/mine/submissions" --out "$GITHUB_WORKSPACE/reports"
      - name: Make pages and tables of the reports
        working-directory: course
        run: |
          for format in html csv junit; do
            deno task grade convert --to "$format" "$GITHUB_WORKSPACE"/reports/*/report.json \\
              --out "$GITHUB_WORKSPACE/reports/grades.$format"
          done
      - uses: actions/upload-artifact@v4
        if: always()
        with:
          name: reports
          path: reports
`;
}
