/** How the fields of commands are described, for whoever makes forms or flags of them. */

import type { CommandInputs } from './generated-commands.ts';

export type CommandName = keyof CommandInputs;

export interface Field {
  readonly name: string;
  /** Of a scalar, of words, or of fields, which the tables of the generated file tell. */
  readonly type: string;
  readonly isList: boolean;
  readonly isRequired: boolean;
  readonly description: string | null;
}

export interface CommandShape {
  readonly description: string;
  /** Besides those that every command has. */
  readonly fields: readonly Field[];
}
