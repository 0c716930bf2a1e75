/** Pairs of commands that cannot both have it their own way, and what must become of them. */

import type { Chance } from './chance.ts';
import {
  accept,
  addTag,
  befriend,
  type Command,
  command,
  createPerson,
  decline,
  type Meant,
  mergePersons,
  propose,
} from './commands.ts';
import type { Answer } from './journal.ts';

/** What a settled answer comes to: how many events, or the code of the refusal. */
export type Upshot = string;

export interface Pair {
  readonly commands: readonly [Command, Command];
  /** What both of them may come to, in any order. */
  readonly upshots: readonly (readonly [Upshot, Upshot])[];
  /** What must be there before; each list after the one before. */
  readonly before: readonly (readonly Command[])[];
}

/** Kinds of pairs, and how often there is each. */
export const KINDS = {
  sameTag: 22,
  otherTags: 22,
  create: 16,
  sameCommand: 10,
  reusedId: 6,
  acceptTwice: 5,
  acceptAndDecline: 5,
  friendsBothWays: 5,
  friendAndTag: 4,
  mergeBothWays: 5,
};

export type Kinds = Readonly<Partial<typeof KINDS>>;

export class Pairs {
  readonly #chance: Chance;
  readonly #kinds: Kinds;
  /** Persons that many pairs are about, one after the other. */
  readonly #known: readonly string[];
  #count = 0;

  constructor(chance: Chance, persons: number, kinds: Kinds) {
    this.#chance = chance;
    this.#kinds = kinds;
    this.#known = Array.from({ length: persons }, (_, at) => chance.uuid(`known ${at}`));
  }

  /** The persons that must be there before the first pair. */
  begin(): Command[] {
    return this.#known.map((personId) => this.#command(createPerson(personId, 'known')));
  }

  /** The next pair; no two of as many as there are known persons are about the same one. */
  next(): Pair {
    this.#count += 1;
    const known = this.#known[this.#count % this.#known.length] as string;
    const [own, other] = [this.#uuid('own'), this.#uuid('other')];
    switch (this.#chance.weighed(this.#kinds)) {
      case 'sameTag':
        return this.#pair([addTag(known, this.#text('tag')), addTag(known, this.#text('tag'))], [['1', '0']]);
      case 'otherTags':
        return this.#pair([addTag(known, this.#text('left')), addTag(known, this.#text('right'))], [['1', '1']]);
      case 'create':
        return this.#pair([createPerson(own, 'left'), createPerson(own, 'right')], [['1', 'PERSON_EXISTS']]);
      case 'sameCommand':
        return this.#underOneId([addTag(known, this.#text('tag')), addTag(known, this.#text('tag'))], [['1', '1']]);
      case 'reusedId': {
        const tags = [addTag(known, this.#text('left')), addTag(known, this.#text('right'))] as const;
        return this.#underOneId(tags, [['1', 'COMMAND_ID_REUSED']]);
      }
      case 'acceptTwice':
        return this.#answered(accept, [['2', '0']]);
      case 'acceptAndDecline':
        return this.#answered(decline, [
          ['2', 'RELATIONSHIP_NOT_PROPOSED'],
          ['2', 'RELATIONSHIP_HAS_ENDED'],
        ]);
      case 'friendAndTag': {
        const steps = [befriend(own, known, this.#uuid('left')), addTag(known, this.#text('tag'))] as const;
        return this.#pair(steps, [['2', '1']], [this.#created(own)]);
      }
      case 'friendsBothWays': {
        const steps = [befriend(own, other, this.#uuid('left')), befriend(other, own, this.#uuid('right'))] as const;
        return this.#pair(steps, [['2', '2']], [this.#created(own, other)]);
      }
      default:
        return this.#pair(
          [mergePersons(own, other), mergePersons(other, own)],
          [['2', 'PERSON_IS_MERGED']],
          [this.#created(own, other)],
        );
    }
  }

  /** A proposal that is accepted, and answered a second time at the same moment. */
  #answered(answer: typeof accept, upshots: Pair['upshots']): Pair {
    const [own, other, relationshipId] = [this.#uuid('own'), this.#uuid('other'), this.#uuid('relationship')];
    const proposed = [this.#command(propose(own, other, relationshipId))];
    const answers = [accept(other, relationshipId), answer(other, relationshipId)] as const;
    return this.#pair(answers, upshots, [this.#created(own, other), proposed]);
  }

  #pair([left, right]: readonly [Meant, Meant], upshots: Pair['upshots'], before: Pair['before'] = []): Pair {
    return { commands: [this.#command(left, 'left'), this.#command(right, 'right')], upshots, before };
  }

  #underOneId([left, right]: readonly [Meant, Meant], upshots: Pair['upshots']): Pair {
    return { commands: [this.#command(left, 'both'), this.#command(right, 'both')], upshots, before: [] };
  }

  #created(...persons: readonly string[]): Command[] {
    return persons.map((personId) => this.#command(createPerson(personId, 'new'), personId));
  }

  #command(meant: Meant, side = 'before'): Command {
    const isKnown = meant.name === 'createPerson' && side === 'before';
    return command(isKnown ? `${meant.name}-${meant.input.personId}` : `${this.#count}-${side}-${meant.name}`, meant);
  }

  #text(what: string): string {
    return `${what}-${this.#count}`;
  }

  #uuid(what: string): string {
    return this.#chance.uuid(this.#text(what));
  }
}

export function upshotOf(answer: Answer): Upshot {
  switch (answer.kind) {
    case 'recorded':
      return String(answer.events.length);
    case 'refused':
      return answer.code;
    default:
      return answer.kind;
  }
}
