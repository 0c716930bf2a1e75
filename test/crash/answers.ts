/** What clients were told, held against the log. */

import { type Block, readPosition } from './blocks.ts';
import type { Fault, FaultKind } from './fault.ts';
import { type Answer, type Effect, isSettled, isTelling, type Sent, type Told, type Try, tellings } from './journal.ts';

export function answerFaults(sent: readonly Sent[], blocks: readonly Block[]): Fault[] {
  const court = new Court(sent, blocks);
  court.hear();
  return court.faults;
}

class Court {
  readonly faults: Fault[] = [];
  readonly #sent: readonly Sent[];
  readonly #blocks: readonly Block[];
  readonly #bySequence: ReadonlyMap<number, Block>;
  readonly #byCid: ReadonlyMap<string, Block>;
  readonly #byCommand = new Map<string, Block[]>();
  readonly #logs = new Set<string>();

  constructor(sent: readonly Sent[], blocks: readonly Block[]) {
    this.#sent = sent;
    this.#blocks = blocks;
    this.#bySequence = new Map(blocks.map((block) => [block.sequence, block]));
    this.#byCid = new Map(blocks.map((block) => [block.cid, block]));
    for (const block of blocks) {
      const list = this.#byCommand.get(block.commandId) ?? [];
      this.#byCommand.set(block.commandId, [...list, block]);
    }
  }

  hear(): void {
    const explained = new Set<Block>();
    const groups = new Map<string, { there: number; all: number }>();
    for (const each of this.#sent) {
      const found = this.#found(each);
      for (const block of found) explained.add(block);
      if (found.length > 0 && found.length < each.effects.length) {
        this.#accuse('half', each, `has ${found.length} of its ${each.effects.length} events in the log`);
      }
      this.#hearAnswers(each, found);
      if (each.group === null) continue;
      const group = groups.get(each.group) ?? { there: 0, all: 0 };
      groups.set(each.group, { there: group.there + (found.length > 0 ? 1 : 0), all: group.all + 1 });
    }
    for (const [group, { there, all }] of groups) {
      if (there > 0 && there < all) this.#fault('half', `${there} of the ${all} commands of ${group} are in the log`);
    }
    for (const block of this.#blocks) {
      if (explained.has(block)) continue;
      this.#fault('phantom', `${block.type} of ${block.commandId} at ${block.sequence} was sent by nobody`);
    }
    if (this.#logs.size > 1) this.#fault('answer', `positions of ${this.#logs.size} different logs were told`);
  }

  /** The events in the log that the command led to, at most one for each of its effects. */
  #found({ commandId, effects }: Sent): Block[] {
    const left = [...(this.#byCommand.get(commandId) ?? [])];
    const [own] = effects;
    return effects.flatMap((effect) => {
      const at = left.findIndex(
        (block) => fits(block, effect) && (effect.personId !== null || block.personId !== own?.personId),
      );
      return at < 0 ? [] : left.splice(at, 1);
    });
  }

  #hearAnswers(each: Sent, found: readonly Block[]): void {
    const told = tellings(each);
    for (const answer of told) this.#hearTold(each, answer, found);
    const [first, ...more] = told.map(({ events }) => events.map(({ cid }) => cid).join(' '));
    if (more.some((cids) => cids !== first))
      this.#accuse('answer', each, 'was told of different events when it was repeated');
    if (each.tries.some((later) => isTakenBack(each, later))) {
      this.#accuse('answer', each, `was taken, and answered ${kindsOf(each)}`);
    }
    if (told.length === 0 && found.length > 0 && isDenied(each)) {
      this.#accuse('denied', each, `is in the log at ${found[0]?.sequence}, and was answered ${kindsOf(each)}`);
    }
  }

  #hearTold(each: Sent, { events, position }: Extract<Answer, { kind: 'recorded' }>, found: readonly Block[]): void {
    for (const event of events) this.#hearEvent(each, event, found);
    if (events.length !== each.effects.length) {
      this.#accuse('answer', each, `was told of ${events.length} events in place of ${each.effects.length}`);
    }
    const last = Math.max(...events.map((event) => this.#sequenceIn(event.position)));
    if (this.#sequenceIn(position) !== last)
      this.#accuse('answer', each, 'was told a position that is not that of its events');
  }

  #hearEvent(each: Sent, { cid, personId, type, version, commandId, position }: Told, found: readonly Block[]): void {
    const sequence = this.#sequenceIn(position);
    const there = this.#byCid.get(cid);
    if (there === undefined) {
      const instead = this.#bySequence.get(sequence);
      this.#accuse('lost', each, `was told of ${cid} at ${sequence}, where ${instead?.commandId ?? 'nothing'} is`);
    } else if (there.sequence !== sequence || there.n !== version) {
      this.#accuse('moved', each, `was told of version ${version} at ${sequence}: ${there.n} at ${there.sequence}`);
    } else if (
      there.personId !== personId ||
      there.type !== type ||
      commandId !== each.commandId ||
      !found.includes(there)
    ) {
      this.#accuse('answer', each, `was told of an event that is not its own: ${there.type} of ${there.commandId}`);
    }
  }

  #sequenceIn(position: string): number {
    const read = readPosition(position);
    if (read !== null) this.#logs.add(read.log);
    return read?.sequence ?? Number.NaN;
  }

  #accuse(kind: FaultKind, { commandId }: Sent, what: string): void {
    this.#fault(kind, `${commandId} ${what}`);
  }

  #fault(kind: FaultKind, what: string): void {
    this.faults.push({ kind, what });
  }
}

function fits(block: Block, { personId, type, data }: Effect): boolean {
  return block.type === type && (personId === null || block.personId === personId) && contains(block.data, data);
}

/** Whether the value has all that is wanted of it, and perhaps more. */
function contains(value: unknown, wanted: unknown): boolean {
  if (typeof wanted !== 'object' || wanted === null || Array.isArray(wanted)) {
    return JSON.stringify(value) === JSON.stringify(wanted);
  }
  if (typeof value !== 'object' || value === null) return false;
  return Object.entries(wanted).every(([key, part]) => contains((value as Record<string, unknown>)[key], part));
}

/**
 * Whether the last word on a command, none of whose answers tells of events, was that nothing was recorded. A request
 * that was not answered leaves that open, unless another one was made after it and was.
 */
function isDenied({ tries }: Sent): boolean {
  const open = tries.filter(({ answer }) => answer.kind === 'none' || answer.kind === 'unsettled');
  const openUntil = Math.max(-1, ...open.map(({ ended }) => ended));
  return tries.some((each) => each.begun > openUntil && !open.includes(each));
}

/** Whether a request that was made after the command was acknowledged with events was told something else. */
function isTakenBack({ tries }: Sent, { begun, answer }: Try): boolean {
  const acknowledged = tries.some((earlier) => earlier.ended < begun && isTelling(earlier.answer));
  return acknowledged && !isTelling(answer) && (isSettled(answer) || answer.kind === 'contended');
}

function kindsOf({ tries }: Sent): string {
  return tries.map(({ answer }) => answer.kind).join(', ');
}
