/** Events as old subscribers hear them, on a real server: both families, in order, once, whatever is ended in between. */

import { type JetStreamManager, jetstreamManager } from '@nats-io/jetstream';
import { afterEach, describe, expect, it } from 'vitest';
import { cleanUp, until } from '../nats/servers.ts';
import events from './fixtures/events.json' with { type: 'json' };
import {
  AMARA,
  anOldClient,
  aServer,
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

afterEach(cleanUp);

const EVENTS = { LEGACY_EVENTS: 'both', LEGACY_EVENTS_FROM: 'beginning' };

interface Heard {
  readonly subject: string;
  readonly id: string;
  readonly body: Json;
}

async function managerOf({ connection }: OldClient): Promise<JetStreamManager> {
  return jetstreamManager(connection);
}

async function contentsOf(manager: JetStreamManager, stream = 'PERSON_EVENTS'): Promise<readonly Heard[]> {
  const info = await manager.streams.info(stream).catch(() => null);
  const heard: Heard[] = [];
  for (let seq = 1; seq <= (info?.state.last_seq ?? 0); seq += 1) {
    const message = await manager.streams.getMessage(stream, { seq });
    if (message === null) continue;
    heard.push({ subject: message.subject, id: message.header.get('Nats-Msg-Id'), body: message.json() });
  }
  return heard;
}

/** Everything, when it has all come: the last event of a person is known by its number. */
async function heardUntil(old: OldClient, personId: string, version: number, stream?: string) {
  const manager = await managerOf(old);
  let heard: readonly Heard[] = [];
  await until('the last event is told', async () => {
    heard = await contentsOf(manager, stream);
    return heard.some(({ subject, body }) => subject.includes(personId) && body.sequence === version);
  });
  return heard;
}

const first = ({ body }: Heard) => Object.entries(body.event as Json)[0] as [string, Json];
const second = ({ body }: Heard) => body.event as { event_type: string; data: Json };
const isFirst = ({ subject }: Heard) => !subject.includes('.person.', 'person.events.'.length);

async function told(site: Site, commands: readonly Json[]): Promise<void> {
  const results = await site.client.submitCommands(commands as never);
  const refused = results.filter(({ __typename }) => __typename !== 'Recorded');
  expect(refused).toEqual([]);
}

const inFull = (id: string): Json => ({ personId: id });

/** Everything that a person can have, in the words of today. */
const everything = (id: string, other: string): readonly Json[] => {
  const more = (input: Json): Json => ({ ...inFull(id), ...input });
  const times = { timeZone: 'Europe/Stockholm', hours: [{ start: 9, end: 17 }], days: ['MONDAY', 'THURSDAY'] };
  return [
    { addEmail: more({ emailId: idOf(801), address: 'amara@example.org', kind: 'WORK', primary: true }) },
    { verifyEmail: more({ emailId: idOf(801) }) },
    { addPhone: more({ phoneId: idOf(802), number: '+46812345678', kind: 'MOBILE', contactTimes: times, sms: true }) },
    { updatePhone: more({ phoneId: idOf(802), calls: false }) },
    {
      addAddress: more({
        addressId: idOf(803),
        kind: 'HOME',
        street: ['Hornsgatan 12'],
        city: 'Stockholm',
        country: 'Sweden',
        countryCode: 'SE',
        latitude: 59.3,
        longitude: 18.1,
        accuracyMeters: 12.5,
        timeZone: 'Europe/Stockholm',
      }),
    },
    {
      addSocialProfile: more({
        profileId: idOf(804),
        platform: 'MASTODON',
        username: 'amara',
        url: 'https://social.example/@amara',
      }),
    },
    {
      addSocialProfile: more({
        profileId: idOf(805),
        platform: 'OTHER',
        platformName: 'XING',
        username: 'xo',
        memberId: 'xo-5512',
        membershipLevel: 'PREMIUM',
      }),
    },
    { addWebsite: more({ websiteId: idOf(806), url: 'https://amara.example.org', kind: 'BLOG', title: 'Notes' }) },
    { addMessagingHandle: more({ handleId: idOf(807), platform: 'SIGNAL', handle: 'amara.1' }) },
    { addSkill: more({ name: 'Rust', category: 'Programming', proficiency: 'EXPERT', yearsOfExperience: 6.5 }) },
    { addSkill: more({ name: 'Swedish', category: 'Language', proficiency: 'ADVANCED', specializations: ['poetry'] }) },
    {
      addEmployment: more({
        employmentId: idOf(808),
        organization: 'Nordlys AB',
        organizationId: idOf(700),
        role: 'Engineer',
        start: '2021-03-01',
      }),
    },
    { updateEmployment: more({ employmentId: idOf(808), role: 'Staff Engineer' }) },
    {
      addAffiliation: more({
        affiliationId: idOf(809),
        organization: 'ACM',
        kind: 'MEMBER',
        membershipType: 'Professional',
      }),
    },
    { addProject: more({ projectId: idOf(810), name: 'Aurora', start: '2023-02-01' }) },
    { assignLocation: more({ assignmentId: idOf(811), locationId: idOf(701), kind: 'PRIMARY' }) },
    {
      establishRelationship: more({
        relationshipId: idOf(812),
        otherId: other,
        kind: 'FRIEND',
        notes: 'met at the Oslo meetup',
      }),
    },
    { updateRelationship: more({ relationshipId: idOf(812), notes: 'met in Oslo' }) },
    {
      updateCommunicationPreferences: more({
        language: 'sv',
        channels: ['EMAIL', 'IN_APP', 'PUSH'],
        quietHours: { start: 22, end: 7, timeZone: 'Europe/Stockholm' },
      }),
    },
    { updatePrivacyPreferences: more({ profileVisibility: 'CONNECTIONS', dataRetention: 'ONE_YEAR' }) },
    { grantConsent: more({ purpose: 'newsletter', textVersion: '2025-05' }) },
    { updateGeneralPreferences: more({ theme: 'DARK', custom: { density: 'compact' } }) },
    { linkIdentity: more({ system: 'keycloak', value: idOf(702), kind: 'primary' }) },
    { removeSkill: more({ name: 'Swedish' }) },
    { removeEmail: more({ emailId: idOf(801) }) },
    { suspendPerson: more({ reason: 'account closed on request' }) },
    { reactivatePerson: more({ reason: 'returned from leave' }) },
    { archivePerson: more({ reason: 'retention period elapsed' }) },
  ];
};

describe('Old subscribers', () => {
  it('hear of everything in the shapes that they know, in both families', async () => {
    const site = await aSite(EVENTS);
    const old = await anOldClient(site);
    const plain: string[] = [];
    old.connection.subscribe('person.events.>', { callback: (_, message) => void plain.push(message.subject) });
    const name = { given: ['Amara', 'Ngozi'], family: ['Okafor'] };
    await told(site, [
      { createPerson: { personId: GRACE, name: { given: ['Grace'], family: ['Bianchi'] } } },
      { createPerson: { personId: AMARA, name, source: 'hr-import', birthDate: '1988-02-29' } },
    ]);
    await old.command({ RegisterComponent: { person_id: person(AMARA), component_type: 'EmailAddress' } });
    await old.command({ UnregisterComponent: { person_id: person(AMARA), component_type: 'EmailAddress' } });
    await old.command({ UpdateName: { person_id: person(AMARA), name: oldName('Ama', 'Okafor'), reason: 'marriage' } });
    await told(site, everything(AMARA, GRACE));
    const heard = (await heardUntil(old, AMARA, 32)).filter(({ subject }) => subject.includes(AMARA));
    const fixtures = events as unknown as Readonly<Record<string, Json>>;
    const inFixture = (prefix: string, each: string) => fixtures[`${prefix}.${each}`];
    const seen = new Set<string>();
    for (const each of heard.filter(isFirst)) {
      const [type, fields] = first(each);
      const data = (fields.data ?? {}) as Json;
      const [tag = '', inner] = Object.entries(data)[0] ?? [];
      const kind = tag === 'Location' || tag === '' ? tag : `${tag}.${Object.keys(inner as Json)[0]}`;
      const document = inFixture('PersonEvent', kind === '' ? type : `${type}.${kind}`);
      seen.add(kind === '' ? type : kind);
      if (document !== undefined) expectAlike(each.body.event, document, `${type} ${kind}`);
      expect(Object.keys(each.body)).toEqual(Object.keys(fixtures['EventEnvelope.PersonCreated'] ?? {}));
    }
    expect([...seen].sort()).toEqual(FIRST_KINDS);
    const variants = heard.filter((each) => !isFirst(each)).map((each) => second(each).event_type);
    expect([...new Set(variants)].sort()).toEqual(SECOND_KINDS);
    for (const each of heard.filter((one) => !isFirst(one))) {
      const { event_type, data } = second(each);
      const document = inFixture('PersonEventV2', event_type) as { data: Json } | undefined;
      if (document !== undefined) expect(Object.keys(data)).toEqual(Object.keys(document.data));
      expect(Object.keys(each.body)).toEqual(Object.keys(fixtures['StreamingEventEnvelope.Created'] ?? {}));
      expect(Object.keys(data.metadata as Json)).toEqual([
        'version',
        'correlation_id',
        'causation_id',
        'timestamp',
        'actor',
        'context',
      ]);
    }
    // In the order of the person, each once, and the same to who is only connected.
    const numbers = heard.map(({ body }) => Number(body.sequence));
    expect(numbers).toEqual(numbers.toSorted((a, b) => a - b));
    expect(new Set(heard.map(({ id }) => id)).size).toBe(heard.length);
    await until(
      'plain subscribers heard the same',
      () => plain.filter((each) => each.includes(AMARA)).length === heard.length,
    );
    expect(plain.filter((each) => each.includes(AMARA))).toEqual(heard.map(({ subject }) => subject));
  });

  it('hear of all skills that a person has, each time one of them changes', async () => {
    const site = await aSite(EVENTS);
    const old = await anOldClient(site);
    await told(site, [
      { createPerson: { personId: AMARA, name: { given: ['Amara'], family: ['Okafor'] } } },
      { addSkill: { personId: AMARA, name: 'Rust', category: 'Programming', proficiency: 'EXPERT' } },
      { addSkill: { personId: AMARA, name: 'Kafka', category: 'Technical', proficiency: 'BEGINNER' } },
      { removeSkill: { personId: AMARA, name: 'Rust' } },
    ]);
    const heard = await heardUntil(old, AMARA, 4);
    const lists = heard
      .filter(isFirst)
      .map((each) => first(each)[1].data as { Professional: { Skills: { skills: { name: string }[] } } } | undefined)
      .flatMap((data) => (data === undefined ? [] : [data.Professional.Skills.skills.map(({ name }) => name)]));
    expect(lists).toEqual([['Rust'], ['Kafka', 'Rust'], ['Kafka']]);
    const added = heard.filter((each) => !isFirst(each)).map(second);
    expect(added.map(({ event_type }) => event_type)).toEqual([
      'Created',
      'ComponentAdded',
      'ComponentAdded',
      'ComponentRemoved',
    ]);
    expect(added[1]?.data.component_data).toEqual({
      ...{ name: 'Rust', category: 'Programming', proficiency: 1, endorsements: 0 },
      component_id: expect.any(String),
    });
  });

  it('hear with whom somebody was merged, and what that one took over', async () => {
    const site = await aSite({ ...EVENTS, LEGACY_EVENTS: 'v1' });
    const old = await anOldClient(site);
    await old.command(create(GRACE, 'Grace', 'Bianchi'));
    await old.command(create(AMARA, 'Amara', 'Okafor'));
    await told(site, [
      { addEmail: { personId: AMARA, emailId: idOf(801), address: 'amara@example.org' } },
      { addSkill: { personId: AMARA, name: 'Rust' } },
    ]);
    const merge = {
      source_person_id: person(AMARA),
      target_person_id: person(GRACE),
      merge_reason: 'DataQualityIssue',
    };
    await old.command({ MergePersons: merge });
    const heard = await heardUntil(old, GRACE, 2);
    expect(heard.every(isFirst)).toBe(true);
    const of = (id: string) => heard.filter(({ subject }) => subject.includes(id)).map(first);
    const [, merged] = of(AMARA).at(-1) ?? ['', {}];
    expect(merged).toEqual({
      ...{ source_person_id: person(AMARA), merged_into_id: person(GRACE), merge_reason: 'DataQualityIssue' },
      merged_at: expect.any(String),
    });
    expect(of(GRACE).map(([, { data }]) => data)).toEqual([
      undefined,
      expect.objectContaining({ Contact: expect.anything() }),
      expect.objectContaining({ Professional: expect.anything() }),
    ]);
  });

  it('hear everything once, in order, though gateways end and others begin', async () => {
    const server = await aServer();
    const rename = (n: number) => ({
      renamePerson: { personId: AMARA, name: { given: [`Amara${n}`], family: ['Okafor'] } },
    });
    const sites = [await aSite(EVENTS, server), await aSite(EVENTS, server)];
    const old = await anOldClient({ server });
    await old.command(create(AMARA, 'Amara', 'Okafor'));
    let version = 1;
    for (let round = 0; round < 3; round += 1) {
      const [oldest, newest] = [sites[0] as Site, sites[1] as Site];
      const commands = Array.from({ length: 100 }, (_, n) => rename(version + n));
      const telling = told(newest, commands);
      await oldest.stop();
      await telling;
      version += 100;
      sites.shift();
      sites.push(await aSite(EVENTS, server));
    }
    const heard = (await heardUntil(old, AMARA, version)).filter(isFirst);
    expect(heard.map(({ body }) => body.sequence)).toEqual(Array.from({ length: version }, (_, n) => n + 1));
  });

  it('hear what is to come only, where that is wished', async () => {
    const site = await aSite({ LEGACY_EVENTS: 'v2', LEGACY_EVENTS_STREAM: 'OLD', LEGACY_EVENTS_FROM: 'beginning' });
    const old = await anOldClient(site);
    await old.command(create(AMARA, 'Amara', 'Okafor'));
    await heardUntil(old, AMARA, 1, 'OLD');
    await site.stop();
    const manager = await managerOf(old);
    await manager.streams.delete('OLD');
    await manager.streams.delete('PERSON_LEGACY_OUTBOX');
    const again = await aSite({ LEGACY_EVENTS: 'v2', LEGACY_EVENTS_STREAM: 'OLD' }, site.server);
    // Until it is known where the log ends, what happens may be before that.
    let count = 0;
    await until('something is told', async () => {
      count += 1;
      await told(again, [
        { renamePerson: { personId: AMARA, name: { given: [`Amara${count}`], family: ['Okafor'] } } },
      ]);
      return (await contentsOf(manager, 'OLD')).length > 0;
    });
    expect((await contentsOf(manager, 'OLD')).some((each) => second(each).event_type === 'Created')).toBe(false);
  });

  it('are not told under the name of a stream that is not ours, which is said', async () => {
    const server = await aServer();
    const old = await anOldClient({ server });
    await (await managerOf(old)).streams.add({ name: 'PERSON_EVENTS', subjects: ['person.events.>'] });
    const { told: remarks } = await aSite(EVENTS, server);
    const wanted =
      'Old subscribers: The stream PERSON_EVENTS is there already, and is not a copy of PERSON_LEGACY_OUTBOX';
    await until('it is said', () => remarks.some((each) => each.startsWith(wanted)));
  });
});

/** The same keys all the way down, where there is something on both sides. */
function expectAlike(value: unknown, document: unknown, where: string): void {
  if (typeof value !== 'object' || value === null || typeof document !== 'object' || document === null) return;
  if (Array.isArray(value)) {
    const [other] = document as readonly unknown[];
    if (value.length > 0 && other !== undefined) expectAlike(value[0], other, where);
    return;
  }
  expect(Object.keys(value).sort(), where).toEqual(Object.keys(document).sort());
  for (const [key, each] of Object.entries(value)) expectAlike(each, (document as Json)[key], `${where}.${key}`);
}

const FIRST_KINDS = [
  'ComponentRegistered',
  'ComponentUnregistered',
  'BirthDateSet',
  'Contact.Email',
  'Contact.Messaging',
  'Contact.Phone',
  'Location',
  'NameUpdated',
  'PersonCreated',
  'PersonDeactivated',
  'PersonReactivated',
  'Preferences.Communication',
  'Preferences.General',
  'Preferences.Privacy',
  'Professional.Affiliation',
  'Professional.Employment',
  'Professional.Project',
  'Professional.Skills',
  'Social.ProfessionalNetwork',
  'Social.Relationship',
  'Social.SocialMedia',
  'Social.Website',
].sort();

const SECOND_KINDS = [
  'Activated',
  'Archived',
  'BirthDateSet',
  'ComponentAdded',
  'ComponentRemoved',
  'ComponentUpdated',
  'Created',
  'EmploymentAdded',
  'IdentityLinked',
  'LocationAssigned',
  'NameUpdated',
  'Suspended',
];
