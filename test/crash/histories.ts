/** Made-up histories: who sent what, what they were told, and a log that fits. Each test then bends one thing. */

import { encode } from '@ipld/dag-cbor';
import { CID } from 'multiformats/cid';
import { sha256 } from 'multiformats/hashes/sha2';
import type { Message } from './blocks.ts';
import { faultsOf } from './checker.ts';
import { befriend, command, createPerson, type Meant } from './commands.ts';
import { type Answer, type Effect, type Sent, type Told, tellings } from './journal.ts';

export const [ADA, BOB] = ['01890a5d-ac96-774b-bcce-000000000001', '01890a5d-ac96-774b-bcce-000000000002'] as const;

export const NOT_ANSWERED: Answer = { kind: 'none' };
export const REFUSED: Answer = { kind: 'refused', code: 'PERSON_IS_MERGED' };

const DAG_CBOR = 0x71;

/** What events of a type have besides what their command says. */
const MORE: Readonly<Record<string, object>> = {
  PersonAbsorbed: { tags: [], contactInfo: { emails: [] }, relationships: { relationships: [] } },
};

interface Block {
  readonly personId: string;
  readonly commandId: string;
  readonly type: string;
  readonly data: object;
  readonly n: number;
  readonly prev: string | null;
}

export class Story {
  readonly sent: Sent[] = [];
  readonly log: Message[] = [];
  readonly #heads = new Map<string, { readonly n: number; readonly cid: string }>();
  #clock = 0;

  /** A command that is taken, and whose sender is told so. */
  async taken(commandId: string, meant: Meant, group: string | null = null): Promise<Sent> {
    const sent = this.sends(commandId, meant, group);
    const events = await this.writes(sent);
    this.answers(sent, recorded(events));
    return sent;
  }

  /** A command that is sent, and not answered yet. */
  sends(commandId: string, meant: Meant, group: string | null = null): Sent {
    const { sent } = command(commandId, meant, group);
    this.sent.push(sent);
    return sent;
  }

  /** A request for a command, and its answer; the requests of a story come one after the other. */
  answers({ tries }: Sent, answer: Answer): void {
    this.#clock += 2;
    tries.push({ begun: this.#clock - 1, ended: this.#clock, answer });
  }

  /** The events of a command into the log: all, or only the first ones. */
  async writes({ commandId, effects }: Sent, first = effects.length): Promise<Told[]> {
    const batch = effects.length > 1 ? `batch of ${commandId}` : null;
    const told: Told[] = [];
    for (const [at, effect] of effects.slice(0, first).entries()) {
      const headers = batch === null ? {} : batchHeaders(batch, at + 1, at + 1 === effects.length);
      told.push(await this.#write(commandId, effect, headers));
    }
    return told;
  }

  async #write(commandId: string, { personId, type, data }: Effect, headers: object): Promise<Told> {
    const person = personId ?? 'somebody';
    const { n, cid: prev } = this.#heads.get(person) ?? { n: 0, cid: null };
    const more = MORE[type] ?? {};
    const block = { personId: person, commandId, type, data: { ...more, ...data }, n: n + 1, prev };
    return this.puts(block, headers);
  }

  /** A block into the log, whatever it says. */
  async puts(block: Block, headers: object = {}): Promise<Told> {
    const { personId, commandId, type, n } = block;
    const bytes = bytesOf(block);
    const cid = await cidOf(bytes);
    this.#heads.set(personId, { n, cid });
    const sequence = this.log.length + 1;
    const own = { Cid: cid, 'Nats-Msg-Id': `${personId}/${commandId}` };
    this.log.push({ sequence, subject: `cim.person.event.${personId}`, headers: { ...own, ...headers }, bytes });
    return { cid, personId, type, version: n, commandId, position: positionOf(sequence) };
  }
}

/** Ada and Bob are there, and friends. */
export async function aStory(): Promise<Story> {
  const story = new Story();
  await story.taken('create-ada', createPerson(ADA, 'Ada'));
  await story.taken('create-bob', createPerson(BOB, 'Bob'));
  await story.taken('befriend', befriend(ADA, BOB, 'friendship'));
  return story;
}

/** The kinds of what is wrong, each once. */
export async function kindsOf({ sent, log }: Story): Promise<string[]> {
  return [...new Set((await faultsOf(sent, log)).map(({ kind }) => kind))].sort();
}

/** The events that the first answer tells of. */
export function toldOf(sent: Sent): readonly Told[] {
  return tellings(sent)[0]?.events ?? [];
}

export function recorded(events: readonly Told[], replayed = false): Extract<Answer, { kind: 'recorded' }> {
  return { kind: 'recorded', replayed, position: events.at(-1)?.position ?? positionOf(0), events };
}

export function bytesOf({ personId, commandId, type, data, n, prev }: Block): Uint8Array {
  const link = prev === null ? null : CID.parse(prev);
  const meta = {
    command: commandId,
    input: new Uint8Array(16),
    cause: null,
    correlation: 'x',
    actor: 'x',
    source: 'x',
  };
  return encode({ v: 1, type, tv: 1, person: personId, n, prev: link, at: 0, meta, data });
}

export async function cidOf(bytes: Uint8Array): Promise<string> {
  return CID.createV1(DAG_CBOR, await sha256.digest(bytes)).toString();
}

export function positionOf(sequence: number, log = 'log'): string {
  const bytes = Buffer.alloc(17);
  bytes.writeUInt8(1, 0);
  bytes.write(log, 1);
  bytes.writeUIntBE(sequence, 7, 6);
  return bytes.toString('base64url');
}

function batchHeaders(id: string, at: number, isLast: boolean): object {
  const commit = isLast ? { 'Nats-Batch-Commit': '1' } : {};
  return { 'Nats-Batch-Id': id, 'Nats-Batch-Sequence': String(at), ...commit };
}
