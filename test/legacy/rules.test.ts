/** The rules by which nothing is lost and nothing invented. */

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { registrationIdOf } from '../../src/compat/ids.ts';
import { classify, classifyText } from '../../src/legacy/classify.ts';
import { isPlaceholder } from '../../src/legacy/component-data.ts';
import { EVENT_NAMES } from '../../src/legacy/vocabulary.ts';
import { AMARA, AT, CREATED, component, data, eventOf, fixture, GRACE, ID, namesOf, THING, tell } from './telling.ts';

const skillList = (...skills: readonly object[]) =>
  component({ Professional: { Skills: { skills, specializations: [] } } });
const added = (name: string, more: object = {}) => ({
  name,
  category: 'Programming',
  proficiency: 'Expert',
  years_experience: null,
  last_used: null,
  endorsement_count: null,
  certifications: [],
  ...more,
});
const skillsOf = (told: ReturnType<typeof tell>) => [...told.person.skills.skills.keys()];

describe('A list of skills', () => {
  it('of one that says no more than an addition adds', () => {
    expect(skillsOf(tell(CREATED, skillList(added('Rust')), skillList(added('Go'))))).toEqual(['rust', 'go']);
  });

  it.each([
    ['of several', [added('Go'), added('Zig')], ['go', 'zig']],
    ['of one with years', [added('Go', { years_experience: 2 })], ['go']],
    ['of one with certifications', [added('Go', { certifications: ['G1'] })], ['go']],
    ['of none', [], []],
  ])('%s is the whole of it', (_, list, left) => {
    const told = tell(CREATED, skillList(added('Rust')), skillList(...list));
    expect(skillsOf(told)).toEqual(left);
    expect(namesOf(told)).toContain('SkillRemoved');
  });

  it('with specializations of one is no addition', () => {
    const list = component({ Professional: { Skills: { skills: [added('Go')], specializations: ['servers'] } } });
    const told = tell(CREATED, skillList(added('Rust')), list);
    expect(skillsOf(told)).toEqual(['go']);
    expect(data(told)).toMatchObject({ name: 'Go', specializations: ['servers'] });
  });
});

const PLACEHOLDER = {
  Contact: {
    Email: {
      email: { address: 'placeholder@example.com', verified: false },
      email_type: 'Personal',
      is_preferred_contact: false,
      can_receive_notifications: false,
      can_receive_marketing: false,
    },
  },
};

describe('A placeholder', () => {
  const v2 = {
    event_type: 'ComponentUpdated',
    data: {
      person_id: ID,
      component_type: 'CustomAttribute',
      component_id: THING,
      changes: PLACEHOLDER,
      metadata: { timestamp: AT },
    },
  };

  it.each([
    ['of the first family', component(PLACEHOLDER)],
    ['of the second', v2],
  ])('%s is no email, and its moment is all that is told', (_, document) => {
    const told = tell(CREATED, document);
    expect(namesOf(told)).toEqual(['AttributeSet legacy.unknown-change']);
    expect(data(told)).toMatchObject({ value: '2025-08-07T09:15:30.123Z' });
    expect(JSON.stringify(told.facts)).not.toContain('placeholder');
  });

  it.each([
    ['address', { email: { address: 'somebody@example.com', verified: false } }],
    ['verification', { email: { address: 'placeholder@example.com', verified: true } }],
    ['type', { email_type: 'Work' }],
    ['preference', { is_preferred_contact: true }],
    ['notices', { can_receive_notifications: true }],
    ['advertising', { can_receive_marketing: true }],
  ])('with another %s is an email', (_, other) => {
    const email = { Contact: { Email: { ...PLACEHOLDER.Contact.Email, ...other } } };
    expect(isPlaceholder(email)).toBe(false);
    expect(namesOf(tell(CREATED, component(email)))).toContain('EmailAdded');
  });
});

describe('A history', () => {
  it('that starts in the middle begins with the name told of before', () => {
    const told = tell(fixture('PersonEventV2.NameUpdated'));
    expect(namesOf(told)).toEqual(['PersonCreated', 'NoteAdded', 'PersonRenamed']);
    expect(data(told)).toMatchObject({ name: { given: ['Amara'], family: ['Okafor'] } });
    expect(told.warnings).toEqual(['the history starts in the middle']);
  });

  it('that starts in the middle without any name invents none', () => {
    const told = tell(fixture('PersonEvent.BirthDateSet'));
    expect(data(told)).toMatchObject({ name: { given: [], family: [], display: 'Unknown' } });
    expect(told.person.core).toMatchObject({ birthDate: '1988-02-29' });
  });

  it('with a second creation has the last name, and is active again', () => {
    const again = { PersonCreated: { ...CREATED.PersonCreated, name: 'Ama Mensah', source: 'crm' } };
    const told = tell(CREATED, fixture('PersonEvent.PersonDeactivated'), again);
    expect(namesOf(told)).toEqual(['PersonRenamed', 'PersonReactivated', 'AttributeSet legacy.PersonCreated']);
    expect(told.person.core).toMatchObject({ status: 'active', name: { given: ['Ama'], family: ['Mensah'] } });
    expect(told.warnings).toEqual(['the person was created again']);
  });

  it('with contradictions has them all, and says so', () => {
    const other = { BirthDateSet: { person_id: ID, birth_date: '1990-01-01', set_at: AT } };
    const told = tell(CREATED, fixture('PersonEvent.BirthDateSet'), other);
    expect(namesOf(told)).toEqual(['BirthDateSet']);
    expect(told.warnings).toEqual(['the birth date was another one before']);
    expect(told.person.core).toMatchObject({ birthDate: '1990-01-01' });
  });

  it('goes on after a merge, and whoever comes back is not merged any more', () => {
    const told = tell(CREATED, fixture('PersonEvent.PersonMergedInto'), fixture('PersonEvent.PersonReactivated'));
    expect(told.person.core).toMatchObject({ status: 'active' });
    expect(told.person.core).not.toHaveProperty('mergedInto');
  });

  it('goes on after a death', () => {
    const told = tell(
      CREATED,
      fixture('PersonEventV2.DeathRecorded'),
      fixture('PersonEvent.ComponentDataUpdated.Contact.Email'),
    );
    expect(told.person.core).toMatchObject({ status: 'deceased', deathDate: '2025-07-30' });
    expect(told.person.contactInfo.emails.live.size).toBe(1);
  });
});

describe('What is about a thing', () => {
  const about = (name: string, more: object) => ({
    [name]: { person_id: ID, component_id: THING, timestamp: AT, ...more },
  });

  it.each([
    [
      'EmailAdded',
      'EmailUpdated',
      { changes: { email_type: 'Personal', is_preferred: true } },
      ['EmailUpdated', 'PrimaryEmailSet'],
    ],
    ['EmailAdded', 'EmailRemoved', {}, ['EmailRemoved']],
    ['SkillAdded', 'SkillUpdated', { changes: { proficiency: 'Expert', years_of_experience: 5.5 } }, ['SkillUpdated']],
    ['SkillAdded', 'SkillEndorsed', { endorser_id: { id: GRACE }, endorser_name: 'Grace' }, ['SkillEndorsed']],
    ['SkillAdded', 'SkillRemoved', {}, ['SkillRemoved']],
    ['SocialProfileAdded', 'SocialProfileUpdated', { changes: { bio: 'x' } }, ['SocialProfileUpdated']],
    ['SocialProfileAdded', 'SocialProfileRemoved', {}, ['SocialProfileRemoved']],
    [
      'EmploymentAdded',
      'EmploymentUpdated',
      { changes: { department: 'R&D', is_current: false } },
      ['EmploymentUpdated', 'EmploymentEnded'],
    ],
    ['EmploymentAdded', 'EmploymentEnded', { end_date: '2025-06-30T00:00:00Z' }, ['EmploymentEnded']],
    ['EmploymentAdded', 'EmploymentRemoved', {}, ['EmploymentRemoved']],
  ])('%s finds %s', (before, name, more, facts) => {
    expect(namesOf(tell(CREATED, fixture(`ComponentDataEvent.${before}`), about(name, more)))).toEqual(facts);
  });

  it('finds a phone', () => {
    const phone = about('PhoneAdded', {
      phone_number: '08-123 456',
      phone_type: 'Home',
      country_code: '46',
      is_mobile: false,
    });
    const told = tell(CREATED, phone);
    expect(told.facts.at(-1)?.data).toMatchObject({ number: '+468123456', kind: 'home' });
    // The way it was written is not lost with the zero in front.
    expect(namesOf(told)).toEqual(['AttributeSet legacy.Phone', 'PhoneAdded']);
    const updated = tell(CREATED, phone, about('PhoneUpdated', { changes: { can_receive_sms: true } }));
    expect(namesOf(updated)).toEqual(['PhoneUpdated']);
    expect(namesOf(tell(CREATED, phone, about('PhoneRemoved', {})))).toEqual(['PhoneRemoved']);
  });

  it('finds an employment by its organization', () => {
    const started = fixture('EmploymentEvent.EmploymentStarted');
    expect(namesOf(tell(CREATED, started, fixture('EmploymentEvent.ManagerChanged')))).toEqual(['EmploymentUpdated']);
    expect(namesOf(tell(CREATED, started, fixture('EmploymentEvent.EmploymentEnded')))[0]).toBe('EmploymentEnded');
    expect(namesOf(tell(CREATED, started, fixture('EmploymentEvent.EmploymentUpdated')))[0]).toBe('EmploymentUpdated');
  });

  it('finds an attribute by its type', () => {
    const recorded = {
      AttributeRecorded: (fixture('gen5.PersonCommand.RecordAttribute') as { RecordAttribute: object }).RecordAttribute,
    };
    expect(namesOf(tell(CREATED, recorded))).toEqual(['AttributeSet approximate_birth_date']);
    const type = { Identifying: 'ApproximateBirthDate' };
    const gone = { AttributeInvalidated: { person_id: ID, attribute_type: type, invalidated_at: AT, reason: 'wrong' } };
    expect(namesOf(tell(CREATED, recorded, gone))).toEqual(['AttributeInvalidated']);
  });

  it('is told once however often it is said', () => {
    const email = fixture('PersonEvent.ComponentDataUpdated.Contact.Email');
    const told = tell(CREATED, email, email);
    expect(told.facts).toEqual([]);
    expect(told.person.contactInfo.emails.live.size).toBe(1);
  });
});

it('A registered component has the id under which old clients unregister it', () => {
  const told = tell(CREATED, fixture('PersonEvent.ComponentRegistered'));
  expect(data(told)).toMatchObject({ attributeId: registrationIdOf(AMARA, 'EmailAddress'), value: true });
  const gone = { ComponentUnregistered: { person_id: ID, component_type: 'EmailAddress', unregistered_at: AT } };
  expect(namesOf(tell(CREATED, fixture('PersonEvent.ComponentRegistered'), gone))).toEqual(['AttributeInvalidated']);
});

describe('A relationship', () => {
  const related = (relationship_type: string, more: object = {}) =>
    component({ Social: { Relationship: { other_person_id: { id: GRACE }, relationship_type, ...more } } });

  it.each([
    ['mentor', { kind: 'mentor' }],
    ['business_partner', { kind: 'business_partner' }],
    ['Friend', { kind: 'friend', label: 'Friend' }],
    ['alumni', { kind: 'other', label: 'alumni' }],
  ])('of the type %s keeps its word', (type, expected) => {
    expect(data(tell(CREATED, related(type)))).toMatchObject({ ...expected, strength: 0.5, direction: 'outgoing' });
  });

  it('of a later type takes the place of the one before', () => {
    const told = tell(CREATED, related('friend'), related('colleague'));
    expect(namesOf(told)).toEqual(['RelationshipEnded', 'RelationshipEstablished']);
  });

  it('with an end has ended', () => {
    expect(namesOf(tell(CREATED, related('friend', { end_date: '2024-01-01' })))).toEqual([
      'RelationshipEstablished',
      'RelationshipEnded',
    ]);
  });
});

describe('A document', () => {
  it('is what it says, whatever its envelope says', () => {
    const letter = {
      original_subject: 'person.dlq.>',
      payload: fixture('StreamingEventEnvelope.Created'),
      failure_reason: 'no handler',
    };
    expect(classify(letter)).toMatchObject({ kind: 'event', family: 'v2-envelope', failure: 'no handler' });
    const other = { ...(fixture('EventEnvelope.PersonCreated') as object), aggregate_id: { id: GRACE } };
    expect(classify(other)).toMatchObject({
      personId: AMARA,
      warnings: ['the envelope names another person than the event'],
    });
  });

  it.each([
    ['', 'it is no JSON'],
    ['{"PersonCreated":{"person_id"', 'it is no JSON'],
    ['[]', 'it is no object'],
    ['"GetAllSummaries"', 'it is no object'],
    ['{}', 'it has no form'],
    ['{"Zap":{"person_id":"x"}}', 'there is no event "Zap"'],
    ['{"PersonCreated":{"person_id":"12345","name":"A B","source":"x"}}', '"12345" is the id of no person'],
    ['{"PersonCreated":{"name":"A B","source":"x"}}', 'it names no person'],
    ['{"person_id":"x","version":"9.9"}', 'its keys fit no event'],
  ])('%s is unknown', (text, reason) => {
    expect(classifyText(text)).toMatchObject({ kind: 'unknown', reason: expect.stringContaining(reason) });
  });

  it.each([
    ['EventEnvelope.PersonCreated', (each: object) => ({ ...each, tenant: 'acme' })],
    ['StreamingEventEnvelope.Created', (each: object) => ({ ...each, tenant: 'acme' })],
    ['VersionedEventEnvelope.PersonCreated', (each: object) => ({ ...each, tenant: 'acme' })],
    ['PersonEventV2.Created', (each: object) => ({ ...each, tenant: 'acme' })],
    [
      'PersonEventV2.Created',
      (each: object) => {
        const { data } = each as { data: { metadata: object } };
        return { ...each, data: { ...data, metadata: { ...data.metadata, tenant: 'acme' } } };
      },
    ],
  ])('%s keeps what its envelope says besides', (file, more) => {
    expect(tell(more(fixture(file) as object)).facts.at(-1)?.data).toMatchObject({
      name: 'legacy.envelope',
      value: { tenant: 'acme' },
    });
  });

  it('of an unknown type or version is kept as it is', () => {
    const strange = { event_type: 'Teleported', data: { person_id: ID, to: 'Mars', metadata: { timestamp: AT } } };
    const told = tell(CREATED, strange);
    expect(data(told)).toMatchObject({ name: 'legacy.Teleported', value: { to: 'Mars' } });
    const newer = {
      event_type: 'PersonCreated',
      version: '9.0',
      data: { person_id: ID, name: 'Ada Byron', warp: 9, metadata: { timestamp: AT } },
    };
    expect(namesOf(tell(newer))).toEqual(['PersonCreated', 'AttributeSet legacy.PersonCreated']);
  });
});

describe('Whatever a document says', () => {
  const NOISE = fc.dictionary(fc.string({ minLength: 1, maxLength: 8 }), fc.jsonValue({ maxDepth: 2 }), { maxKeys: 5 });

  it('it is classified without an exception', () => {
    fc.assert(fc.property(fc.jsonValue(), (value) => typeof classify(value).kind === 'string'));
  });

  it('it is told without an exception, and what nobody knows of it is kept', () => {
    const name = fc.constantFrom(...EVENT_NAMES);
    fc.assert(
      fc.property(name, NOISE, fc.uuid(), (event, noise, secret) => {
        const document = { [event]: { ...noise, person_id: ID, timestamp: AT, unheard_of: secret } };
        const { facts } = tell(CREATED, document);
        expect(eventOf(document).name).toBe(event);
        expect(JSON.stringify(facts)).toContain(secret);
      }),
      { numRuns: 500 },
    );
  });

  it('data of components keep their values', () => {
    const fields = [
      'Contact.Email',
      'Contact.Phone',
      'Social.SocialMedia',
      'Professional.Employment',
      'Professional.Project',
    ];
    fc.assert(
      fc.property(fc.constantFrom(...fields), fc.uuid(), (tag, secret) => {
        const [outer = '', inner = ''] = tag.split('.');
        const known = fixture(`PersonEvent.ComponentDataUpdated.${tag}`) as {
          ComponentDataUpdated: { data: Record<string, Record<string, object>> };
        };
        const own = { ...known.ComponentDataUpdated.data[outer]?.[inner], unheard_of: { deep: [secret] } };
        expect(JSON.stringify(tell(CREATED, component({ [outer]: { [inner]: own } })).facts)).toContain(secret);
      }),
    );
  });
});
