/** Old documents told to a person one after the other, as the tests need it. */

import { readFileSync } from 'node:fs';
import { derivedId } from '../../src/app/derived-id.ts';
import type { ItemId } from '../../src/domain/ids.ts';
import { type AnyFact, fold, noPerson, type Person } from '../../src/domain/person/person.ts';
import { classify, type OldEvent } from '../../src/legacy/classify.ts';
import { happened, translate } from '../../src/legacy/translate.ts';

export const AMARA = '3f6c1d52-9b0e-4a77-8c21-5d4e90ab17c3';
export const GRACE = 'a1e47c90-2f63-4d18-b7f5-0c9d83e6124b';
export const THING = '7d20f4b6-18ac-4e53-92d1-6fbc035ea947';
export const AT = '2025-08-07T09:15:30.123456789Z';
export const ID = { id: AMARA };

export const fixture = (name: string): unknown =>
  JSON.parse(readFileSync(new URL(`fixtures/${name}.json`, import.meta.url), 'utf8'));

export const CREATED = {
  PersonCreated: {
    person_id: ID,
    name: { given_name: 'Amara', family_name: 'Okafor', middle_names: [] },
    source: 'test',
    created_at: '2020-01-01T00:00:00Z',
  },
};

export interface Told {
  readonly person: Person;
  readonly facts: readonly AnyFact[];
  readonly warnings: readonly string[];
}

export function eventOf(document: unknown): OldEvent {
  const found = classify(document);
  if (found.kind !== 'event') throw new Error(`Expected an event, found ${JSON.stringify(found)}`);
  return found;
}

/** Tells the documents in their order; the facts and warnings are those of the last one. */
export function tell(...documents: readonly unknown[]): Told {
  let person = noPerson();
  let last: { facts: AnyFact[]; warnings: readonly string[] } = { facts: [], warnings: [] };
  documents.forEach((document, at) => {
    const event = eventOf(document);
    const id = (name: string) => derivedId(`test-${at}`, name) as ItemId;
    const lastingId = (name: string) => derivedId(event.personId, name) as ItemId;
    const subject = { personId: event.personId, person, at: event.at ?? 0, id, lastingId };
    const { steps, warnings } = translate(event, subject);
    person = fold(steps.map(happened), person);
    last = { facts: steps.map(({ fact }) => fact), warnings };
  });
  return { person, ...last };
}

/** Names of the facts, and of attributes their names. */
export const namesOf = ({ facts }: Told): string[] =>
  facts.map((fact) => (fact.type === 'AttributeSet' ? `AttributeSet ${fact.data.name}` : fact.type));

export const data = (told: Told, at = 0): unknown => told.facts[at]?.data;

export const component = (inner: unknown) => ({
  ComponentDataUpdated: { person_id: ID, component_id: THING, data: inner, updated_at: AT },
});
