import type { Draft } from "../draft.ts";

/** Renders the observed cases: judged in a process where no code of the learner runs. */
export function renderObserved({ folder, symbol }: Draft): string {
  return `import type { ObservedCase } from "../harness/observed.ts";
import type { Random } from "../harness/random.ts";
import type * as Stub from "../stubs/${folder}.ts";

type Input = { text: string };
type Seen = { text: string };

// TODO(author): Make at least two inputs that nobody can know before; these are examples.
export function cases(random: Random): ObservedCase<Input>[] {
  const word = () => random.bytes(4).toHex();
  return [
    { name: "one word", input: { text: word() } },
    { name: "two words", input: { text: \`\${word()} \${word()}\` } },
  ];
}

export async function observe(module: typeof Stub, { text }: Input): Promise<Seen> {
  return { text: await module.${symbol}(text) };
}

// TODO(author): Judge by an oracle where there is one: /bin/sh, the kernel, an enumeration.
export function judge({ text }: Input, seen: Seen): string | undefined {
  return seen.text === text ? undefined : \`it gave "\${seen.text}"; it ought to give "\${text}"\`;
}
`;
}
