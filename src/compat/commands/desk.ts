/** What a translation of an old command may ask and make use of, and what it may say. */

import type { Client } from '../../client/client.ts';
import { type CommandInput, OldStandingDocument, type OldStandingQuery } from '../../client/generated.ts';

export type Standing = NonNullable<OldStandingQuery['person']>;

/** The old service says no, in these words. */
export class OldRefusal extends Error {
  override readonly name = 'OldRefusal';
  readonly code: string;

  constructor(text: string, code: string) {
    super(text);
    this.code = code;
  }
}

export interface Desk {
  readonly commandId: string;
  /** How the person stands now. Throws OldRefusal when there is none. */
  standing(): Promise<Standing>;
}

export interface Translated {
  /** Whose version the answer tells. */
  readonly personId: string;
  /** Sent one after the other; none where there is nothing to do. */
  readonly commands: readonly CommandInput[];
  /** The component that is made, where one is. */
  readonly componentId?: string;
  /** What is done instead where ours are refused with a code that the old service did not know. */
  readonly otherwise?: {
    readonly code: string;
    /** Null where the refusal is what is said. */
    readonly instead: (standing: Standing) => Instead | null;
  };
  /** What is said when it was so already; null where that is no fault. */
  readonly alreadySo?: OldRefusal;
  /** Statuses that the old rules refuse and ours do not, with what is said then. */
  readonly unless?: Readonly<Partial<Record<Standing['status'], OldRefusal>>>;
}

export interface Instead {
  readonly commands: readonly CommandInput[];
  /** The component that was meant. */
  readonly componentId?: string;
}

export const validation = (text: string, code: string): OldRefusal => new OldRefusal(`Validation error: ${text}`, code);

export const INACTIVE = validation('Cannot update inactive person', 'PERSON_IS_SUSPENDED');

export const personUnknown = (id: string): OldRefusal =>
  new OldRefusal(`Aggregate not found: Person ${id}`, 'PERSON_NOT_FOUND');

export function componentUnknown(kind: string, id: string): OldRefusal {
  return new OldRefusal(
    `Domain error: ${kind === '' ? 'Component' : `${kind} component`} ${id} not found`,
    'COMPONENT_NOT_FOUND',
  );
}

export async function standingOf(client: Pick<Client, 'ask'>, id: string): Promise<Standing> {
  const { person } = await client.ask(OldStandingDocument, { id });
  if (person === null) throw personUnknown(id);
  return person;
}
