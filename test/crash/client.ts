/** One client of the crash test: which commands come to its mind. */

import type { Chance } from './chance.ts';
import {
  accept,
  addEmail,
  addTag,
  befriend,
  type Command,
  command,
  createPerson,
  decline,
  endRelationship,
  type Meant,
  mergePersons,
  propose,
  removeTag,
} from './commands.ts';

/** Persons that all clients write about all the time. */
const HOT_PERSONS = 6;

/** Tags that everybody adds and removes. */
const WORDS = ['red', 'green', 'blue'] as const;

/** How often each thing comes to mind. */
const IDEAS = {
  create: 14,
  createCommon: 6,
  tag: 26,
  word: 12,
  email: 8,
  befriend: 10,
  propose: 4,
  answer: 4,
  end: 3,
  merge: 3,
  tagExpecting: 3,
  list: 3,
  atomic: 6,
} as const;

/** Commands that go out in one request. */
export interface Parcel {
  readonly commands: readonly Command[];
  readonly isAtomic: boolean;
}

interface Step {
  readonly personId: string;
  readonly relationshipId: string;
}

export class Client {
  /** Dice for everything but the commands, so that those do not depend on what they are answered. */
  readonly chance: Chance;
  readonly #name: string;
  readonly #ideas: Chance;
  readonly #hot: readonly string[];
  readonly #common: (at: number) => string;
  readonly #own: string[] = [];
  /** Relationships that may be there, and proposals that may be answered, each by whom. */
  readonly #friends: Step[] = [];
  readonly #proposals: Step[] = [];
  #commons = 0;
  #count = 0;

  constructor(world: Chance, name: string) {
    this.#name = name;
    this.#ideas = world.fork(`ideas of ${name}`);
    this.chance = world.fork(name);
    this.#hot = Array.from({ length: HOT_PERSONS }, (_, at) => world.uuid(`hot ${at}`));
    this.#common = (at) => world.uuid(`common ${at}`);
  }

  /** What every client does first: the persons that all of them write about must be there, and only one can be first. */
  begin(): Parcel[] {
    return this.#hot.map((personId) => this.#alone(createPerson(personId, this.#name)));
  }

  next(): Parcel {
    const ideas = this.#ideas;
    switch (ideas.weighed(IDEAS)) {
      case 'create':
        return this.#alone(createPerson(this.#somebodyNew(), this.#name));
      case 'createCommon':
        this.#commons += 1;
        return this.#alone(createPerson(this.#common(this.#commons), this.#name));
      case 'tag':
        return this.#alone(this.#tag());
      case 'tagExpecting':
        return this.#alone(expecting(this.#tag(), ideas.between(1, 40)));
      case 'word':
        return this.#alone((ideas.happens(50) ? addTag : removeTag)(ideas.pick(this.#hot), ideas.pick(WORDS)));
      case 'email':
        return this.#alone(addEmail(this.#anybody(), `${this.#unique()}@example.org`));
      case 'befriend':
        return this.#alone(this.#friendship());
      case 'propose':
        return this.#alone(this.#proposal());
      case 'answer':
        return this.#alone(this.#answer());
      case 'end':
        return this.#alone(this.#end());
      case 'merge':
        return this.#alone(mergePersons(this.#ownPerson(), this.#anybody()));
      case 'list':
        return { commands: this.#list(), isAtomic: false };
      default:
        return { commands: this.#group(), isAtomic: true };
    }
  }

  #alone(meant: Meant): Parcel {
    return { commands: [this.#command(meant)], isAtomic: false };
  }

  #command(meant: Meant, group: string | null = null): Command {
    return command(`${this.#unique()}-${meant.name}`, meant, group);
  }

  #unique(): string {
    this.#count += 1;
    return `${this.#name}-${this.#count}`;
  }

  #tag() {
    return addTag(this.#anybody(), this.#unique());
  }

  #friendship() {
    const [personId, otherId] = [this.#ownPerson(), this.#anybody()];
    const relationshipId = this.#ideas.uuid(this.#unique());
    this.#friends.push({ personId, relationshipId });
    return befriend(personId, otherId, relationshipId);
  }

  #proposal() {
    const [personId, otherId] = [this.#ownPerson(), this.#anybody()];
    const relationshipId = this.#ideas.uuid(this.#unique());
    this.#proposals.push({ personId: otherId, relationshipId });
    return propose(personId, otherId, relationshipId);
  }

  #answer() {
    const { personId, relationshipId } = this.#proposals.shift() ?? this.#nothing();
    this.#friends.push({ personId, relationshipId });
    return (this.#ideas.happens(70) ? accept : decline)(personId, relationshipId);
  }

  #end() {
    const { personId, relationshipId } = this.#friends.shift() ?? this.#nothing();
    return endRelationship(personId, relationshipId);
  }

  /** A relationship that nobody has. */
  #nothing(): Step {
    return { personId: this.#anybody(), relationshipId: this.#ideas.uuid(this.#unique()) };
  }

  /** Persons and what is told of them at once, in one request. */
  #list(): Command[] {
    return Array.from({ length: this.#ideas.between(4, 12) }, () => this.#somebodyNew()).flatMap((personId) => [
      this.#command(createPerson(personId, this.#name)),
      this.#command(addTag(personId, this.#unique())),
    ]);
  }

  /** Each of them leads to an event, or all are refused. */
  #group(): Command[] {
    const group = this.#unique();
    const all = [
      createPerson(this.#somebodyNew(), this.#name),
      this.#tag(),
      addEmail(this.#anybody(), `${this.#unique()}@example.org`),
    ];
    return all.slice(0, this.#ideas.between(2, 3)).map((meant) => this.#command(meant, group));
  }

  #somebodyNew(): string {
    const personId = this.#ideas.uuid(this.#unique());
    this.#own.push(personId);
    return personId;
  }

  #ownPerson(): string {
    // Those that came last: the older ones may have become part of others.
    return this.#own[this.#own.length - 1 - this.#ideas.below(Math.min(12, this.#own.length))] ?? this.#somebodyNew();
  }

  #anybody(): string {
    switch (this.#ideas.weighed({ hot: 5, own: 4, common: 1 })) {
      case 'hot':
        return this.#ideas.pick(this.#hot);
      case 'own':
        return this.#ownPerson();
      default:
        return this.#common(this.#ideas.between(1, this.#commons + 1));
    }
  }
}

function expecting<Meant extends { readonly input: object }>(meant: Meant, expectedVersion: number): Meant {
  return { ...meant, input: { ...meant.input, expectedVersion } };
}
