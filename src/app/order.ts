/** A command on its way, with what the sender wants to be true of it. */

import type { Meta } from '../domain/message.ts';
import type { AnyCommand } from '../domain/person/person.ts';

export interface Order {
  readonly command: AnyCommand;
  readonly meta: Meta;
  /** The version the person must be in; null when any will do. */
  readonly expectedVersion: number | null;
  /** How much memory the command takes while it is under way, about, in bytes. */
  readonly bytes: number;
  /** Only say what would be recorded. */
  readonly validateOnly: boolean;
}
