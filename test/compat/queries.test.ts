/** The old queries on a real server: what each is answered with, to the key, the order and the point. */

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cleanUp } from '../nats/servers.ts';
import queries from './fixtures/queries.json' with { type: 'json' };
import responses from './fixtures/responses.json' with { type: 'json' };
import {
  AMARA,
  anOldClient,
  aSite,
  CHIDI,
  create,
  GRACE,
  idOf,
  type Json,
  type OldClient,
  oldName,
  person,
  type Site,
} from './world.ts';

const MOMENT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{3})?Z$/;
const moment = expect.stringMatching(MOMENT);
const [HANA, IVO, UNKNOWN] = [idOf(1), idOf(2), idOf(99)];

let site: Site;
let old: OldClient;

/** Amara, with everything; Grace and Chidi, whom she knows; Hana, who is deactivated; Ivo, who has died. */
async function population(): Promise<void> {
  const take = async (document: unknown) => {
    const answer = await old.command(document);
    if ('error' in answer) throw new Error(JSON.stringify(answer));
    return answer;
  };
  const add = (id: string, component_type: string, data: Json) =>
    take({ AddComponent: { person_id: person(id), component_type, data } });
  const skill = (id: string, skill_name: string, category: string, proficiency: string, years_of_experience?: number) =>
    take({ AddSkill: { person_id: person(id), skill_name, category, proficiency, years_of_experience } });
  await take(create(AMARA, 'Amara', 'Okafor', { middle_names: ['Ngozi'] }));
  await take({
    UpdateName: { person_id: person(AMARA), name: oldName('Amara', 'Okafor', { preferred_name: 'Ama' }), reason: null },
  });
  await take({ SetBirthDate: { person_id: person(AMARA), birth_date: '1988-02-29' } });
  for (const type of ['EmailAddress', 'Skill', 'Employment']) {
    await take({ RegisterComponent: { person_id: person(AMARA), component_type: type } });
  }
  await take({ UnregisterComponent: { person_id: person(AMARA), component_type: 'Skill' } });
  const flags = { can_receive_notifications: true, can_receive_marketing: false };
  const mail = (email: string, is_preferred: boolean) =>
    take({ AddEmail: { person_id: person(AMARA), email, email_type: 'Work', is_preferred, ...flags } });
  await mail('Rust.Fan@Example.org', false);
  await mail('amara@example.org', true);
  const phone = { phone_type: 'Mobile', country_code: '46', is_mobile: true, can_receive_sms: true };
  const call = (phone_number: string, can_receive_calls: boolean) =>
    take({ AddPhone: { person_id: person(AMARA), phone_number, ...phone, can_receive_calls } });
  await call('+46 8 123 456 78', true);
  await call('+46 8 987 654 32', false);
  await add(AMARA, 'Employment', { company: 'Nordlys AB', position: 'Platform Engineer', start_date: '2021-03-01' });
  await add(AMARA, 'Address', { street1: 'Hornsgatan 12', city: 'Stockholm', country: 'Sweden' });
  await skill(AMARA, 'Rust', 'Programming', 'Expert', 6.5);
  await skill(AMARA, 'Swedish', 'Language', 'Advanced');
  await take(create(GRACE, 'Grace', 'Bianchi'));
  await skill(GRACE, 'rust', 'Programming', 'Beginner');
  await skill(GRACE, 'Kafka', 'Technical', 'Advanced');
  await add(GRACE, 'Employment', { company: 'Amarant AS', position: 'Analyst', start_date: '2020-01-01' });
  await take(create(CHIDI, 'Chidi', 'Johnson'));
  await skill(CHIDI, 'Rusting', 'Other', 'Expert');
  await take(create(HANA, 'Hana', 'Johnson'));
  await skill(HANA, 'Rust', 'Programming', 'Expert');
  await add(AMARA, 'Relationship', { other_person_id: person(GRACE), relationship_type: 'mentor' });
  await add(GRACE, 'Relationship', { other_person_id: person(AMARA), relationship_type: 'mentee' });
  await add(GRACE, 'Relationship', { other_person_id: person(CHIDI), relationship_type: 'climbing partner' });
  await add(CHIDI, 'Relationship', { other_person_id: person(HANA), relationship_type: 'Friend' });
  await take({ DeactivatePerson: { person_id: person(HANA), reason: 'account closed on request' } });
  await take(create(IVO, 'Ivo', 'Ilic'));
  await take({ RecordDeath: { person_id: person(IVO), date_of_death: '2025-07-30' } });
}

beforeAll(async () => {
  site = await aSite();
  old = await anOldClient(site);
  await population();
});

afterAll(cleanUp);

const ama = {
  person_id: person(AMARA),
  name: 'Ama',
  primary_email: 'amara@example.org',
  primary_phone: '+46812345678',
  current_employer: 'Nordlys AB',
  current_role: 'Platform Engineer',
  location: 'Stockholm, Sweden',
  skills_count: 2,
  component_count: 2,
  last_updated: moment,
};
const nothing = {
  primary_email: null,
  primary_phone: null,
  current_employer: null,
  current_role: null,
  location: null,
};
const grace = {
  ...{ person_id: person(GRACE), name: 'Grace Bianchi', ...nothing, skills_count: 2, component_count: 0 },
  ...{ current_employer: 'Amarant AS', current_role: 'Analyst', last_updated: moment },
};
const chidi = {
  person_id: person(CHIDI),
  name: 'Chidi Johnson',
  ...nothing,
  skills_count: 1,
  component_count: 0,
  last_updated: moment,
};
const ivo = { ...chidi, person_id: person(IVO), name: 'Ivo Ilic', skills_count: 0, status: 'Deceased' };

const hit = (id: string, name: string, relevance_score: number, more: Json = {}) => ({
  ...{ person_id: person(id), name, email: null, employer: null, role: null },
  ...{ relevance_score, ...more },
});
const amaHit = (score: number) =>
  hit(AMARA, 'Ama', score, { email: 'amara@example.org', employer: 'Nordlys AB', role: 'Platform Engineer' });
const graceHit = (score: number) => hit(GRACE, 'Grace Bianchi', score, { employer: 'Amarant AS', role: 'Analyst' });

describe('The old queries', () => {
  it('tell a summary twice, for readers of either form, and nothing of whom nobody sees', async () => {
    const { body } = await old.request('person.queries.get_summary', JSON.stringify({ person_id: person(AMARA) }));
    expect(body).toEqual({ response_type: 'Summary', ...ama, data: ama });
    for (const id of [HANA, UNKNOWN, '00000000-0000-0000-0000-000000000000']) {
      expect(await old.ask('GetSummary', { person_id: person(id) })).toBeNull();
    }
  });

  it('tell all summaries, by name, the dead among them', async () => {
    expect(await old.ask('GetAllSummaries')).toEqual([ama, chidi, grace, ivo]);
  });

  it('find by employer in any case, and everybody employed by nothing', async () => {
    expect(await old.ask('GetByEmployer', { employer: 'NORD' })).toEqual([ama]);
    expect(await old.ask('GetByEmployer', { employer: '' })).toEqual([ama, grace]);
    expect(await old.ask('GetByEmployer', { employer: 'zzz' })).toEqual([]);
  });

  it.each<[string, number, unknown[]]>([
    // Name, email and employer; a skill; and all of it again for a word that is there twice.
    ['ama', 9, [amaHit(15), graceHit(3)]],
    ['ama ama', 9, [amaHit(30), graceHit(6)]],
    ['rust', 9, [amaHit(7), hit(CHIDI, 'Chidi Johnson', 2), graceHit(2)]],
    ['John', 9, [hit(CHIDI, 'Chidi Johnson', 10)]],
    ['grace bianchi', 9, [graceHit(20)]],
    ['EXAMPLE.ORG', 9, [amaHit(5)]],
    ['platform  nordlys', 9, [amaHit(6)]],
    // Not by what the display name does not show, and not by what is only alike.
    ['okafor', 9, []],
    ['biancho', 9, []],
    ['rust', 2, [amaHit(7), hit(CHIDI, 'Chidi Johnson', 2)]],
    ['rust', 0, []],
    ['  ', 9, []],
  ])('search for %j, at most %d', async (query, limit, found) => {
    expect(await old.ask('Search', { query, limit })).toEqual(found);
  });

  it.each<[Json, string[]]>([
    [{}, ['Ama', 'Chidi Johnson', 'Grace Bianchi', 'Ivo Ilic']],
    [{ employer_filter: 'nord' }, ['Ama']],
    [{ employer_filter: '' }, ['Ama', 'Grace Bianchi']],
    [{ skill_filter: 'rust' }, ['Ama', 'Chidi Johnson', 'Grace Bianchi']],
    [{ skill_filter: 'rust', employer_filter: 'a', location_filter: 'sweden' }, ['Ama']],
    [{ location_filter: 'Norway' }, []],
    [{ query: 'rust', skill_filter: 'kafka' }, ['Grace Bianchi']],
    [{ query: '' }, []],
  ])('search with the filters %j', async (filters, names) => {
    const found = (await old.ask('SearchWithFilters', { ...filters, limit: 10 })) as {
      name: string;
      relevance_score: number;
    }[];
    expect(found.map(({ name }) => name)).toEqual(names);
    if (!('query' in filters))
      expect(new Set(found.map(({ relevance_score }) => relevance_score)).size).toBeLessThan(2);
  });

  it('tell skills, and who has them', async () => {
    expect(await old.ask('GetSkills', { person_id: person(AMARA) })).toEqual([
      {
        skill_name: 'Rust',
        category: 'Programming',
        proficiency: 'Expert',
        years_experience: 6.5,
        last_used: null,
        endorsement_count: 0,
      },
      {
        skill_name: 'Swedish',
        category: 'Language',
        proficiency: 'Advanced',
        years_experience: null,
        last_used: null,
        endorsement_count: 0,
      },
    ]);
    expect(await old.ask('GetSkills', { person_id: person(HANA) })).toEqual([]);
    expect(await old.ask('FindPeopleWithSkill', { skill_name: 'RUST' })).toEqual([person(AMARA), person(GRACE)]);
    expect(await old.ask('FindPeopleWithSkill', { skill_name: 'rus' })).toEqual([]);
    expect(await old.ask('FindPeopleWithSkills', { required_skills: ['rust', 'kafka'] })).toEqual([person(GRACE)]);
    expect(await old.ask('FindPeopleWithSkills', { required_skills: [] })).toEqual(
      [AMARA, CHIDI, GRACE, IVO].map(person),
    );
    expect(await old.ask('GetSkillRecommendations', { person_id: person(AMARA), limit: 5 })).toEqual(['Kafka']);
    expect(await old.ask('GetSkillRecommendations', { person_id: person(AMARA), limit: 0 })).toEqual([]);
    expect(await old.ask('GetSkillRecommendations', { person_id: person(UNKNOWN), limit: 5 })).toEqual([]);
  });

  it('tell connections, where they lead, and the figures of both directions', async () => {
    const edge = (from: string, to: string, relationship_type: unknown) => ({
      ...{ from_person: person(from), to_person: person(to), relationship_type, strength: 0.5 },
      ...{ established_at: moment, last_interaction: null, interaction_count: 0 },
    });
    expect(await old.ask('GetConnections', { person_id: person(GRACE) })).toEqual([
      edge(GRACE, AMARA, 'Mentee'),
      edge(GRACE, CHIDI, { Other: 'climbing partner' }),
    ]);
    expect(await old.ask('GetConnections', { person_id: person(CHIDI) })).toEqual([]);
    expect(await old.ask('GetNetworkStats', { person_id: person(GRACE) })).toEqual({
      response_type: 'NetworkStats',
      person_id: person(GRACE),
      total_connections: 3,
      connections_by_type: { Mentee: 1, Mentor: 1, 'Other(climbing partner)': 1 },
      average_relationship_strength: 0.5,
      network_reach: 0,
      clustering_coefficient: 0,
    });
    expect(await old.ask('GetNetworkStats', { person_id: person(AMARA) })).toMatchObject({
      total_connections: 2,
      network_reach: 1,
    });
    expect(await old.ask('GetNetworkStats', { person_id: person(UNKNOWN) })).toMatchObject({
      total_connections: 0,
      connections_by_type: {},
    });
  });

  it('find ways along the connections as they lead', async () => {
    const path = (from: string, to: string) => old.ask('FindShortestPath', { from: person(from), to: person(to) });
    expect(await path(AMARA, CHIDI)).toEqual([AMARA, GRACE, CHIDI].map(person));
    expect(await path(CHIDI, AMARA)).toBeNull();
    expect(await path(AMARA, HANA)).toBeNull();
    expect(await path(UNKNOWN, UNKNOWN)).toEqual([person(UNKNOWN)]);
    expect(await path(UNKNOWN, AMARA)).toBeNull();
  });
});

describe('The old timeline', () => {
  const timeline = async (fields: Json) =>
    (await old.ask('GetTimeline', { person_id: person(AMARA), ...fields })) as Json[];
  const texts = (entries: readonly Json[]) => entries.map(({ event_type }) => event_type);

  it('is told in the old words, the oldest first', async () => {
    const all = await timeline({});
    expect(texts(all)).toEqual([
      'person_created',
      'name_updated',
      'birth_date_set',
      ...Array(3).fill('component_registered'),
      ...Array(2).fill('Email_updated'),
      ...Array(2).fill('Phone_updated'),
      'Employment_updated',
      'location_updated',
      ...Array(2).fill('Skills_updated'),
      'Relationship_updated',
    ]);
    expect(all[1]).toEqual({
      timestamp: moment,
      event_type: 'name_updated',
      title: 'Name Changed',
      description: 'Name changed from Amara Okafor to Ama',
      metadata: {
        old_name: oldName('Amara', 'Okafor', { middle_names: ['Ngozi'] }),
        new_name: oldName('Amara', 'Okafor', { preferred_name: 'Ama' }),
      },
    });
    const likeThese = responses as unknown as Readonly<Record<string, Json>>;
    for (const entry of all) {
      const document = likeThese[`TimelineEntry.${entry.event_type}`];
      if (document === undefined) continue;
      expect(Object.keys(entry)).toEqual(Object.keys(document));
      expect(Object.keys(entry.metadata as Json)).toEqual(Object.keys(document.metadata as Json));
      const type = (entry.metadata as Json).component_type;
      expect(entry.title).toBe(type === undefined ? document.title : `${type} Component Added`);
    }
  });

  it('with a limit is told from its end', async () => {
    const all = await timeline({});
    expect(await timeline({ limit: 4 })).toEqual(all.toReversed().slice(0, 4));
    expect(await timeline({ limit: 99 })).toEqual(all.toReversed());
    expect(await timeline({ limit: 0 })).toEqual([]);
    expect(await timeline({ person_id: person(UNKNOWN) })).toEqual([]);
  });

  it('stays when the person has disappeared, and tells why it has', async () => {
    expect((await timeline({ person_id: person(HANA) })).at(-1)).toEqual({
      timestamp: moment,
      event_type: 'person_deactivated',
      title: 'Person Deactivated',
      description: 'Person deactivated: account closed on request',
      metadata: { reason: 'account closed on request' },
    });
    expect((await timeline({ person_id: person(IVO), limit: 1 }))[0]).toMatchObject({
      title: 'Death Recorded',
      description: 'Death recorded on 2025-07-30',
    });
  });

  it('of a span has both its ends, however exactly they are told', async () => {
    const all = await timeline({});
    const [first, last] = [String(all[2]?.timestamp), String(all[6]?.timestamp)];
    const between = (start: string, end: string) =>
      old.ask('GetTimelineRange', { person_id: person(AMARA), start, end });
    const within = all.filter(
      ({ timestamp }) =>
        Date.parse(String(timestamp)) >= Date.parse(first) && Date.parse(String(timestamp)) <= Date.parse(last),
    );
    expect(await between(first, last)).toEqual(within);
    expect(await between(last, first)).toEqual(Date.parse(first) === Date.parse(last) ? within : []);
    const later = `${new Date(first).toISOString().slice(0, -1)}000001Z`;
    const after = all.filter(({ timestamp }) => Date.parse(String(timestamp)) > Date.parse(first));
    expect(await between(later, '2999-01-01 00:00:00+02:00')).toEqual(after);
  });
});

describe('A query', () => {
  it('of every document is answered in its form', async () => {
    for (const [name, document] of Object.entries(queries)) {
      const { body } = await old.request('person.queries', JSON.stringify(document));
      expect(Array.isArray(body), name).toBe(false);
      expect(body.response_type, name).not.toBe('Error');
      const answer = (responses as unknown as Readonly<Record<string, Json>>)[
        `PersonQueryResponse.${body.response_type}.recommended`
      ];
      const [ours, theirs] = [body, answer ?? {}].map(({ data }) => (Array.isArray(data) ? data[0] : data) as Json);
      // An entry has the keys of the contract, and no other.
      if (ours != null && theirs != null && typeof ours === 'object') {
        expect(Object.keys(ours).sort(), name).toEqual(Object.keys(theirs).sort());
      }
    }
  });

  it('may ask for lists that the old type can read', async () => {
    const ask = (subject: string, body: Json, more: Readonly<Record<string, string>> = {}) =>
      old.request(subject, JSON.stringify(body), more).then(({ body: answer }) => answer);
    const search = { query_type: 'FindPeopleWithSkill', skill_name: 'kafka' };
    expect(await ask('person.queries.array', search)).toEqual(['PersonIds', person(GRACE)]);
    expect(await ask('person.queries.find_people_with_skill.array', { skill_name: 'kafka' })).toEqual([
      'PersonIds',
      person(GRACE),
    ]);
    expect(await ask('person.queries', search, { 'Legacy-Form': 'array' })).toEqual(['PersonIds', person(GRACE)]);
    const summary = { query_type: 'GetSummary', person_id: person(AMARA) };
    expect(await ask('person.queries.array', summary)).toEqual({ response_type: 'Summary', ...ama });
    expect(await ask('person.queries.array', { ...summary, person_id: UNKNOWN })).toEqual({
      response_type: 'Error',
      message: 'Person not found',
    });
    expect(await ask('person.queries.get_by_id', { person_id: person(AMARA) })).toMatchObject({ name: 'Ama' });
  });

  it.each([
    ['person.queries', '"GetAllSummaries"', 'invalid type, expected internally tagged enum PersonQuery'],
    ['person.queries', '{}', 'missing field `query_type`'],
    ['person.queries', '{"query_type":"Search","query":"x"}', 'missing field `limit`'],
    ['person.queries', '{"query_type":"Search","query":"x","limit":-1}', 'invalid value: integer `-1`, expected usize'],
    [
      'person.queries',
      '{"query_type":"Search","query":"x","limit":1.5}',
      'invalid type: floating point `1.5`, expected usize',
    ],
    ['person.queries.get_summary', '{"person_id":{}}', 'missing field `id`'],
    ['person.queries', '{"query_type":"Zap"}', /^unknown variant `Zap`, expected one of `GetSummary`, /],
    ['person.queries.zap', '{}', /^unknown variant `Zap`/],
    ['person.queries', '{"query_type":', 'expected value'],
  ])('under %s that cannot be read is answered: %s', async (subject, body, text) => {
    const { body: answer } = await old.request(subject, body);
    const message = typeof text === 'string' ? text : expect.stringMatching(text);
    expect(answer).toEqual({ response_type: 'Error', message });
  });
});

describe('Who was merged', () => {
  it('has become the other one in every answer, and is told of in both timelines', async () => {
    const [gone, left, third] = [idOf(21), idOf(22), idOf(23)];
    for (const [id, name] of [
      [gone, 'Ulf'],
      [left, 'Ulv'],
      [third, 'Una'],
    ] as const)
      await old.command(create(id, name, 'Zorn'));
    const skill = { skill_name: 'Sculpture', category: 'Creative', proficiency: 'Expert' };
    await old.command({ AddSkill: { person_id: person(gone), ...skill } });
    const knows = { other_person_id: person(gone), relationship_type: 'mentor' };
    await old.command({ AddComponent: { person_id: person(third), component_type: 'Relationship', data: knows } });
    const merge = { source_person_id: person(gone), target_person_id: person(left), merge_reason: 'DuplicateIdentity' };
    expect(await old.command({ MergePersons: merge })).toMatchObject({ version: 3, events_generated: 1 });
    expect(await old.ask('GetSummary', { person_id: person(gone) })).toBeNull();
    expect(await old.ask('FindPeopleWithSkill', { skill_name: 'sculpture' })).toEqual([person(left)]);
    expect(await old.ask('FindShortestPath', { from: person(third), to: person(left) })).toEqual(
      [third, left].map(person),
    );
    expect(await old.ask('GetConnections', { person_id: person(third) })).toEqual([
      expect.objectContaining({ to_person: person(left), relationship_type: 'Mentor' }),
    ]);
    const last = async (id: string) =>
      ((await old.ask('GetTimeline', { person_id: person(id), limit: 1 })) as Json[])[0];
    expect(await last(gone)).toEqual({
      timestamp: moment,
      event_type: 'person_merged',
      title: 'Person Record Merged',
      description: `Merged into person ${left}`,
      metadata: { merged_into_id: person(left) },
    });
    expect(await last(left)).toMatchObject({ event_type: 'person_merged', metadata: { merged_from_id: person(gone) } });
    const again = { ...merge, source_person_id: person(left), target_person_id: person(gone) };
    expect(await old.command({ MergePersons: again })).toMatchObject({ error: expect.stringContaining('merged') });
    const self = { ...merge, source_person_id: person(left), target_person_id: person(left) };
    expect(await old.command({ MergePersons: self })).toMatchObject({ code: 'MERGE_INTO_SELF' });
    const nobody = { ...merge, source_person_id: person(left), target_person_id: person(UNKNOWN) };
    expect(await old.command({ MergePersons: nobody })).toMatchObject({
      error: `Aggregate not found: Person ${UNKNOWN}`,
    });
  });
});
