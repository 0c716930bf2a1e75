/** What verbs are made of: actions that end the program with a code, and options. */

import { type Command, InvalidArgumentError, Option } from 'commander';
import { EXIT, type ExitCode } from './exits.ts';

const codes = new WeakMap<Command, ExitCode>();

/** The action for commander, of a function that returns the code to end with. */
export function ends<Args extends never[] | unknown[]>(
  run: (...args: Args) => Promise<ExitCode>,
): (...args: Args) => Promise<void> {
  return async (...args) => {
    const code = await run(...args);
    // Commander adds the command at the end, whatever else it calls an action with.
    let command = args.at(-1) as Command;
    while (command.parent !== null) command = command.parent;
    codes.set(command, code);
  };
}

/** The code that the action of the program ended with. */
export function codeOf(program: Command): ExitCode {
  return codes.get(program) ?? EXIT.done;
}

/** An option whose value is kept under a key of its own, apart from any other option of the same name. */
export class KeyedOption extends Option {
  readonly key: string;

  constructor(flags: string, description: string, key: string) {
    super(flags, description);
    this.key = key;
  }

  override attributeName(): string {
    return this.key;
  }
}

/** Of an option that may be repeated, all values. */
export function repeated(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value];
}

export function wholeNumber(text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('It is a whole number.');
}
