/** Old commands on a real server: each answered as the old service answered, or in the words it had for a refusal. */

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cleanUp } from '../nats/servers.ts';
import fixtures from './fixtures/commands.json' with { type: 'json' };
import {
  AMARA,
  anOldClient,
  aSite,
  create,
  GRACE,
  idOf,
  type Json,
  type OldClient,
  oldName,
  person,
  type Site,
} from './world.ts';

let site: Site;
let old: OldClient;

beforeAll(async () => {
  site = await aSite({ LEGACY_SUNSET: '2027-06-30' });
  old = await anOldClient(site);
});

afterAll(cleanUp);

const NOBODY = '7d20f4b6-18ac-4e53-92d1-6fbc035ea947';

const taken = (id: string, version: number, more: Json = {}) => ({
  aggregate_id: person(id),
  version,
  events_generated: 1,
  ...more,
});

const refused = (text: string) => ({ error: text, code: expect.stringMatching(/^[A-Z_]+$/) });
const invalid = (text: string) => refused(`Validation error: ${text}`);

/** What each document is answered with, in this order; a number is the version of a command that was taken. */
const CONVERSATION: readonly (readonly [string, number | string, string?])[] = [
  ['PersonCommand.CreatePerson', 1],
  ['PersonCommand.CreatePerson.sparse-input', 'Validation error: Person already exists'],
  ['PersonCommand.UpdateName', 2],
  ['PersonCommand.SetBirthDate', 3],
  ['PersonCommand.SetBirthDate', 'Validation error: Birth date is immutable once set'],
  ['PersonCommand.UnregisterComponent', 'Validation error: Component not registered'],
  ['PersonCommand.AddComponent', 4],
  ['PersonCommand.UpdateComponent', `Domain error: Component ${NOBODY} not found`],
  ['gen4.PersonCommand.RegisterComponent', 5],
  ['gen4.PersonCommand.RegisterComponent', 'Validation error: Component already registered'],
  ['ComponentCommand.AddPhone', 6],
  ['ComponentCommand.UpdatePhone', 7, 'AddPhone'],
  ['ComponentCommand.UpdatePhone', `Domain error: Phone component ${NOBODY} not found`],
  ['ComponentCommand.RemovePhone', 8, 'AddPhone'],
  ['ComponentCommand.AddSkill', 9],
  ['ComponentCommand.UpdateSkill', 10, 'AddSkill'],
  ['ComponentCommand.EndorseSkill', 11, 'AddSkill'],
  ['ComponentCommand.EndorseSkill', `Domain error: Skill component ${NOBODY} not found`],
  ['ComponentCommand.RemoveSkill', 12, 'AddSkill'],
  ['ComponentCommand.AddSocialProfile', 13],
  ['ComponentCommand.UpdateSocialProfile', 14, 'AddSocialProfile'],
  ['ComponentCommand.UpdateSocialProfile', `Domain error: Social profile component ${NOBODY} not found`],
  ['ComponentCommand.RemoveSocialProfile', 15, 'AddSocialProfile'],
  ['ComponentCommand.UpdateEmail', `Domain error: Email component ${NOBODY} not found`],
  ['ComponentCommand.RemoveEmail', `Domain error: Component ${NOBODY} not found`],
  ['ComponentCommand.UpdateEmployment', `Domain error: Employment component ${NOBODY} not found`],
  ['ComponentCommand.UpdateEmployment.with-end-date', `Domain error: Employment component ${NOBODY} not found`],
  ['ComponentCommand.RemoveEmployment', `Domain error: Component ${NOBODY} not found`],
  ['ComponentCommand.RecordConsent', 16],
  ['ComponentCommand.UpdatePrivacyPreferences', 17],
  ['PersonCommand.DeactivatePerson', 18],
  [
    'PersonCommand.DeactivatePerson',
    'Validation error: State transition failed: Validation error: Invalid transition from Suspended with command',
  ],
  ['PersonCommand.UpdateName', 'Validation error: Cannot update inactive person'],
  ['PersonCommand.MergePersons', 'Validation error: Cannot update inactive person'],
  ['PersonCommand.ReactivatePerson', 19],
  ['PersonCommand.ReactivatePerson', 'Validation error: Can only reactivate deactivated persons'],
  ['PersonCommand.MergePersons', 20],
  ['PersonCommand.MergePersons', 'Validation error: Cannot modify a merged person'],
  ['PersonCommand.ArchivePerson', 'Validation error: Cannot modify a merged person'],
];

describe('The documents of the old commands', () => {
  it('are answered one after the other, as the old service would have, without its bugs', async () => {
    const documents = fixtures as unknown as Readonly<Record<string, Record<string, Record<string, unknown>>>>;
    await old.command(create(GRACE, 'Grace', 'Bianchi'));
    const made: Record<string, unknown> = {};
    for (const [document, answer, maker] of CONVERSATION) {
      const [[name, fields] = ['', {}]] = Object.entries(documents[document] ?? {});
      const named = maker === undefined ? fields : { ...fields, component_id: made[maker] };
      const answered = await old.command({ [name]: named });
      if (answered.component_id !== undefined) made[name] = answered.component_id;
      const { component_id: _, ...rest } = answered;
      expect(rest, document).toEqual(typeof answer === 'number' ? taken(AMARA, answer) : refused(answer));
    }
    const untold = Object.keys(documents).filter((name) => !CONVERSATION.some(([told]) => told === name));
    expect(untold).toEqual(['CommandResponse']);
  });
});

describe('An old command', () => {
  it('records what it says', async () => {
    const id = idOf(1);
    const name = { middle_names: ['Ngozi'], preferred_name: 'Ama', honorific: 'Dr.', suffix: 'PhD' };
    await old.command(create(id, 'Amara', 'Okafor', name));
    const email = {
      email_type: 'Work',
      is_preferred: true,
      can_receive_notifications: true,
      can_receive_marketing: false,
    };
    const { component_id } = await old.command({
      AddEmail: { person_id: person(id), email: 'Amara@example.org', ...email },
    });
    const work = { company_name: 'Nordlys AB', company_id: null, job_title: 'Engineer', department: 'Ledger' };
    const job = { ...work, employment_type: 'FullTime', start_date: '2021-03-01T00:00:00+01:00', is_current: true };
    await old.command({ AddEmployment: { person_id: person(id), ...job, location: null, remote_type: 'Hybrid' } });
    const wishes = {
      preferred_language: 'sv',
      preferred_channels: ['InAppNotification', 'SMS'],
      contact_frequency: 'OnlyImportant',
    };
    await old.command({
      UpdateCommunicationPreferences: { person_id: person(id), ...wishes, email_format: 'PlainText' },
    });
    const query = `query ($id: ID!) { person(id: $id) {
      name { given family prefixes suffixes display } source
      contactInfo { emails { id address kind primary notifications marketing } }
      employments { organization role employmentType start department workMode end }
      preferences { communication { language channels frequency emailFormat } }
      history { nodes { source } }
    } }`;
    const response = await fetch(site.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query, variables: { id } }),
    });
    const { data } = (await response.json()) as { data: { person: Json } };
    expect(data.person).toEqual({
      name: { given: ['Amara', 'Ngozi'], family: ['Okafor'], prefixes: ['Dr.'], suffixes: ['PhD'], display: 'Ama' },
      source: 'hr-import',
      contactInfo: {
        emails: [
          {
            id: component_id,
            address: 'Amara@example.org',
            kind: 'WORK',
            primary: true,
            notifications: true,
            marketing: false,
          },
        ],
      },
      employments: [
        {
          organization: 'Nordlys AB',
          role: 'Engineer',
          employmentType: 'FULL_TIME',
          start: '2021-02-28',
          department: 'Ledger',
          workMode: 'HYBRID',
          end: null,
        },
      ],
      preferences: {
        communication: {
          language: 'sv',
          channels: ['IN_APP', 'SMS'],
          frequency: 'ONLY_IMPORTANT',
          emailFormat: 'PLAIN_TEXT',
        },
      },
      history: { nodes: Array(4).fill({ source: 'legacy' }) },
    });
  });

  it('changes exactly the component that it names', async () => {
    const id = idOf(2);
    await old.command(create(id, 'Bo', 'Berg'));
    const email = {
      email_type: 'Work',
      is_preferred: false,
      can_receive_notifications: true,
      can_receive_marketing: true,
    };
    const add = (address: string) => old.command({ AddEmail: { person_id: person(id), email: address, ...email } });
    const [first] = [await add('bo@example.org'), await add('berg@example.org')];
    const update = { person_id: person(id), component_id: first?.component_id, is_preferred: true };
    expect(await old.command({ UpdateEmail: { ...update, email: 'bo.berg@example.org' } })).toEqual(
      taken(id, 5, { events_generated: 2 }),
    );
    expect(await old.ask('Search', { query: 'example.org', limit: 5 })).toEqual([
      expect.objectContaining({ email: 'Amara@example.org' }),
      expect.objectContaining({ email: 'bo.berg@example.org', relevance_score: 5 }),
    ]);
    // With nothing to change, nothing happens, and that is no fault.
    expect(await old.command({ UpdateEmail: update })).toEqual(taken(id, 5, { events_generated: 0 }));
    const nothing = { UpdateCommunicationPreferences: { person_id: person(id) } };
    expect(await old.command(nothing)).toEqual(taken(id, 5, { events_generated: 0 }));
  });

  it.each([
    ['UpdateName', { name: oldName('A', 'B') }, `Aggregate not found: Person ${NOBODY}`],
    ['RemoveEmail', { component_id: NOBODY }, `Domain error: Person ${NOBODY} not found`],
    ['RemoveSkill', { component_id: NOBODY }, `Domain error: Person ${NOBODY} not found`],
    ['UnregisterComponent', { component_type: 'Skill' }, `Aggregate not found: Person ${NOBODY}`],
    ['UpdatePrivacyPreferences', {}, `Domain error: Person ${NOBODY} not found`],
  ])('%s for a person that does not exist is refused', async (name, fields, text) => {
    expect(await old.command({ [name]: { person_id: person(NOBODY), ...fields } })).toEqual(refused(text));
  });

  it.each<[string, Json, string]>([
    ['AddEmail', { email: 'nobody', email_type: 'Work' }, 'Invalid email format'],
    ['AddPhone', { phone_number: 'none', country_code: '46', phone_type: 'Home' }, 'Phone number must contain digits'],
    ['AddPhone', { phone_number: '123', country_code: '', phone_type: 'Home' }, 'Country code is required'],
    ['AddSkill', { skill_name: '', category: 'Other', proficiency: 'Expert' }, 'Skill name cannot be empty'],
    [
      'AddSkill',
      { skill_name: 'X', category: 'Other', proficiency: 'Expert', years_of_experience: -1 },
      'Years of experience cannot be negative',
    ],
    ['AddSocialProfile', { platform: 'GitHub', username: ' ', profile_url: '' }, 'Username cannot be empty'],
    ['AddSocialProfile', { platform: 'GitHub', username: 'a', profile_url: '' }, 'Profile URL cannot be empty'],
    [
      'AddSocialProfile',
      { platform: 'GitHub', username: 'a', profile_url: 'ftp://a' },
      'Profile URL must start with http:// or https://',
    ],
    ['AddEmployment', { company_name: '', job_title: 'x' }, 'Company name cannot be empty'],
    ['AddEmployment', { company_name: 'x', job_title: '' }, 'Position cannot be empty'],
    [
      'AddEmployment',
      { company_name: 'x', job_title: 'x', is_current: false, start_date: '2999-01-01T00:00:00Z' },
      'End date cannot be before start date',
    ],
    [
      'DeactivatePerson',
      { reason: ' ' },
      'State transition failed: Validation error: Suspension reason cannot be empty',
    ],
    ['ReactivatePerson', { reason: '' }, 'Can only reactivate deactivated persons'],
  ])('%s with %j is refused in the old words', async (name, given, text) => {
    const flags = { is_preferred: false, can_receive_notifications: true, can_receive_marketing: true };
    const more = { is_mobile: true, can_receive_sms: true, can_receive_calls: true, is_current: true };
    const job = { employment_type: 'Contract', remote_type: 'OnSite', start_date: '2020-01-01T00:00:00Z' };
    const fields = { person_id: person(GRACE), ...flags, ...more, ...job, ...given };
    expect(await old.command({ [name]: fields })).toEqual(invalid(text));
  });

  it('knows the dead, and says that they are', async () => {
    const id = idOf(3);
    await old.command(create(id, 'Cleo', 'Cruz'));
    const death = { RecordDeath: { person_id: id, date_of_death: '2025-7-30' } };
    expect(await old.command(death)).toEqual(taken(id, 2));
    expect(await old.command(death)).toEqual(invalid('Cannot modify a deceased person'));
    expect(await old.command({ UpdateName: { person_id: person(id), name: oldName('C', 'C') } })).toEqual(
      invalid('Cannot modify a deceased person'),
    );
  });

  it('may say again who it is, and is then done once', async () => {
    const id = idOf(4);
    const named = (text: string) => ({ 'Nats-Msg-Id': text });
    const first = await old.command(create(id, 'Dan', 'Diaz'), named('create-4'));
    expect(await old.command(create(id, 'Dan', 'Diaz'), named('create-4'))).toEqual(first);
    const off = { DeactivatePerson: { person_id: person(id), reason: 'on leave' } };
    const on = { ReactivatePerson: { person_id: person(id), reason: 'back' } };
    await old.command(off, named('off'));
    const back = await old.command(on, named('with a space, and so no id of ours'));
    expect(back).toEqual(taken(id, 3));
    expect(await old.command(on, named('with a space, and so no id of ours'))).toEqual(back);
    // What is not allowed any more was allowed then.
    const rename = { UpdateName: { person_id: person(id), name: oldName('Daniel', 'Diaz') } };
    const renamed = await old.command(rename, named('rename'));
    await old.command(off);
    expect(await old.command(rename, named('rename'))).toEqual(renamed);
    expect(await old.command(rename, named('rename again'))).toEqual(invalid('Cannot update inactive person'));
  });

  it('is taken in the order in which it was sent, waited for or not', async () => {
    const id = idOf(5);
    old.connection.publish(`person.commands.${id}`, JSON.stringify(create(id, 'Eva', 'Ek')));
    const rename = (given: string) => ({ UpdateName: { person_id: person(id), name: oldName(given, 'Ek') } });
    for (let n = 1; n <= 20; n += 1)
      old.connection.publish('person.commands.update', JSON.stringify(rename(`Eva${n}`)));
    expect(await old.command(rename('Eve'))).toEqual(taken(id, 22));
  });

  it('may name types of components of its own', async () => {
    const id = idOf(10);
    await old.command(create(id, 'Hugo', 'Holm'));
    const badge = { person_id: person(id), component_type: { Custom: 'badge' } };
    expect(await old.command({ RegisterComponent: badge })).toEqual(taken(id, 2));
    expect(await old.command({ RegisterComponent: badge })).toEqual(invalid('Component already registered'));
    expect(await old.ask('GetTimeline', { person_id: person(id), limit: 1 })).toEqual([
      expect.objectContaining({ title: 'Custom:badge Component Added' }),
    ]);
    expect(await old.command({ UnregisterComponent: badge })).toEqual(taken(id, 3));
  });

  it('on components that it may describe in any way keeps what it does not understand', async () => {
    const [id, other] = [idOf(6), idOf(7)];
    await old.command(create(id, 'Finn', 'Falk'));
    await old.command(create(other, 'Gro', 'Gran'));
    const add = (component_type: string, data: unknown) =>
      old.command({ AddComponent: { person_id: person(id), component_type, data } });
    const email = await add('EmailAddress', { email: 'finn@example.org' });
    await add('PhoneNumber', { phone_number: '8 123 456 78', country_code: '46' });
    const skill = await add('Skill', { name: 'Kafka', proficiency: 'Expert', category: 'Technical' });
    await add('Employment', { company: 'Falk AS', position: 'Owner', start_date: '2020-01-01' });
    await add('Address', { street1: 'Gata 1', city: 'Oslo', country: 'Norway' });
    await add('Relationship', { other_person_id: person(other), relationship_type: 'climbing partner' });
    const kept = await add('CustomAttribute', { type: 'data_quality_flag', severity: 'warning' });
    expect(kept).toEqual(taken(id, 8, { component_id: expect.any(String) }));
    const update = (component_type: string, component_id: unknown, updates: Json) =>
      old.command({ UpdateComponent: { person_id: person(id), component_type, component_id, updates } });
    expect(await update('CustomAttribute', kept.component_id, { severity: 'info' })).toEqual(taken(id, 9));
    expect(await update('EmailAddress', email.component_id, { email: 'falk@example.org' })).toEqual(taken(id, 10));
    expect(await update('EmailAddress', email.component_id, { validation_status: 'invalid' })).toEqual(
      taken(id, 10, { events_generated: 0 }),
    );
    expect(await update('Skill', skill.component_id, { level: 7 })).toEqual(taken(id, 10, { events_generated: 0 }));
    expect(await old.ask('GetSummary', { person_id: person(id) })).toMatchObject({
      primary_phone: '+46812345678',
      current_employer: 'Falk AS',
      location: 'Oslo, Norway',
      skills_count: 1,
    });
    expect(await old.ask('GetConnections', { person_id: person(id) })).toEqual([
      expect.objectContaining({ to_person: person(other), relationship_type: { Other: 'climbing partner' } }),
    ]);
  });
});

describe('A message that is no command', () => {
  it.each([
    ['{', 'expected value'],
    ['', 'EOF while parsing a value'],
    ['[]', 'invalid type, expected externally tagged enum PersonCommand'],
    ['{"CreatePerson":{},"UpdateName":{}}', 'invalid type, expected externally tagged enum PersonCommand'],
    ['{"CreatePerson":{}}', 'missing field `person_id`'],
    ['{"CreatePerson":{"person_id":7}}', 'invalid type: integer `7`, expected struct EntityId'],
    ['{"CreatePerson":{"person_id":{"id":"x"}}}', 'UUID parsing failed: invalid UUID `x`'],
    [
      '{"RegisterComponent":{"person_id":{"id":"3f6c1d52-9b0e-4a77-8c21-5d4e90ab17c3"},"component_type":"skill"}}',
      /^unknown variant `skill`, expected one of `EmailAddress`, /,
    ],
    ['{"Zap":{}}', /^unknown variant `Zap`, expected one of `CreatePerson`, /],
    [
      '{"SetBirthDate":{"person_id":"3f6c1d52-9b0e-4a77-8c21-5d4e90ab17c3","birth_date":"1988-02-30"}}',
      'input is out of range',
    ],
    [
      '{"SetBirthDate":{"person_id":"3f6c1d52-9b0e-4a77-8c21-5d4e90ab17c3","birth_date":"1988-02-29T00:00:00Z"}}',
      'input contains invalid characters',
    ],
  ])('is answered: %s', async (body, text) => {
    const { body: answer, header } = await old.request('person.commands.any', body);
    const error =
      typeof text === 'string'
        ? `Serialization error: ${text}`
        : expect.stringMatching(new RegExp(`^Serialization error: ${text.source.slice(1)}`));
    expect(answer).toEqual({ error, code: 'MALFORMED' });
    expect([header('Deprecation'), header('Sunset')]).toEqual(['true', 'Wed, 30 Jun 2027 00:00:00 GMT']);
  });

  it('is survived, also where it is no text at all', async () => {
    const { body } = await old.request('person.commands.any', new Uint8Array([0xff, 0xfe]));
    expect(body).toMatchObject({ code: 'MALFORMED' });
    old.connection.publish('person.commands.any', 'not waited for');
    expect(await old.command(create(idOf(9), 'Ida', 'Iversen'))).toEqual(taken(idOf(9), 1));
  });
});
