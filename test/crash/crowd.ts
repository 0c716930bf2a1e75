/** Many clients at once, and how patient each of them is with a gateway that keeps dying. */

import { setTimeout as sleep } from 'node:timers/promises';
import type { Chance } from './chance.ts';
import { Client, type Parcel } from './client.ts';
import type { Command } from './commands.ts';
import type { Fault } from './fault.ts';
import { isSettled, type Sent, tellings } from './journal.ts';
import { post } from './post.ts';

const PAUSE_MS_MAX = 12;
const AGAIN_MS = { first: 10, last: 120 };

/** How long clients wait for an answer. Most are impatient; a few wait for what the gateway has to say in the end. */
const IMPATIENT_MS = { first: 100, last: 800 };
const PATIENT_MS = 8_000;
const PATIENT_PERCENT = 20;

/** What clients do about a command that got no answer: send it again at once, after the next restart, or never. */
const FATES = { insists: 70, returns: 20, forgets: 10 } as const;

const DOUBLED_PERCENT = 6;
const REPEATED_PERCENT = 5;

/** How long it may take to settle everything with a gateway that nobody kills any more. */
const SETTLE_MS_MAX = 20_000;

const REQUESTS_AT_ONCE = 16;

/** Where the gateway is. It moves with every restart. */
export interface Place {
  /** Null while there is none. */
  readonly address: string | null;
  /** How many gateways there were before. */
  readonly restarts: number;
}

interface Waiting {
  readonly parcel: Parcel;
  /** How many gateways there were when it was put aside. */
  readonly restarts: number;
}

export class Crowd {
  /** What gateways said where they failed to answer. */
  readonly failures: string[] = [];
  readonly #place: Place;
  readonly #clients: readonly Client[];
  readonly #sent = new Set<Sent>();
  readonly #waiting: Waiting[] = [];
  readonly #taken: Command[] = [];
  #isOver = false;
  #working: Promise<unknown> = Promise.resolve();

  constructor(world: Chance, clients: number, place: Place) {
    this.#place = place;
    this.#clients = Array.from({ length: clients }, (_, at) => new Client(world, `c${at}`));
  }

  /** Everything that was sent by anybody. */
  get sent(): readonly Sent[] {
    return [...this.#sent];
  }

  start(): void {
    this.#working = Promise.all(this.#clients.map((client) => this.#work(client)));
  }

  /** No more commands. */
  async stop(): Promise<void> {
    this.#isOver = true;
    await this.#working;
  }

  /** No more new commands; what is open and not forgotten is settled, by a gateway that nobody kills any more. */
  async settle(): Promise<Fault[]> {
    await this.stop();
    const deadline = Date.now() + SETTLE_MS_MAX;
    for (;;) {
      const open = this.#waiting.filter(({ parcel }) => isOpen(parcel));
      if (open.length === 0) return [];
      if (Date.now() > deadline) return open.map(({ parcel }) => stuck(parcel));
      await inTurns(open, ({ parcel }) => this.#send(parcel, PATIENT_MS));
    }
  }

  /** Sends commands again that were taken, one of so many; whoever took them must know them. */
  async repeat(oneOf: number): Promise<void> {
    const some = this.#taken.filter((_, at) => at % oneOf === 0);
    await inTurns(some, (each) => this.#send(only(each), PATIENT_MS));
  }

  async #work(client: Client): Promise<void> {
    const first = client.begin();
    while (!this.#isOver) {
      await this.#deliver(client, first.shift() ?? this.#nextOf(client));
      await sleep(client.chance.below(PAUSE_MS_MAX));
    }
  }

  #nextOf(client: Client): Parcel {
    const at = this.#waiting.findIndex(({ restarts }) => restarts < this.#place.restarts);
    const [waiting] = at < 0 ? [] : this.#waiting.splice(at, 1);
    if (waiting !== undefined) return waiting.parcel;
    const isRepeated = this.#taken.length > 0 && client.chance.happens(REPEATED_PERCENT);
    return isRepeated ? only(client.chance.pick(this.#taken)) : client.next();
  }

  async #deliver({ chance }: Client, parcel: Parcel): Promise<void> {
    const fate = chance.weighed(FATES);
    const isDoubled = chance.happens(DOUBLED_PERCENT);
    for (;;) {
      const isPatient = chance.happens(PATIENT_PERCENT);
      const patienceMs = isPatient ? PATIENT_MS : chance.between(IMPATIENT_MS.first, IMPATIENT_MS.last);
      const sendings = [this.#send(parcel, patienceMs)];
      if (isDoubled) sendings.push(this.#send(parcel, patienceMs));
      await Promise.all(sendings);
      if (!isOpen(parcel)) return this.#remember(parcel);
      if (fate === 'forgets') return;
      if (fate === 'returns' || this.#isOver) return this.#putAside(parcel);
      await sleep(chance.between(AGAIN_MS.first, AGAIN_MS.last));
    }
  }

  #putAside(parcel: Parcel): void {
    this.#waiting.push({ parcel, restarts: this.#place.restarts });
  }

  #remember({ commands }: Parcel): void {
    for (const each of commands) if (tellings(each.sent).length > 0) this.#taken.push(each);
  }

  async #send(parcel: Parcel, patienceMs: number): Promise<void> {
    const { address } = this.#place;
    if (address === null) {
      await sleep(AGAIN_MS.first);
      return;
    }
    // What stands alone is sent again alone; what is taken together, or was taken already, as it was.
    const isWhole = parcel.isAtomic || !isOpen(parcel);
    const commands = parcel.commands.filter((each) => isWhole || isOpen(only(each)));
    for (const { sent } of commands) this.#sent.add(sent);
    const { failure } = await post(address, commands, parcel.isAtomic, patienceMs);
    if (failure !== null) this.failures.push(failure);
  }
}

/** Whether anything in it may still become of what it asks for. */
function isOpen({ commands }: Parcel): boolean {
  return commands.some(({ input, sent }) => {
    const isExpecting = 'expectedVersion' in input;
    return !sent.tries.some(({ answer }) => isSettled(answer) || (isExpecting && answer.kind === 'contended'));
  });
}

function only(command: Command): Parcel {
  return { commands: [command], isAtomic: false };
}

function stuck({ commands }: Parcel): Fault {
  const [{ sent } = { sent: null }] = commands;
  const answers = (sent?.tries ?? []).slice(-5).map(({ answer }) => answer.kind);
  return { kind: 'stuck', what: `${sent?.commandId} is not settled; answered last: ${answers.join(', ')}` };
}

/** Does the work on all of the list, on so many at once. */
async function inTurns<T>(list: readonly T[], work: (each: T) => Promise<void>): Promise<void> {
  const left = [...list];
  const worker = async () => {
    for (let each = left.shift(); each !== undefined; each = left.shift()) await work(each);
  };
  await Promise.all(Array.from({ length: REQUESTS_AT_ONCE }, worker));
}
