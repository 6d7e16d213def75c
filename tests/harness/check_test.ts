import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import { Todo } from "#lib/todo.ts";
import { check, checkRejects, checkThat, checkThrows } from "./check.ts";
import { CheckFailure } from "./failure.ts";

Deno.test("check() says what is expected and what it got", () => {
  const error = assertThrows(() => check("exit code", 1, 0), CheckFailure);
  assertEquals([error.expected, error.got], ["exit code is 0", "exit code is 1"]);
});

Deno.test("check() names the first byte that differs", () => {
  const act = () => check("stdout", Uint8Array.of(1, 2, 3), Uint8Array.of(1, 9, 3));
  const error = assertThrows(act, CheckFailure);
  assertEquals(
    error.got,
    "stdout is 3 bytes 01 02 03\n(first difference at byte 1: expected 9, got 2)",
  );
});

Deno.test("checkThat() shows both sentences", () => {
  const error = assertThrows(
    () => checkThat(false, "the child is gone", "it is there"),
    CheckFailure,
  );
  assertEquals([error.expected, error.got], ["the child is gone", "it is there"]);
});

Deno.test("checkRejects() returns the error of the named class", async () => {
  const error = await checkRejects(
    "the call",
    () => Promise.reject(new RangeError("r")),
    RangeError,
  );
  assertEquals(error.message, "r");
});

Deno.test("checkRejects() fails when the call succeeds", async () => {
  await assertRejects(
    () => checkRejects("the call", () => 5, RangeError),
    CheckFailure,
    "it succeeds: 5",
  );
});

Deno.test("checkRejects() is not satisfied by a stub, whatever class is named", async () => {
  const act = () => checkRejects("the call", () => Promise.reject(new Todo("x", "y()")), Error);
  await assertRejects(act, Todo);
});

Deno.test("checkThrows() fails for an error of another class", () => {
  const act = () => {
    throw new TypeError("t");
  };
  assertThrows(
    () => checkThrows("the call", act, RangeError),
    CheckFailure,
    "it fails with TypeError: t",
  );
});

Deno.test("check() names the first character that differs in texts too long to be shown", () => {
  const long = "x".repeat(900);
  const error = assertThrows(
    () => check("line", `${long}ab${long}`, `${long}ac${long}`),
    CheckFailure,
  );
  assertEquals(
    error.got.split("\n")[1],
    `(first difference at character 901: expected "c${"x".repeat(23)}", got "b${"x".repeat(23)}")`,
  );
});
