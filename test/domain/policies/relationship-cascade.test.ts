/** What becomes of relationships, on both sides, when somebody dies, is archived, comes back or leaves an organization. */

import { describe, expect, it } from 'vitest';
import { relationshipCascade } from '../../../src/domain/policies/relationship-cascade.ts';
import { ADA, archived, BOB, CAROL, created, died, fact, item, merged, NOON, suspended, THINGS } from '../examples.ts';
import { type Facts, givenPersons } from './given-persons.ts';

type Kind = 'friend' | 'colleague' | 'manager';
interface Tie {
  readonly kind?: Kind;
  readonly context?: string;
  readonly start?: string;
}

const relationshipId = item(50);
const tie = (otherId: typeof BOB, direction: 'outgoing' | 'incoming', { kind = 'friend', ...more }: Tie = {}) =>
  fact('RelationshipEstablished', { relationshipId, otherId, kind, strength: 0.5, direction, ...more });
/** Ada and Bob, related, and what happened to each afterwards. */
const both = (ada: Facts, bob: Facts = [], more: Tie = {}) => ({
  [ADA]: [created, tie(BOB, 'outgoing', more), ...ada],
  [BOB]: [created, tie(ADA, 'incoming', more), ...bob],
});
const look = (facts: Record<string, Facts>, settings = {}, happened: Facts[number] | null = null, at = NOON) =>
  givenPersons(facts).when(relationshipCascade, { settings, fact: happened, at });
const rests = fact('RelationshipUpdated', { relationshipId, otherId: BOB, dormant: true });
const back = fact('PersonReactivated', { reason: 'back' });
const reason = (text: string) => ({ relationshipId, reason: text });

describe('Relationship cascade', () => {
  it('changes nothing while nothing happened', () => look(both([])).thenNothing());

  describe('when one of the two died', () => {
    const ended = { ...reason('One of the two died.'), end: '2026-02-01' };
    it('ends the relationship on the day of the death, by who can take it', () => {
      look(both([died])).thenActs(['EndRelationship', BOB, ended]);
      look(both([], [died])).thenActs(['EndRelationship', ADA, ended]);
    });
    it('ends it no earlier than it began', () =>
      look(both([died], [], { start: '2026-02-15' })).thenActs([
        'EndRelationship',
        BOB,
        { ...ended, end: '2026-02-15' },
      ]));
    it('keeps it when told so', () => look(both([died]), { whenDeceased: 'keep' }).thenNothing());
    it('does it once', () => {
      const end = (otherId: typeof BOB) => fact('RelationshipEnded', { relationshipId, otherId, end: '2026-02-01' });
      look(both([died, end(BOB)], [end(ADA)])).thenNothing();
    });
    it('leaves alone what nobody can change now, and says so', () =>
      look(both([died], [suspended])).thenLeaves('The person is suspended; it is looked at again when it is back.'));
    it('looks again when that one is back', () =>
      look(both([suspended, back], [died]), {}, back).thenActs(['EndRelationship', ADA, ended]));
    it('can do nothing when both are gone', () => look(both([died], [archived])).thenNothing());
  });

  describe('when one of the two is archived', () => {
    const because = 'One of the two is archived.';
    it('lets the relationship rest', () =>
      look(both([archived])).thenActs(['UpdateRelationship', BOB, { relationshipId, dormant: true }]));
    it('lets it rest once', () => look(both([archived, rests], [rests])).thenNothing());
    it('ends it when told so', () =>
      look(both([archived]), { whenArchived: 'end' }).thenActs(['EndRelationship', BOB, reason(because)]));
    it('keeps it when told so', () => look(both([archived]), { whenArchived: 'keep' }).thenNothing());
    it('leaves a proposal as it is', () => {
      const proposal = { relationshipId, kind: 'friend', strength: 0.5 } as const;
      const facts = {
        [ADA]: [created, fact('RelationshipProposed', { ...proposal, otherId: BOB, direction: 'outgoing' }), archived],
        [BOB]: [created, fact('RelationshipProposed', { ...proposal, otherId: ADA, direction: 'incoming' })],
      };
      look(facts).thenNothing();
    });
    it('wakes it when the person is back, and only then', () => {
      look(both([rests, archived, back], [rests]), {}, back).thenActs([
        'UpdateRelationship',
        ADA,
        { relationshipId, dormant: null },
      ]);
      look(both([rests, archived, back], [rests])).thenNothing();
      look(both([rests, archived, back], [rests, archived]), {}, back).thenNothing();
    });
  });

  describe('when an employment ended', () => {
    const { employment } = THINGS;
    const { employmentId } = employment.data;
    const left = [employment, fact('EmploymentEnded', { employmentId, end: '2026-02-20' })];
    const work: Tie = { kind: 'colleague', context: 'at ENGINE WORKS' };
    const ended = { ...reason('The employment at Engine Works ended.'), end: '2026-02-20' };

    it('ends work relationships whose context names the organization', () =>
      look(both(left, [], work)).thenActs(['EndRelationship', ADA, ended]));
    it('does the same from either side', () => {
      const facts = both(left, left, work);
      const [own, others] = [ADA, BOB].map(
        (personId) => givenPersons(facts).when(relationshipCascade, { personId }).decisions,
      );
      expect(own).toHaveLength(1);
      expect(others).toEqual(own);
    });
    it('does it by the one that has fewer', () => {
      const [own, others] = [both(left, [], work)[ADA], both([], [], work)[BOB]];
      const more = fact('RelationshipEstablished', {
        ...{ relationshipId: item(51), otherId: CAROL, kind: 'friend', strength: 0.5, direction: 'outgoing' },
      });
      look({ [ADA]: [...(own ?? []), more], [BOB]: others ?? [] }).thenActs(['EndRelationship', BOB, ended]);
    });
    it('ends them rather than let them rest, from either side', () => {
      const facts = both(left, [archived], work);
      for (const personId of [ADA, BOB]) {
        givenPersons(facts).when(relationshipCascade, { personId }).thenActs(['EndRelationship', ADA, ended]);
      }
    });
    it.each([
      ['of another kind', { ...work, kind: 'friend' }],
      ['of another context', { kind: 'colleague', context: 'at school' }],
      ['without a context', { kind: 'colleague' }],
    ] as const)('keeps those %s', (_, more) => look(both(left, [], more)).thenNothing());
    it('keeps them when told so', () => look(both(left, [], work), { whenEmploymentEnds: 'keep' }).thenNothing());
    it('keeps them while the person works there in another role', () =>
      look(
        both([...left, fact('EmploymentAdded', { ...employment.data, employmentId: item(60) })], [], work),
      ).thenNothing());
    it('waits for a last day that lies ahead', () => {
      const leaving = [employment, fact('EmploymentEnded', { employmentId, end: '2026-03-10' })];
      const lastDay = Date.parse('2026-03-10T00:00:00Z');
      look(both(leaving, [], work)).thenNothing();
      look(both(leaving, [], work)).thenIsDue(lastDay);
      look(both(leaving, [], work), {}, null, lastDay).thenActs([
        'EndRelationship',
        ADA,
        { ...ended, end: '2026-03-10' },
      ]);
      look(both(leaving, [], work), {}, null, lastDay + 3 * 86_400_000).thenIsDue(lastDay);
      look(both(leaving, [], work), {}, null, lastDay + 7 * 86_400_000).thenIsDue(null);
      look(both(leaving, [], work), { whenEmploymentEnds: 'keep' }).thenIsDue(null);
    });
    it('nobody reports to the person there any more', () => {
      const reports = (id: number, organization: string) =>
        fact('EmploymentAdded', { ...employment.data, employmentId: item(id), organization, reportsTo: ADA });
      look({
        [ADA]: [created, ...left],
        [BOB]: [created, reports(61, 'engine works'), reports(62, 'Elsewhere')],
      }).thenActs(['UpdateEmployment', BOB, { employmentId: item(61), reportsTo: null }]);
      look({ [ADA]: [created, ...left], [BOB]: [created, reports(61, 'Engine Works'), suspended] }).thenNothing();
    });
  });

  it('leaves to a merger what it moved, and nobody is looked at who does not exist', () => {
    look({ [ADA]: [created, tie(BOB, 'outgoing'), merged], [BOB]: [created, archived] }).thenNothing();
    look({}).thenNothing();
  });

  it('decides one by one, so that a hub of any size needs no batch', () => {
    const others = Array.from({ length: 300 }, (_, n) => `01890a5d-ac96-774b-bcce-b30209${String(n).padStart(6, '0')}`);
    const facts: Record<string, Facts> = { [ADA]: [created, archived] };
    for (const [n, other] of others.entries()) {
      const incoming = { relationshipId: item(1_000 + n), otherId: ADA, kind: 'friend', strength: 0.5 } as const;
      facts[other] = [created, fact('RelationshipEstablished', { ...incoming, direction: 'outgoing' })];
    }
    const { decisions } = look(facts);
    expect(decisions).toHaveLength(300);
    expect(new Set(decisions.map(({ personId }) => personId)).size).toBe(300);
  });
});
