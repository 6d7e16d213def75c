import type { ClassroomFacts } from "./classroom50.ts";

/** Takes what Classroom 50's runner set, or says which variable is missing or wrong. */
export function readClassroomFacts(
  readEnv: (name: string) => string | undefined,
  started: string,
): { readonly facts: ClassroomFacts } | { readonly problem: string } {
  const names = ["CLASSROOM", "ASSIGNMENT", "SUBMISSION_TAG", "COMMIT_URL", "RELEASE_URL"] as const;
  const missing = names.filter((name) => !readEnv(name));
  const read = (name: string) => readEnv(name) ?? "";
  const owner = read("OWNER") || read("USERNAME");
  const unset = owner === "" ? [...missing, "OWNER"] : missing;
  if (unset.length > 0) return { problem: `not set: ${unset.join(", ")}` };
  if (!read("SUBMISSION_TAG").startsWith("submit/")) {
    return { problem: `SUBMISSION_TAG does not begin with submit/: ${read("SUBMISSION_TAG")}` };
  }
  return {
    facts: {
      classroom: read("CLASSROOM"),
      assignment: read("ASSIGNMENT"),
      assignmentType: read("ASSIGNMENT_TYPE") === "group" ? "group" : "individual",
      owner,
      submission: read("SUBMISSION_TAG"),
      commit: read("COMMIT_URL"),
      release: read("RELEASE_URL"),
      review: read("REVIEW_URL") || read("COMMIT_URL"),
      submitted: started,
    },
  };
}
