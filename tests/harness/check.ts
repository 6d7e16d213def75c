import { equal } from "@std/assert";
import { CheckFailure } from "./failure.ts";
import { describeDifference, inspectValue } from "./inspect.ts";

/** Checks that `got` deeply equals `expected`; `what` names the value, as in "stdout". */
export function check<T>(what: string, got: T, expected: T): void {
  if (equal(got, expected)) return;
  const place = describeDifference(got, expected);
  const text = `${what} is ${inspectValue(got)}${place === "" ? "" : `\n(${place})`}`;
  throw new CheckFailure(`${what} is ${inspectValue(expected)}`, text, check);
}

/** Checks a condition that is no equality; both sentences are shown when it does not hold. */
export function checkThat(holds: boolean, expected: string, got: string): asserts holds {
  if (!holds) throw new CheckFailure(expected, got, checkThat);
}

// deno-lint-ignore no-explicit-any -- a constructor of any error class
type ErrorClass<E extends Error> = abstract new (...args: any[]) => E;

/** Checks that `act` throws or rejects with `type`; returns the error for a closer look. */
export async function checkRejects<E extends Error>(
  what: string,
  act: () => unknown,
  type: ErrorClass<E>,
): Promise<E> {
  let value: unknown;
  try {
    value = await act();
  } catch (error) {
    return checkError(what, error, type);
  }
  const got = `it succeeds: ${inspectValue(value)}`;
  throw new CheckFailure(`${what} fails with ${type.name}`, got, checkRejects);
}

/** Checks that `act` throws `type` at once, not by a promise; returns the error. */
export function checkThrows<E extends Error>(
  what: string,
  act: () => unknown,
  type: ErrorClass<E>,
): E {
  let value: unknown;
  try {
    value = act();
  } catch (error) {
    return checkError(what, error, type);
  }
  throw new CheckFailure(
    `${what} throws ${type.name}`,
    `it returns ${inspectValue(value)}`,
    checkThrows,
  );
}

function checkError<E extends Error>(what: string, error: unknown, type: ErrorClass<E>): E {
  if (error instanceof type && !isTodo(error)) return error;
  if (isTodo(error)) throw error;
  throw new CheckFailure(`${what} fails with ${type.name}`, `it fails with ${inspectValue(error)}`);
}

/** True for the error of an unwritten stub, whatever module instance it comes from. */
export function isTodo(error: unknown): boolean {
  return error instanceof Error && error.name === "Todo";
}
