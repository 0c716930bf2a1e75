/** Given persons as their facts make them, when a policy looks at one, then it does this and leaves that: as sentences. */

import { expect } from 'vitest';
import { derivedId } from '../../../src/app/derived-id.ts';
import type { ItemId, PersonId } from '../../../src/domain/ids.ts';
import type { Happened } from '../../../src/domain/message.ts';
import { type AnyFact, fold, isPresent, type PresentPerson } from '../../../src/domain/person/person.ts';
import type { Known, KnownRecommendation, Policy, Tie } from '../../../src/domain/policies/policy.ts';
import { changeSettings, type SettingsSchema, standardsOf } from '../../../src/domain/policies/settings.ts';
import { folded } from '../../../src/domain/values.ts';
import { ADA, NOON } from '../examples.ts';

export type Facts = readonly Happened<AnyFact>[];

interface Besides {
  /** When somebody was active; when the newest fact happened, if nothing is said. */
  readonly activeAt?: number;
  readonly recommendations?: readonly KnownRecommendation[];
}

interface Look {
  readonly personId?: PersonId;
  /** What happened; null when it is the time that leads to the look. */
  readonly fact?: Happened<AnyFact> | null;
  readonly at?: number;
  readonly settings?: object;
}

type Wanted = readonly [type: string, personId: PersonId, data?: object];

export const DAY = 24 * 60 * 60 * 1000;

/** The same facts, so many days before the noon that the examples take place at. */
export const daysAgo = (days: number, ...facts: Facts): Facts =>
  facts.map((each) => ({ ...each, at: NOON - days * DAY }));

/** The id a policy makes for something about a person. */
export const idBy = (policy: string, personId: PersonId, name: string) =>
  derivedId(`${policy} ${personId}`, name) as ItemId;

export function givenPersons(facts: Readonly<Record<string, Facts>>, besides: Besides = {}) {
  return {
    when<S extends SettingsSchema>(policy: Policy<S>, look: Look = {}) {
      const { personId = ADA, fact = null, at = NOON } = look;
      const changed = changeSettings(policy.settings, standardsOf(policy.settings), look.settings ?? {});
      if (changed.kind === 'refused') throw new Error(`Refused: ${changed.refusal.field}`);
      const settings = changed.settings as Parameters<typeof policy.decide>[2];
      const known = knownOf(policy.name, facts, besides);
      const occasion = { personId, at, fact };
      const decisions = [...policy.decide(occasion, known, settings)];
      const acts = decisions.flatMap((each) => (each.kind === 'act' ? [[each.type, each.personId, each.data]] : []));
      const left = decisions.flatMap((each) => (each.kind === 'leave' ? [each.because] : []));
      const person = known.person(personId);
      return {
        decisions,
        /** Exactly this, in this order, and nothing left alone. */
        thenActs: (...wanted: readonly Wanted[]) => {
          expect(acts).toEqual(wanted.map(([type, whom, data]) => [type, whom, data ?? expect.any(Object)]));
          expect(left).toEqual([]);
        },
        thenLeaves: (...because: readonly string[]) => {
          expect(acts).toEqual([]);
          expect(left).toEqual(because);
        },
        thenNothing: () => expect(decisions).toEqual([]),
        /** When it looks by itself. */
        thenIsDue: (moment: number | null) =>
          expect(person === null ? null : (policy.due?.(person, occasion, known, settings) ?? null)).toBe(moment),
      };
    },
  };
}

function knownOf(policy: string, facts: Readonly<Record<string, Facts>>, besides: Besides): Known {
  const persons = new Map<string, PresentPerson>();
  for (const [id, each] of Object.entries(facts)) {
    const person = fold(each);
    if (isPresent(person)) persons.set(id, person);
  }
  return {
    person: (personId) => persons.get(personId) ?? null,
    activeAt: (personId) => besides.activeAt ?? facts[personId]?.at(-1)?.at ?? 0,
    ties: (personId) => tiesOf(persons, personId),
    employedAt: (organization) =>
      [...persons].flatMap(([id, { relationships }]) => {
        const all = [...relationships.employments.live.values()];
        const isThere = all.some(
          (each) => each.end === undefined && folded(each.organization) === folded(organization),
        );
        return isThere ? [id as PersonId] : [];
      }),
    recommendations: () => besides.recommendations ?? [],
    id: (personId, name) => idBy(policy, personId, name),
  };
}

function tiesOf(persons: ReadonlyMap<string, PresentPerson>, personId: PersonId): readonly Tie[] {
  const ties = new Map<string, Tie>();
  for (const [id, { relationships }] of persons) {
    for (const {
      relationshipId,
      otherId,
      kind,
      status,
      context,
      start,
      dormant,
    } of relationships.relationships.live.values()) {
      if (status === 'ended' || (id !== personId && otherId !== personId)) continue;
      const otherOne = id === personId ? otherId : (id as PersonId);
      const knows = (whom: string) => persons.get(whom)?.relationships.relationships.live.has(relationshipId) === true;
      ties.set(relationshipId, {
        ...{ relationshipId, otherId: otherOne, kind, status, context, start, dormant: dormant === true },
        ...{ isKnownToSelf: knows(personId), isKnownToOther: knows(otherOne) },
      });
    }
  }
  return [...ties.values()];
}
