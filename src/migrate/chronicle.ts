/**
 * Old documents of some persons in their order, as chains of blocks. The same documents give the same blocks, byte for
 * byte, however often and wherever: their content ids can be compared with what lies in a log.
 */

import { derivedId } from '../app/derived-id.ts';
import { type Codec, EventTooLarge } from '../app/ports.ts';
import { MalformedBlock } from '../codec/malformed.ts';
import type { CommandId, ItemId, PersonId } from '../domain/ids.ts';
import type { Event } from '../domain/message.ts';
import { decideMerge } from '../domain/person/decide.ts';
import type { Absorbed } from '../domain/person/messages.ts';
import { type AnyFact, fold, isPresent, noPerson, type Person } from '../domain/person/person.ts';
import type { OldEvent } from '../legacy/classify.ts';
import { happened, translate } from '../legacy/translate.ts';

/** What policies and neighbours know imported events by. */
export const SOURCE = 'migration';

/** An old event, with where it came from. */
export interface Entry {
  readonly event: OldEvent;
  /** Of the record of the original. */
  readonly cid: string;
  /** Of the bytes of the original, in hexadecimal. */
  readonly digest: string;
  /** UTC milliseconds of when the server took it; null when nobody said. */
  readonly takenAt: number | null;
}

export interface Sealed {
  readonly personId: PersonId;
  readonly n: number;
  readonly cid: string;
  readonly bytes: Uint8Array;
  readonly type: string;
}

export type Converted =
  | { readonly kind: 'told'; readonly sealed: readonly Sealed[]; readonly warnings: readonly string[] }
  /** It cannot be told, and nothing of it was. */
  | { readonly kind: 'quarantined'; readonly reason: string };

interface Known {
  person: Person;
  n: number;
  head: string | null;
  at: number;
}

export class Chronicle {
  readonly #codec: Codec;
  readonly #known = new Map<PersonId, Known>();

  constructor(codec: Codec) {
    this.#codec = codec;
  }

  /** What is known of everybody at the end. */
  get persons(): ReadonlyMap<PersonId, Readonly<Known>> {
    return this.#known;
  }

  tell(entry: Entry): Converted {
    const { event } = entry;
    const known = this.#known.get(event.personId) ?? { person: noPerson(), n: 0, head: null, at: 0 };
    const at = event.at ?? entry.takenAt ?? known.at;
    const id = (name: string) => derivedId(entry.cid, name) as ItemId;
    const lastingId = (name: string) => derivedId(event.personId, name) as ItemId;
    const subject = { personId: event.personId, person: known.person, at, id, lastingId };
    const { steps, warnings } = translate(event, subject);
    const said = event.failure === null ? warnings : [...warnings, `a consumer gave it up: ${event.failure}`];
    try {
      const facts = steps.map((step) => ({ personId: event.personId, ...step }));
      const more: string[] = [...event.warnings];
      for (const { fact, at: when } of steps) {
        if (fact.type !== 'PersonMerged') continue;
        const before = steps.filter((each) => each.fact !== fact);
        const source = fold(before.map(happened), known.person);
        facts.push(...this.#absorption(event.personId, source, fact, when, more));
      }
      const drafts = new Map<PersonId, Known>();
      const sealed = facts.map(({ personId, fact, at: when }, index) => {
        const draft = drafts.get(personId) ?? { ...(this.#known.get(personId) ?? known) };
        drafts.set(personId, draft);
        return this.#seal(entry, personId, draft, fact, when, index);
      });
      for (const [personId, draft] of drafts) {
        const own = facts.filter((each) => each.personId === personId);
        this.#known.set(personId, { ...draft, person: fold(own.map(happened), draft.person), at });
      }
      return { kind: 'told', sealed, warnings: [...more, ...said] };
    } catch (error) {
      if (!(error instanceof MalformedBlock || error instanceof EventTooLarge)) throw error;
      return { kind: 'quarantined', reason: error.message };
    }
  }

  /** What the target takes over, where it is known: in the old world nothing was moved, and was lost for who looked there. */
  #absorption(
    personId: PersonId,
    source: Person,
    merged: Extract<AnyFact, { type: 'PersonMerged' }>,
    at: number,
    warnings: string[],
  ): { personId: PersonId; fact: AnyFact; at: number }[] {
    const { targetId } = merged.data;
    const target = this.#known.get(targetId)?.person;
    if (target === undefined || !isPresent(target) || !isPresent(source)) {
      warnings.push('the person is merged into somebody who was never told of');
      return [];
    }
    const command = { type: 'MergePersons', personId, at, data: merged.data } as const;
    const decision = decideMerge(command, source, target);
    if (decision.kind === 'rejected' || decision.otherFact === null) return [];
    return [{ personId: targetId, fact: this.#fitting(decision.otherFact as AnyFact, warnings), at }];
  }

  /** What would not fit into a block stays where it was. */
  #fitting(fact: AnyFact, warnings: string[]): AnyFact {
    if (this.#codec.digest(fact.data).bytes < ABSORBED_BYTES_MAX) return fact;
    warnings.push('what the person had is too much to be taken over');
    const { sourceId, reason } = fact.data as Absorbed;
    const nothing = emptied(fact.data as unknown as Record<string, unknown>) as unknown as Absorbed;
    return { type: 'PersonAbsorbed', data: { ...nothing, sourceId, ...(reason === undefined ? {} : { reason }) } };
  }

  #seal(entry: Entry, personId: PersonId, draft: Known, { type, data }: AnyFact, at: number, index: number): Sealed {
    const { metadata } = entry.event;
    const event: Event = {
      personId,
      type,
      data,
      version: this.#codec.versionOf(type),
      n: draft.n + 1,
      prev: draft.head,
      at,
      meta: {
        commandId: `legacy:${entry.cid}.${index}` as CommandId,
        inputDigest: entry.digest,
        cause: null,
        correlationId: metadata?.correlationId ?? `legacy:${entry.cid}`,
        actor: metadata?.actor ?? actorIn(entry.event) ?? 'legacy',
        source: SOURCE,
      },
    };
    const { cid, bytes } = this.#codec.seal(event);
    const opened = this.#codec.open({ sequence: 0, personId, cid, bytes });
    // Some numbers can be written and not be read again.
    if ('kind' in opened) throw new MalformedBlock(opened.reason);
    draft.n += 1;
    draft.head = cid;
    return { personId, n: draft.n, cid, bytes, type };
  }
}

/** Room is left for what is around it in a block. */
const ABSORBED_BYTES_MAX = 250 * 1024;

/** Every list in it empty. */
function emptied(value: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(value).map(([key, entry]) => [
      key,
      Array.isArray(entry)
        ? []
        : typeof entry === 'object' && entry !== null
          ? emptied(entry as Record<string, unknown>)
          : entry,
    ]),
  );
}

function actorIn({ data }: OldEvent): string | null {
  const { registered_by: by } = data;
  return typeof by === 'string' && by !== '' && by !== 'unknown' ? by : null;
}

/** The original that an event was made from, by its command id; null for an event of anybody else. */
export function originOf(commandId: string): string | null {
  return /^legacy:(b[a-z2-7]{58})\.\d+$/.exec(commandId)?.[1] ?? null;
}
