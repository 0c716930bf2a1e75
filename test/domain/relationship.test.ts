/** The rules between two persons: who takes the step, who answers, and in whose history it is told. */

import { describe, expect, it } from 'vitest';
import { fold, otherPersonOf } from '../../src/domain/person/person.ts';
import { given } from '../given.ts';
import {
  ADA,
  archived,
  BOB,
  CAROL,
  command,
  created,
  type DataOf,
  drafted,
  fact,
  GOOD_COMMANDS,
  item,
  NOON,
  suspended,
  THINGS,
  TODAY,
} from './examples.ts';

const relationshipId = item(30);
const friend = { relationshipId, otherId: BOB, kind: 'friend', strength: 0.5 } as const;
const mentor = { ...friend, kind: 'mentor' } as const;
const bob = [created];

const establish = (data: Partial<DataOf<'EstablishRelationship'>> = {}) =>
  command('EstablishRelationship', { ...friend, ...data });
const propose = (data: Partial<DataOf<'ProposeRelationship'>> = {}) =>
  command('ProposeRelationship', { ...mentor, ...data });
const established = (data: object = {}) =>
  fact('RelationshipEstablished', { ...friend, direction: 'outgoing', ...data });
const proposed = (data: object = {}) => fact('RelationshipProposed', { ...mentor, direction: 'outgoing', ...data });
const ended = fact('RelationshipEnded', { relationshipId, otherId: BOB, end: TODAY });
const update = (data: object) => command('UpdateRelationship', { relationshipId, ...data });
const end = (data: object = {}) => command('EndRelationship', { relationshipId, ...data });
const only = (...facts: Parameters<typeof given>[0]) =>
  fold([created, ...facts]).relationships.relationships.live.get(relationshipId);

describe('A relationship of a kind that is the same from either side', () => {
  it.each(['family', 'friend', 'colleague', 'business_partner'] as const)('(%s) is recorded with both', (kind) =>
    given([created], bob)
      .when(establish({ kind }))
      .thenRecordsBoth(
        ['RelationshipEstablished', { ...friend, kind, direction: 'outgoing' }],
        ['RelationshipEstablished', { ...friend, kind, otherId: ADA, direction: 'incoming' }],
      ),
  );
  it('is changed and ended with both', () => {
    given([created, established()], bob)
      .when(update({ strength: 0.9 }))
      .thenRecordsBoth(
        ['RelationshipUpdated', { relationshipId, strength: 0.9, otherId: BOB }],
        ['RelationshipUpdated', { relationshipId, strength: 0.9, otherId: ADA }],
      );
    given([created, established()], bob)
      .when(end({ reason: 'moved' }))
      .thenRecordsBoth(
        ['RelationshipEnded', { relationshipId, reason: 'moved', end: TODAY, otherId: BOB }],
        ['RelationshipEnded', { relationshipId, reason: 'moved', end: TODAY, otherId: ADA }],
      );
  });
});

describe('A relationship of a directed kind', () => {
  it.each(['manager', 'report', 'mentor', 'mentee', 'other'] as const)('(%s) is recorded with one', (kind) =>
    given([created], bob)
      .when(establish({ kind }))
      .thenRecords('RelationshipEstablished', { ...friend, kind, direction: 'outgoing' }),
  );
  it('is changed and ended with one', () => {
    const has = [created, established({ kind: 'mentor' })];
    given(has, bob)
      .when(update({ strength: 0.9 }))
      .thenRecords('RelationshipUpdated');
    given(has, bob).when(end()).thenRecords('RelationshipEnded');
  });
  it('is with both when it was proposed', () => {
    const accepted = fact('RelationshipAccepted', { relationshipId, otherId: BOB });
    given([created, proposed(), accepted], bob)
      .when(end())
      .thenRecordsBoth(['RelationshipEnded'], ['RelationshipEnded']);
  });
});

describe('Beginning a relationship', () => {
  it('needs another person', () => {
    given([created], bob)
      .when(establish({ otherId: ADA }))
      .thenRefused('RELATIONSHIP_WITH_SELF', 'otherId');
    given([created], bob)
      .when(propose({ otherId: ADA }))
      .thenRefused('RELATIONSHIP_WITH_SELF', 'otherId');
  });
  it('needs another person that is a draft or active', () => {
    given([created], [drafted]).when(propose()).thenRecordsBoth(['RelationshipProposed'], ['RelationshipProposed']);
    given([created], [drafted])
      .when(establish({ kind: 'mentor' }))
      .thenRecords('RelationshipEstablished');
    for (const begin of [propose(), establish(), establish({ kind: 'mentor' })]) {
      given([created], null).when(begin).thenRefused('PERSON_NOT_FOUND', 'otherId');
      given([created], [created, suspended]).when(begin).thenRefused('PERSON_IS_SUSPENDED', 'otherId');
      given([created], [created, archived]).when(begin).thenRefused('PERSON_IS_ARCHIVED', 'otherId');
    }
  });
  it('does not begin in the future, nor was the last meeting there', () => {
    given([created], bob)
      .when(establish({ start: '2026-03-03' }))
      .thenRefused('DATE_IN_FUTURE', 'start');
    given([created], bob)
      .when(propose({ lastInteractionOn: '2026-03-03' }))
      .thenRefused('DATE_IN_FUTURE', 'lastInteractionOn');
    given([created, established()], bob)
      .when(update({ lastInteractionOn: '2026-03-03' }))
      .thenRefused('DATE_IN_FUTURE', 'lastInteractionOn');
    given([created, established()], bob)
      .when(update({ start: '2026-03-03' }))
      .thenRefused('DATE_IN_FUTURE', 'start');
    const past = { start: '2020-01-01', lastInteractionOn: '2026-03-02' };
    given([created], bob).when(propose(past)).thenRecordsBoth(['RelationshipProposed'], ['RelationshipProposed']);
    given([created, established({ kind: 'mentor' })])
      .when(update(past))
      .thenRecords('RelationshipUpdated', { relationshipId, ...past, otherId: BOB });
  });
});

it('What is so already, or wrong in itself, is so whatever became of the other', () => {
  const gone = [created, archived];
  given([created, established()], gone).when(establish()).thenNothing();
  given([created, established()], gone)
    .when(establish({ strength: 0.9 }))
    .thenRefused('RELATIONSHIP_EXISTS', 'relationshipId');
  given([created], gone)
    .when(establish({ otherId: ADA }))
    .thenRefused('RELATIONSHIP_WITH_SELF', 'otherId');
});

describe('Two persons', () => {
  const anew = { relationshipId: item(31) };
  it('have one relationship of a kind in one direction at a time', () => {
    given([created, established()], bob).when(establish(anew)).thenNothing();
    given([created, established()], bob)
      .when(establish({ ...anew, strength: 0.9 }))
      .thenRefused('RELATIONSHIP_EXISTS', 'otherId');
    given([created, proposed()], bob).when(propose(anew)).thenNothing();
    given([created, proposed()], bob)
      .when(establish({ ...anew, kind: 'mentor' }))
      .thenRefused('RELATIONSHIP_EXISTS', 'otherId');
  });
  it('have others of other kinds and words, and with other persons', () => {
    const has = [created, established({ kind: 'other', label: 'Vendor' })];
    given(has, bob)
      .when(establish({ ...anew, kind: 'colleague' }))
      .thenRecordsBoth(['RelationshipEstablished'], ['RelationshipEstablished']);
    given(has, bob)
      .when(establish({ ...anew, kind: 'other', label: 'client' }))
      .thenRecords('RelationshipEstablished');
    given(has, bob)
      .when(establish({ ...anew, kind: 'other', label: 'VENDOR' }))
      .thenRefused('RELATIONSHIP_EXISTS', 'otherId');
    given(has, bob)
      .when(establish({ ...anew, kind: 'other', label: 'vendor', otherId: CAROL }))
      .thenRecords('RelationshipEstablished');
  });
  it('do not come to one word for two of their relationships', () => {
    const client = established({ ...anew, kind: 'other', label: 'client' });
    const has = [created, established({ kind: 'other', label: 'vendor' }), client];
    given(has)
      .when(update({ label: 'Client' }))
      .thenRefused('RELATIONSHIP_EXISTS', 'label');
    given(has)
      .when(update({ label: 'supplier' }))
      .thenRecords('RelationshipUpdated');
  });
  it('have the other direction for itself', () =>
    given([created, established({ direction: 'incoming' })], bob)
      .when(establish(anew))
      .thenRecordsBoth(['RelationshipEstablished'], ['RelationshipEstablished']));
  it('can begin anew what has ended, under another id', () => {
    given([created, established(), ended], bob)
      .when(establish(anew))
      .thenRecordsBoth(['RelationshipEstablished'], ['RelationshipEstablished']);
    given([created, established(), ended], bob).when(establish()).thenRefused('RELATIONSHIP_EXISTS', 'relationshipId');
  });
  it('do not take the id of another relationship, neither of the one nor of the other', () => {
    const taken = established({ otherId: CAROL });
    given([created, taken], bob).when(establish()).thenRefused('RELATIONSHIP_EXISTS', 'relationshipId');
    given([created], [created, taken]).when(establish()).thenRefused('RELATIONSHIP_EXISTS', 'relationshipId');
    given([created], [created, taken]).when(propose()).thenRefused('RELATIONSHIP_EXISTS', 'relationshipId');
    given([created], [created, taken])
      .when(establish({ kind: 'mentor' }))
      .thenRecords('RelationshipEstablished');
  });
});

describe('A proposal', () => {
  const { accept, decline } = {
    accept: command('AcceptRelationship', { relationshipId }),
    decline: command('DeclineRelationship', { relationshipId, reason: 'too busy' }),
  };
  const asked = [created, proposed({ direction: 'incoming' })];
  const asking = [created, proposed()];
  it('is recorded with both, whatever its kind', () =>
    given([created], bob)
      .when(propose())
      .thenRecordsBoth(
        ['RelationshipProposed', { ...mentor, direction: 'outgoing' }],
        ['RelationshipProposed', { ...mentor, otherId: ADA, direction: 'incoming' }],
      ));
  it('is answered by the other side, for both', () => {
    given(asked, bob)
      .when(accept)
      .thenRecordsBoth(
        ['RelationshipAccepted', { relationshipId, otherId: BOB }],
        ['RelationshipAccepted', { relationshipId, otherId: ADA }],
      );
    given(asked, bob)
      .when(decline)
      .thenRecordsBoth(
        ['RelationshipDeclined', { relationshipId, reason: 'too busy', otherId: BOB }],
        ['RelationshipDeclined', { relationshipId, reason: 'too busy', otherId: ADA }],
      );
  });
  it('is not answered by who made it, but withdrawn', () => {
    given(asking, bob).when(accept).thenRefused('PROPOSAL_IS_OWN', 'relationshipId');
    given(asking, bob).when(decline).thenRefused('PROPOSAL_IS_OWN', 'relationshipId');
    given(asking, bob).when(end()).thenRecordsBoth(['RelationshipEnded'], ['RelationshipEnded']);
  });
  it('is established once it is accepted, and ended with its reason once it is declined', () => {
    const received = proposed({ direction: 'incoming' });
    const accepted = fact('RelationshipAccepted', { relationshipId, otherId: BOB });
    const declined = fact('RelationshipDeclined', { relationshipId, otherId: BOB, reason: 'too busy' });
    expect(only(received)).toMatchObject({ status: 'proposed', direction: 'incoming', shared: true, since: NOON });
    expect(only(received, accepted)).toMatchObject({ status: 'established', shared: true });
    expect(only(received, declined)).toMatchObject({ status: 'ended', endReason: 'too busy' });
  });
  it('can be answered and withdrawn whatever became of the other', () =>
    given(asked, [created, archived])
      .when(decline)
      .thenRecordsBoth(['RelationshipDeclined'], ['RelationshipDeclined']));
});

describe('An established relationship', () => {
  it('is changed only in what differs, and loses an optional field by null', () => {
    const has = [created, established({ kind: 'mentor', notes: 'met at court' })];
    given(has)
      .when(update({ strength: 0.5, notes: null, context: null }))
      .thenRecords('RelationshipUpdated', { relationshipId, notes: null, otherId: BOB });
    given(has)
      .when(update({ strength: 0.5, notes: 'met at court' }))
      .thenNothing();
    const cleared = fact('RelationshipUpdated', { relationshipId, notes: null, otherId: BOB });
    expect(only(established({ notes: 'met at court' }), cleared)).not.toHaveProperty('notes');
  });
  it('ends today when nothing else is said, and not before it started', () => {
    const has = [created, established({ kind: 'mentor', start: '2020-01-02' })];
    given(has).when(end()).thenRecords('RelationshipEnded', { relationshipId, end: TODAY, otherId: BOB });
    given(has)
      .when(end({ end: '2020-01-02' }))
      .thenRecords('RelationshipEnded');
    given(has)
      .when(end({ end: '2020-01-01' }))
      .thenRefused('END_BEFORE_START', 'end');
  });
  it('ends once, and keeps when and why', () => {
    given([created, established(), ended])
      .when(end({ end: '2024-01-01' }))
      .thenNothing();
    const why = fact('RelationshipEnded', { relationshipId, otherId: BOB, end: '2024-01-01', reason: 'moved' });
    expect(only(established(), why)).toMatchObject({ status: 'ended', end: '2024-01-01', endReason: 'moved' });
  });
});

describe('The other person that a command concerns', () => {
  const person = fold([created, established(), THINGS.proposal]);
  it('is the one that it names', () => {
    expect(otherPersonOf(command('MergePersons', { targetId: CAROL }), person)).toBe(CAROL);
    expect(otherPersonOf(establish({ otherId: CAROL }), person)).toBe(CAROL);
    expect(otherPersonOf(propose({ otherId: CAROL }), person)).toBe(CAROL);
  });
  it('is the one at the other end of a shared relationship', () => {
    expect(otherPersonOf(GOOD_COMMANDS.AcceptRelationship, person)).toBe(CAROL);
    expect(otherPersonOf(GOOD_COMMANDS.DeclineRelationship, person)).toBe(CAROL);
    expect(otherPersonOf(update({}), person)).toBe(BOB);
    expect(otherPersonOf(end(), person)).toBe(BOB);
  });
  it('is nobody for what only the person itself tells of', () => {
    const directed = fold([created, established({ kind: 'mentor' })]);
    expect(otherPersonOf(update({}), directed)).toBeNull();
    expect(otherPersonOf(end(), fold([created]))).toBeNull();
    expect(otherPersonOf(GOOD_COMMANDS.EndorseSkill, person)).toBeNull();
  });
});
