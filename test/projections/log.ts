/** A log in the making: facts of persons become blocks by the real codec, and a real projector takes them. */

import type { StoredBlock } from '../../src/app/ports.ts';
import type { ProjectionStatus } from '../../src/app/projector.ts';
import { Projector } from '../../src/app/projector.ts';
import { codec } from '../../src/codec/codec.ts';
import type { CommandId, PersonId } from '../../src/domain/ids.ts';
import type { Event, Happened } from '../../src/domain/message.ts';
import type { AnyFact } from '../../src/domain/person/person.ts';
import { fact, name } from '../domain/examples.ts';

export type Told = readonly [PersonId, Happened<AnyFact>];

export class Log {
  readonly blocks: StoredBlock[] = [];
  readonly projector = new Projector(codec.open);
  readonly #heads = new Map<PersonId, { readonly n: number; readonly cid: string }>();

  get views() {
    return this.projector.views;
  }

  /** Records facts of one person, one after the other. */
  tell(personId: PersonId, ...facts: readonly Happened<AnyFact>[]): this {
    for (const each of facts) this.together([personId, each]);
    return this;
  }

  /** Records facts of several persons at once, as one command does. */
  together(...facts: readonly Told[]): this {
    this.projector.receive(this.write(...facts));
    return this;
  }

  /** Puts facts into the log without telling the projector. */
  write(...facts: readonly Told[]): readonly StoredBlock[] {
    const command = `command-${this.blocks.length + 1}`;
    return facts.map(([personId, each]) => this.put(personId, this.eventOf(personId, each, command)));
  }

  /** The event that would come next for the person, to be put into the log as it is or with something wrong. */
  eventOf(personId: PersonId, { type, data, at }: Happened, command = 'command'): Event {
    const { n, cid } = this.#heads.get(personId) ?? { n: 0, cid: null };
    const meta = { inputDigest: '00', cause: null, correlationId: command, actor: 'clerk', source: 'test' };
    const version = codec.versionOf(type);
    return {
      personId,
      type,
      data,
      version,
      n: n + 1,
      prev: cid,
      at,
      meta: { ...meta, commandId: command as CommandId },
    };
  }

  /** Puts an event into a person's history, right or wrong. */
  put(personId: PersonId, event: Event): StoredBlock {
    const { cid, bytes } = codec.seal(event);
    this.#heads.set(personId, { n: event.n, cid });
    return this.putBytes(personId, cid, bytes);
  }

  /** Puts bytes into a person's history, as somebody with their hands in the log could. */
  putBytes(personId: string, cid: string | null, bytes: Uint8Array): StoredBlock {
    const block = { sequence: this.blocks.length + 1, personId, cid, bytes };
    this.blocks.push(block);
    return block;
  }

  /** The number that the views know the person by; -1 when they do not know it. */
  number(personId: PersonId): number {
    return this.views.persons.find(personId) ?? -1;
  }

  numbers(...personIds: readonly PersonId[]): number[] {
    return personIds.map((personId) => this.number(personId));
  }

  idsOf(persons: Iterable<number>): PersonId[] {
    return [...persons].map((person) => this.views.persons.id(person));
  }
}

/** Digest by projection. */
export async function digestsOf(projector: Projector): Promise<Readonly<Record<string, string>>> {
  const all: readonly ProjectionStatus[] = await projector.status();
  return Object.fromEntries(all.map(({ name: projection, digest }) => [projection, digest]));
}

/** A projector that has read the blocks from the start, in steps of so many. */
export function rebuilt(blocks: readonly StoredBlock[], step = blocks.length): Projector {
  const projector = new Projector(codec.open);
  for (let at = 0; at < blocks.length; at += step) projector.receive(blocks.slice(at, at + step));
  return projector;
}

/** The last digits tell the persons apart: `person(7)`. */
export const person = (n: number) => `01890a5d-ac96-774b-bcce-b302099a${String(n).padStart(4, '0')}` as PersonId;

export const createdAs = (given: string, family: string) =>
  fact('PersonCreated', { status: 'active', name: name(given, family) });
