/** What has no example among the fixtures: other generations and kinds of data, in the words of the contract. */

import { describe, expect, it } from 'vitest';
import { areTwins, twinKey } from '../../src/legacy/twins.ts';
import { AT, CREATED, component, data, eventOf, fixture, ID, namesOf, THING, tell } from './telling.ts';

const event = (name: string, more: object) => ({ [name]: { person_id: ID, ...more, added_at: AT } });
const added = (component_type: unknown, component_data: unknown) => ({
  event_type: 'ComponentAdded',
  data: { person_id: ID, component_type, component_data, metadata: { timestamp: AT } },
});

describe('A messaging handle', () => {
  const messaging = (platform: unknown, more: object = {}) =>
    component({
      Contact: {
        Messaging: {
          platform,
          handle: '@amara',
          display_name: 'Ama',
          is_verified: true,
          preferences: {
            allow_voice_calls: true,
            allow_video_calls: false,
            allow_group_invites: true,
            notification_enabled: false,
          },
          ...more,
        },
      },
    });

  it('is told with what it allows', () => {
    expect(data(tell(CREATED, messaging('Telegram')))).toEqual({
      handleId: THING,
      platform: 'telegram',
      handle: '@amara',
      displayName: 'Ama',
      verified: true,
      voiceCalls: true,
      videoCalls: false,
      groupInvites: true,
      notifications: false,
    });
  });

  it('keeps the name of a platform of its own, and is one however often it is told', () => {
    const told = tell(CREATED, messaging({ Other: 'Zulip' }), messaging({ Other: 'Zulip' }, { display_name: 'Amara' }));
    expect(data(told)).toMatchObject({ platform: 'other', platformName: 'Zulip', displayName: 'Amara' });
    expect(told.person.contactInfo.messagingHandles.live.size).toBe(1);
  });

  it('without a handle is kept as it is', () => {
    expect(namesOf(tell(CREATED, messaging('Signal', { handle: '' })))).toEqual([
      'AttributeSet legacy.Contact.Messaging',
    ]);
  });
});

describe('Papers', () => {
  it('are told as they were stored', () => {
    const certification = {
      name: 'CKA',
      issuing_organization: 'CNCF',
      credential_id: 'c-1',
      issue_date: '2023-05-01',
      expiry_date: '2026-05-01',
      verification_url: 'https://example.org/c-1',
      skills_covered: ['Kubernetes'],
      certification_level: 'Professional',
    };
    const told = tell(CREATED, added('Certification', certification));
    expect(told.facts.at(-1)).toMatchObject({
      type: 'CertificationAdded',
      data: {
        name: 'CKA',
        issuer: 'CNCF',
        issuedOn: '2023-05-01',
        expiresOn: '2026-05-01',
        skills: ['Kubernetes'],
        level: 'Professional',
      },
    });
    expect(namesOf(tell(CREATED, event('CertificationAdded', { certification })))).toEqual(['CertificationAdded']);
    const education = {
      institution: 'KTH',
      degree_type: 'Master',
      field_of_study: 'CS',
      start_date: '2008-09-01',
      end_date: '2010-06-01',
      honors: ['cum laude'],
    };
    const studied = tell(CREATED, event('EducationAdded', { education }));
    expect(data(studied)).toMatchObject({ institution: 'KTH', degree: 'master', field: 'CS', honors: ['cum laude'] });
    expect(namesOf(tell(CREATED, added('Education', { degree_type: 'Master' })))).toEqual([
      'AttributeSet legacy.component.Education',
      'AttributeSet legacy.Education',
    ]);
  });
});

describe('Elder events', () => {
  it.each<[string, object, string[]]>([
    ['TagAdded', { tag: 'vip' }, ['TagAdded']],
    ['TagAdded', { tag: { name: 'vip', color: 'red' } }, ['TagAdded', 'AttributeSet legacy.TagAdded']],
    ['TagRemoved', { tag: 'vip' }, ['TagRemoved']],
    ['TagRemoved', {}, ['AttributeSet legacy.TagRemoved']],
    ['CustomAttributeSet', { name: 'shoe size', value: 43 }, ['AttributeSet shoe size']],
    ['CustomAttributeSet', { attribute: { key: 'shoe size', value: 43 } }, ['AttributeSet shoe size']],
    ['CustomAttributeSet', { value: 43 }, ['AttributeSet legacy.CustomAttributeSet']],
    ['ExternalIdentifierAdded', { system: 'crm', external_id: 'c-7' }, ['IdentityLinked']],
    ['SkillsAdded', { skills: ['Go', 'Rust'] }, ['SkillAdded', 'SkillAdded']],
    [
      'SkillsAdded',
      { skills: [{ name: 'Go', proficiency: 'expert' }] },
      ['SkillAdded', 'AttributeSet legacy.SkillsAdded'],
    ],
    ['AddressAdded', { address_id: '94a6c2ef-7d05-4b1e-8f33-2ac81e50d769' }, ['LocationAssigned']],
    ['AddressAdded', { address: { street1: 'Hornsgatan 1', city: 'Stockholm' } }, ['AddressAdded']],
    [
      'RelationshipAdded',
      { relationship: { other_person_id: THING, relationship_type: 'friend' } },
      ['RelationshipEstablished'],
    ],
    ['CommunicationPreferencesSet', { preferences: { preferred_language: 'sv' } }, ['CommunicationPreferencesUpdated']],
    ['PrivacyPreferencesSet', { preferences: { allow_analytics: true } }, ['PrivacyPreferencesUpdated']],
    ['CustomerSegmentSet', { segment: 'VIP' }, ['AttributeSet legacy.CustomerSegmentSet']],
    ['BiometricDataAdded', { kind: 'iris' }, ['AttributeSet legacy.BiometricDataAdded']],
    ['PersonArchived', { reason: 'retention' }, ['PersonArchived']],
    ['PersonSuspended', {}, ['PersonSuspended']],
  ])('%s %j', (name, more, facts) => {
    expect(namesOf(tell(CREATED, event(name, more)))).toEqual(facts);
  });

  it('verify an email by its address', () => {
    const email = fixture('gen1.PersonEvent.EmailAdded');
    const told = tell(CREATED, email, event('EmailVerified', { email: 'AMARA@example.org' }));
    expect(namesOf(told)).toEqual(['EmailVerified']);
    expect(namesOf(tell(CREATED, email, event('EmailRemoved', { email: { address: 'amara@example.org' } })))).toEqual([
      'EmailRemoved',
    ]);
  });

  it('of the fourth generation say what metadata are', () => {
    const updated = {
      event_type: 'MetadataUpdated',
      data: { person_id: ID, metadata_type: 'crm', metadata_value: { score: 7 }, metadata: { timestamp: AT } },
    };
    expect(data(tell(CREATED, updated))).toMatchObject({ name: 'legacy.metadata.crm', value: { score: 7 } });
  });

  it('and components of a type of their own keep their data', () => {
    const told = tell(CREATED, added('CustomAttribute', { type: 'git_profile', languages: ['rust'] }));
    expect(namesOf(told)).toEqual(['AttributeSet legacy.component.CustomAttribute', 'AttributeSet git_profile']);
    const phone = tell(CREATED, added('PhoneNumber', { phone: '+46701234567', type: 'primary', verified: false }));
    expect(phone.facts[1]).toMatchObject({ type: 'PhoneAdded', data: { number: '+46701234567', primary: true } });
  });
});

describe('Twins', () => {
  const first = (inner: object, sequence = 3, timestamp = AT) =>
    eventOf({ aggregate_id: ID, sequence, event: inner, timestamp, correlation_id: 'x', causation_id: 'y' });
  const second = (event_type: string, more: object, sequence = 3) =>
    eventOf({
      event_id: 'e',
      aggregate_id: ID,
      sequence,
      event: { event_type, data: { person_id: ID, ...more, metadata: { timestamp: AT } } },
    });
  const v1 = (name: string, more: object) => first({ [name]: { person_id: ID, ...more, updated_at: AT } });
  const list = (years: number) => ({
    Professional: {
      Skills: {
        specializations: [],
        skills: [{ name: 'Rust', category: 'x', proficiency: 'Expert', years_experience: years, last_used: null }],
      },
    },
  });

  it.each([
    ['a deactivation', v1('PersonDeactivated', { reason: 'r' }), second('Suspended', { reason: 'r' })],
    ['a reactivation', v1('PersonReactivated', { reason: 'r' }), second('Activated', { reason: 'r' })],
    [
      'a death',
      v1('DeathRecorded', { date_of_death: '2025-01-01' }),
      second('DeathRecorded', { date_of_death: '2025-01-01' }),
    ],
    [
      'a merge',
      first({
        PersonMergedInto: {
          source_person_id: ID,
          merged_into_id: { id: THING },
          merge_reason: 'UserRequested',
          merged_at: AT,
        },
      }),
      second('PersonMerged', { source_person_id: ID, target_person_id: { id: THING }, merge_reason: 'UserRequested' }),
    ],
    [
      'a registration',
      v1('ComponentRegistered', { component_type: 'Skill' }),
      second('ComponentAdded', { component_type: 'Skill', component_data: {} }),
    ],
    [
      'a removal',
      v1('ComponentUnregistered', { component_type: 'Skill' }),
      second('ComponentRemoved', { component_type: 'Skill', component_id: THING }),
    ],
    [
      'data, whose numbers stood in 32 bits',
      v1('ComponentDataUpdated', { component_id: THING, data: list(2.7) }),
      second('ComponentUpdated', {
        component_type: 'CustomAttribute',
        component_id: THING,
        changes: list(2.700000047683716),
      }),
    ],
  ])('are %s in both families', (_, one, other) => {
    expect(twinKey(one)).not.toBeNull();
    expect(twinKey(one)).toBe(twinKey(other));
    expect(areTwins(one, other)).toBe(true);
  });

  it.each([
    ['of another number', v1('PersonDeactivated', { reason: 'r' }), second('Suspended', { reason: 'r' }, 4)],
    ['with another reason', v1('PersonDeactivated', { reason: 'r' }), second('Suspended', { reason: 's' })],
    [
      'with data',
      v1('ComponentRegistered', { component_type: 'Skill' }),
      second('ComponentAdded', { component_type: 'Skill', component_data: { name: 'x' } }),
    ],
  ])('are no two %s', (_, one, other) => {
    expect(twinKey(one)).not.toBe(twinKey(other));
  });

  it('are never of one family, nor far apart', () => {
    const one = v1('PersonDeactivated', { reason: 'r' });
    expect(areTwins(one, one)).toBe(false);
    const later = first({ PersonDeactivated: { person_id: ID, reason: 'r', deactivated_at: '2025-08-07T10:00:00Z' } });
    expect(areTwins(later, second('Suspended', { reason: 'r' }))).toBe(false);
    expect(twinKey(eventOf(fixture('PersonEventV2.Suspended')))).toBeNull();
  });
});
