/** What one old event tells about a person, in facts of ours, as they are collected one by one. */

import type { ItemId, PersonId } from '../domain/ids.ts';
import type { Items } from '../domain/listing.ts';
import type { Json } from '../domain/message.ts';
import type { AnyFact, Person } from '../domain/person/person.ts';
import { equal } from '../domain/values.ts';
import type { Fields } from './fields.ts';
import { isEmpty, uuidIn } from './values.ts';

/** The names of attributes that hold what has no other place begin so. */
export const KEPT = 'legacy.';

/** The attribute that says that a person was registered to have components of a type. */
export const registeredName = (componentType: string): string => `${KEPT}component.${componentType}`;

/** Whom an old event is about, as far as it was told before, and how things in it get their ids. */
export interface Subject {
  readonly personId: PersonId;
  readonly person: Person;
  /** UTC milliseconds of the event. */
  readonly at: number;
  /** An id that is always the same for the same name in the same old event. */
  readonly id: (name: string) => ItemId;
  /** An id that is always the same for the same name of the person. */
  readonly lastingId: (name: string) => ItemId;
}

export interface Step {
  readonly fact: AnyFact;
  /** UTC milliseconds. */
  readonly at: number;
}

export interface Translation {
  readonly steps: readonly Step[];
  readonly warnings: readonly string[];
}

type FactOf<Type extends AnyFact['type']> = Extract<AnyFact, { type: Type }>;

export class Telling {
  readonly subject: Subject;
  readonly #steps: Step[] = [];
  readonly #warnings: string[] = [];
  #ids = 0;

  constructor(subject: Subject) {
    this.subject = subject;
  }

  get person(): Person {
    return this.subject.person;
  }

  get hasTold(): boolean {
    return this.#steps.length > 0;
  }

  tell<Type extends AnyFact['type']>(type: Type, data: FactOf<Type>['data'], at = this.subject.at): void {
    this.#steps.push({ fact: { type, data } as AnyFact, at });
  }

  warn(text: string): void {
    this.#warnings.push(text);
  }

  id(name: string): ItemId {
    this.#ids += 1;
    return this.subject.id(`${name}.${this.#ids}`);
  }

  /** The id that a thing had in the old world, where it is one that a thing can have and no other thing has; else a new one. */
  oldId(fields: Fields, name: string, { live }: Items<unknown>): ItemId {
    const old = fields.uuid('component_id') as ItemId | undefined;
    return old === undefined || !ITEM_ID.test(old) || live.has(old) ? this.id(name) : old;
  }

  /** Keeps what has no other place, as it was written. Nothing is kept of nothing. */
  keep(what: string, value: unknown): void {
    if (isEmpty(value)) return;
    this.set(`${KEPT}${what}`, value as Json);
  }

  /** Sets an attribute of one's own; the same one as before where there is one of this name, if asked for. */
  set(name: string, value: Json, replaces = false): void {
    const known = replaces ? this.attribute(name) : undefined;
    if (known !== undefined && equal(known.value, value)) return;
    this.tell('AttributeSet', { attributeId: known?.attributeId ?? this.id(name), name, kind: 'custom', value });
  }

  /** Says that the person has a component of the type; by an id that everybody finds it under. */
  register(componentType: string): void {
    const name = registeredName(componentType);
    if (this.attribute(name) !== undefined) return;
    this.tell('AttributeSet', { attributeId: this.subject.lastingId(name), name, kind: 'custom', value: true });
  }

  attribute(name: string) {
    const { core } = this.person;
    if (core.status === 'absent') return undefined;
    return [...core.attributes.live.values()].findLast((each) => each.name === name);
  }

  translation(): Translation {
    return { steps: this.#steps, warnings: this.#warnings };
  }
}

const ITEM_ID = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab]/;

/** The thing on a list that an old id names, or that is like it; ids of stored events were made up, so likeness counts. */
export function known<T>(
  items: Items<T>,
  id: unknown,
  alike: (item: T) => boolean = () => false,
): [ItemId, T] | undefined {
  const uuid = uuidIn(id) as ItemId | null;
  const named = uuid === null ? undefined : items.live.get(uuid);
  if (uuid !== null && named !== undefined) return [uuid, named];
  return [...items.live].find(([, item]) => alike(item));
}
