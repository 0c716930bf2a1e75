/** The rules of a merge: what the target takes over, what it does not, and what the two were to each other. */

import { describe, expect, it } from 'vitest';
import type { Happened } from '../../src/domain/message.ts';
import type { Absorbed } from '../../src/domain/person/messages.ts';
import { type AnyFact, decide, fold, isPresent } from '../../src/domain/person/person.ts';
import { given } from '../given.ts';
import {
  ADA,
  archived,
  BOB,
  CAROL,
  command,
  created,
  died,
  drafted,
  fact,
  GOOD_COMMANDS,
  item,
  merged,
  NOON,
  name,
  suspended,
  THINGS,
} from './examples.ts';

type Facts = readonly Happened<AnyFact>[];
const merge = command('MergePersons', { targetId: BOB, reason: 'the same person' });

/** What Bob takes over when Ada, with these facts, is merged into him, with those. */
function absorbed(source: Facts, target: Facts): Absorbed {
  const decision = decide(merge, fold([created, ...source]), fold([created, ...target]));
  if (decision.kind === 'rejected' || decision.otherFact?.type !== 'PersonAbsorbed')
    throw new Error('Nothing taken over');
  return decision.otherFact.data;
}

/** Bob after that. */
const bobAfter = (source: Facts, target: Facts) =>
  fold([created, ...target, fact('PersonAbsorbed', absorbed(source, target))]);

const NOTHING = {
  sourceId: ADA,
  reason: 'the same person',
  identities: [],
  tags: [],
  attributes: [],
  contactInfo: { emails: [], phones: [], addresses: [], socialProfiles: [], messagingHandles: [], websites: [] },
  skills: { skills: [], certifications: [], educations: [] },
  preferences: { consents: [] },
  relationships: { relationships: [], employments: [], affiliations: [], projects: [], locations: [] },
};

const consent = fact('ConsentGranted', { purpose: 'newsletter' });
// Recommendations, notes, messages and the onboarding are about the source alone.
const { relationship: _, proposal, recommendation: __, ...things } = THINGS;
const all: Facts = [...Object.values(things), proposal, consent];

describe('A merge', () => {
  it('is recorded with both persons', () =>
    given([created], [created])
      .when(merge)
      .thenRecordsBoth(['PersonMerged', { targetId: BOB, reason: 'the same person' }], ['PersonAbsorbed', NOTHING]));

  it('says no reason where none was given', () => {
    const { reason: __, ...unexplained } = NOTHING;
    given([created], [created])
      .when(command('MergePersons', { targetId: BOB }))
      .thenRecordsBoth(['PersonMerged', { targetId: BOB }], ['PersonAbsorbed', unexplained]);
  });

  it('makes the source say where it went, and the target say who it took in', () => {
    expect(fold([created, merged]).core).toMatchObject({ status: 'merged', mergedInto: BOB });
    expect(bobAfter([], []).core).toMatchObject({ status: 'active', absorbed: [ADA] });
  });

  it('needs another person', () =>
    given([created], [created])
      .when(command('MergePersons', { targetId: ADA }))
      .thenRefused('MERGE_INTO_SELF', 'targetId'));

  it('needs a target that is active', () => {
    given([created], null).when(merge).thenRefused('PERSON_NOT_FOUND', 'targetId');
    given([created], [drafted]).when(merge).thenRefused('PERSON_IS_DRAFT', 'targetId');
    given([created], [created, suspended]).when(merge).thenRefused('PERSON_IS_SUSPENDED', 'targetId');
    given([created], [created, archived]).when(merge).thenRefused('PERSON_IS_ARCHIVED', 'targetId');
    given([created], [created, died]).when(merge).thenRefused('PERSON_IS_DECEASED', 'targetId');
    given([created], [created, merged]).when(merge).thenRefused('PERSON_IS_MERGED', 'targetId');
  });

  it('into the same target is so already, and into another one is refused', () => {
    given([created, merged], [created]).when(merge).thenNothing();
    given([created, merged], [created])
      .when(command('MergePersons', { targetId: CAROL }))
      .thenRefused('MERGED_ELSEWHERE', 'targetId');
    given([created, merged], [created])
      .when(command('MergePersons', { targetId: ADA }))
      .thenRefused('MERGED_ELSEWHERE', 'targetId');
  });
});

describe('The target takes over', () => {
  it('all that the source has and itself has not', () => {
    const source = fold([created, ...all]);
    const target = bobAfter(all, []);
    expect(target.contactInfo).toEqual(source.contactInfo);
    expect(target.skills).toEqual(source.skills);
    expect(target.preferences.consents).toEqual(source.preferences.consents);
    expect(target.relationships).toEqual(source.relationships);
    if (!isPresent(source) || !isPresent(target)) throw new Error('There is nobody');
    const { identities, tags, attributes } = source.core;
    expect(target.core).toMatchObject({ identities, tags, attributes });
  });

  it('nothing that it has itself, whatever the id', () => {
    expect(absorbed(all, all)).toStrictEqual(NOTHING);
    const same: Facts = [
      fact('EmailAdded', { ...things.email.data, emailId: item(21), address: 'ADA@example.org' }),
      fact('PhoneAdded', { ...things.phone.data, phoneId: item(22), kind: 'work' }),
      fact('AddressAdded', { ...things.address.data, addressId: item(23) }),
      fact('SocialProfileAdded', { ...things.profile.data, profileId: item(24), username: 'ADA' }),
      fact('MessagingHandleAdded', { ...things.handle.data, handleId: item(25), verified: true }),
      fact('WebsiteAdded', { ...things.website.data, websiteId: item(26), title: 'Mine' }),
      fact('SkillAdded', { ...things.skill.data, name: 'MATHEMATICS', proficiency: 'beginner' }),
      fact('CertificationAdded', { ...things.certification.data, certificationId: item(27) }),
      fact('EducationAdded', { ...things.education.data, educationId: item(28) }),
      fact('ConsentRevoked', { purpose: 'Newsletter' }),
      fact('EmploymentAdded', { ...things.employment.data, employmentId: item(31) }),
      fact('AffiliationAdded', { ...things.affiliation.data, affiliationId: item(32) }),
      fact('ProjectAdded', { ...things.project.data, projectId: item(33) }),
      fact('LocationAssigned', { ...things.location.data, assignmentId: item(34), label: 'home' }),
      fact('IdentityLinked', { ...things.identity.data, system: 'LIBRARY', kind: 'primary' }),
      fact('TagAdded', { tag: 'PIONEER' }),
      fact('AttributeSet', { ...things.attribute.data, attributeId: item(20), value: 170 }),
    ];
    expect(absorbed([...Object.values(things), consent], same)).toStrictEqual(NOTHING);
  });

  it('nothing in the place of what it has under the same id', () => {
    const other: Facts = [
      fact('EmailAdded', { ...things.email.data, address: 'bob@example.org' }),
      fact('EmploymentAdded', { ...things.employment.data, role: 'Director' }),
      fact('AttributeSet', { ...things.attribute.data, name: 'eyes', value: 'brown' }),
    ];
    expect(absorbed([things.email, things.employment, things.attribute], other)).toStrictEqual(NOTHING);
  });

  it('what it had removed itself, since the source has it still', () => {
    const removed: Facts = [
      things.email,
      fact('EmailRemoved', { emailId: item(1) }),
      things.skill,
      fact('SkillRemoved', { name: 'Mathematics' }),
    ];
    const { contactInfo, skills } = bobAfter([things.email, things.skill], removed);
    expect(contactInfo.emails.live.size).toBe(1);
    expect(contactInfo.emails.removed.size).toBe(0);
    expect(skills.skills.size).toBe(1);
    expect(skills.removedSkills.size).toBe(0);
  });

  it('neither the name nor the preferences of the source', () => {
    const source = [
      fact('PersonRenamed', { name: name('Augusta', 'King'), before: name('Ada', 'Lovelace') }),
      fact('GeneralPreferencesUpdated', { theme: 'dark' }),
    ];
    expect(absorbed(source, [])).toStrictEqual(NOTHING);
  });
});

it('A consent that moved is known for its purpose, whatever case that is written in', () => {
  const moved = fact('PersonAbsorbed', absorbed([fact('ConsentGranted', { purpose: 'Newsletter' })], []));
  given([created, moved])
    .when(command('GrantConsent', { purpose: 'newsletter' }))
    .thenNothing();
});

describe('What is primary after a merge', () => {
  const source = [
    fact('EmailAdded', { ...things.email.data, primary: true }),
    fact('PhoneAdded', { ...things.phone.data, primary: true }),
  ];
  const own = [
    fact('EmailAdded', { emailId: item(21), address: 'bob@example.org', kind: 'work', primary: true }),
    fact('PhoneAdded', { phoneId: item(22), number: '+12022243121', kind: 'work', primary: true }),
  ];
  const primaries = ({ contactInfo: { emails, phones } }: ReturnType<typeof fold>) =>
    [...emails.live, ...phones.live].filter(([, { primary }]) => primary === true).map(([id]) => id);

  it('is what the target had as primary', () => expect(primaries(bobAfter(source, own))).toEqual([item(21), item(22)]));
  it('is what the source had, where the target had none', () =>
    expect(primaries(bobAfter(source, []))).toEqual([item(1), item(2)]));
  it('keeps an email verified that was', () => {
    const { emails } = absorbed([things.email, fact('EmailVerified', { emailId: item(1) })], []).contactInfo;
    expect(emails).toEqual([{ ...things.email.data, verified: true }]);
  });
});

describe('A skill that moves', () => {
  it('loses the endorsement by the target, which would be one’s own, and keeps the others', () => {
    const endorsed = [BOB, CAROL].map((endorserId) => fact('SkillEndorsed', { name: 'Mathematics', endorserId }));
    expect(absorbed([things.skill, ...endorsed], []).skills.skills).toEqual([
      { ...things.skill.data, endorsements: [{ endorserId: CAROL, at: NOON }] },
    ]);
  });
});

describe('What the two were to each other', () => {
  const relationshipId = item(9);
  const own = fact('RelationshipEstablished', { ...THINGS.relationship.data, otherId: ADA, direction: 'incoming' });
  it('does not move, and ends with the merge', () => {
    expect(absorbed([THINGS.relationship], [own])).toStrictEqual(NOTHING);
    const { live } = bobAfter([THINGS.relationship], [own]).relationships.relationships;
    expect([...live.values()]).toMatchObject([{ relationshipId, status: 'ended', since: NOON }]);
  });
  it('stays as it was where it had ended before', () => {
    const ended = fact('RelationshipEnded', { relationshipId, otherId: ADA, end: '2024-12-31' });
    const { live } = bobAfter([THINGS.relationship], [own, { ...ended, at: NOON - 1 }]).relationships.relationships;
    expect(live.get(relationshipId)).toMatchObject({ status: 'ended', since: NOON - 1 });
  });
});

describe('A relationship with somebody else', () => {
  const withCarol = (id: number, data: object = {}) =>
    fact('RelationshipEstablished', {
      relationshipId: item(id),
      otherId: CAROL,
      kind: 'friend',
      strength: 0.5,
      direction: 'outgoing',
      ...data,
    });
  const moved = (source: Facts, target: Facts) =>
    absorbed(source, target).relationships.relationships.map((each) => each.relationshipId);
  it('moves, shared as it was', () => {
    const { live } = bobAfter([withCarol(40)], []).relationships.relationships;
    expect([...live.values()]).toMatchObject([{ otherId: CAROL, shared: true, status: 'established' }]);
  });
  it('does not move where the target has one of the kind with the same person', () => {
    expect(moved([withCarol(40)], [withCarol(41)])).toEqual([]);
    expect(moved([withCarol(40)], [withCarol(40, { kind: 'mentor' })])).toEqual([]);
    expect(moved([withCarol(40)], [withCarol(41, { kind: 'mentor' })])).toEqual([item(40)]);
    expect(moved([withCarol(40, { direction: 'incoming' })], [withCarol(41)])).toEqual([item(40)]);
  });
});

it('A merge asked for with somebody who is not there is refused', () =>
  given([], [created]).when(GOOD_COMMANDS.MergePersons).thenRefused('PERSON_NOT_FOUND', 'personId'));
