/** Any commands, and then all queries: ours are answered as the contract of the old service says, by a model of it. */

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cleanUp } from '../nats/servers.ts';
import { OldModel } from './old-model.ts';
import { anOldClient, aSite, type Json, type OldClient, oldName, person } from './world.ts';

const SEEDS = [1, 2, 3, 4];
const PEOPLE = 7;
const COMMANDS = 90;

let old: OldClient;

/** Of all seeds: what persons can do is compared with what all others can. */
const model = new OldModel();

beforeAll(async () => {
  old = await anOldClient(await aSite());
});

afterAll(cleanUp);

/** Chance that can be had again. */
function chance(seed: number) {
  let state = seed * 2_654_435_761;
  const next = (below: number): number => {
    state = (Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x9e3779b9) >>> 0;
    return ((state ^ (state >>> 13)) >>> 0) % below;
  };
  return { next, of: <T>(all: readonly T[]): T => all[next(all.length)] as T };
}

const WORDS = ['Amara', 'John', 'Jane', 'Rust', 'Okafor', 'Johnson', 'Nord', 'Berg'];
const SKILLS = ['Rust', 'rust', 'Rust CLI', 'Kafka', 'Go', 'Swedish'];
const RELATIONS = ['friend', 'Friend', 'mentor', 'manager', 'climbing partner', 'business_partner', 'family'];
const PHONES = ['+46812345678', '+4687654321', '+12022243121', '+441212345678'];

type Chance = ReturnType<typeof chance>;

const anId = (seed: number, n: number) =>
  `${String(seed).padStart(8, '0')}-0000-4000-8000-${String(n).padStart(12, '0')}`;

function aCommand({ next, of }: Chance, ids: readonly string[], n: number): Json {
  const who = { person_id: person(of(ids)) };
  const flags = { can_receive_notifications: true, can_receive_marketing: false, is_preferred: next(2) === 0 };
  const name = () => oldName(of(WORDS), of(WORDS), { preferred_name: next(4) === 0 ? of(WORDS) : null });
  const phone = { phone_type: 'Work', country_code: '46', is_mobile: true, can_receive_sms: true };
  const job = { employment_type: 'FullTime', remote_type: 'OnSite', is_current: true };
  const place = () => ({ city: of(WORDS), country: of(WORDS) });
  const relation = () => ({ other_person_id: person(of(ids)), relationship_type: of(RELATIONS) });
  const make: readonly (() => Json)[] = [
    () => ({ UpdateName: { ...who, name: name(), reason: null } }),
    () => ({ SetBirthDate: { ...who, birth_date: '1988-02-29' } }),
    () => ({ RegisterComponent: { ...who, component_type: of(['Skill', 'Address', 'Employment']) } }),
    () => ({ UnregisterComponent: { ...who, component_type: of(['Skill', 'Address', 'Employment']) } }),
    () => ({ DeactivatePerson: { ...who, reason: 'asked for' } }),
    () => ({ ReactivatePerson: { ...who, reason: '' } }),
    () => ({ ReactivatePerson: { ...who, reason: 'back' } }),
    () =>
      next(6) === 0
        ? { RecordDeath: { ...who, date_of_death: '2025-07-30' } }
        : { UpdateName: { ...who, name: name() } },
    () => ({ AddEmail: { ...who, email: `${of(WORDS)}${n}@Example.org`, email_type: 'Work', ...flags } }),
    () => ({ AddPhone: { ...who, phone_number: of(PHONES), ...phone, can_receive_calls: next(3) > 0 } }),
    () => ({
      AddSkill: {
        ...who,
        skill_name: of(SKILLS),
        category: of(['Technical', 'Language']),
        proficiency: of(['Beginner', 'Expert']),
      },
    }),
    () => ({ AddSkill: { ...who, skill_name: of(SKILLS), category: 'Other', proficiency: 'Advanced' } }),
    () => ({
      AddEmployment: {
        ...who,
        company_name: `${of(WORDS)} AB`,
        job_title: `${of(WORDS)} Engineer`,
        start_date: `20${10 + next(10)}-01-01T00:00:00Z`,
        ...job,
      },
    }),
    () => ({ AddComponent: { ...who, component_type: 'Address', data: place() } }),
    () => ({ AddComponent: { ...who, component_type: 'Relationship', data: relation() } }),
    () => ({ AddComponent: { ...who, component_type: 'Relationship', data: relation() } }),
    () => ({ AddComponent: { ...who, component_type: 'Relationship', data: relation() } }),
  ];
  return of(make)();
}

const picked = (entries: unknown, keys: readonly string[]) =>
  (entries as Json[]).map((entry) => Object.fromEntries(keys.map((key) => [key, entry[key]])));

describe('After any commands', () => {
  it.each(SEEDS)('every query is answered as the contract says, by the seed %d', async (seed) => {
    const dice = chance(seed);
    const ids = Array.from({ length: PEOPLE }, (_, n) => anId(seed, n));
    const send = async (command: Json) => {
      const wanted = model.refusal(command);
      const answer = await old.command(command);
      if (wanted !== undefined) expect(answer.error ?? null, JSON.stringify(command)).toBe(wanted);
      if (!('error' in answer) && answer.events_generated !== 0) model.take(command);
      return answer;
    };
    for (const id of ids) {
      const [given, family] = [dice.of(WORDS), dice.of(WORDS)];
      await send({ CreatePerson: { person_id: person(id), name: oldName(given, family), source: `seed ${seed}` } });
    }
    for (let n = 0; n < COMMANDS; n += 1) await send(aCommand(dice, ids, n));
    const summaries = (entries: unknown) => (entries as Json[]).map(({ last_updated: _, status: __, ...rest }) => rest);
    expect(summaries(await old.ask('GetAllSummaries'))).toEqual(model.summaries());
    for (const employer of ['nord', 'AB', '', 'zzz']) {
      expect(summaries(await old.ask('GetByEmployer', { employer })), employer).toEqual(model.summaries(employer));
    }
    for (const query of ['rust', 'john', 'amara nord', 'Engineer', 'example.org o', 'a', 'zzz', 'go go']) {
      const found = await old.ask('Search', { query, limit: 10_000 });
      expect(picked(found, ['person_id', 'relevance_score']), query).toEqual(model.search(query, 10_000));
    }
    for (const names of [['rust'], ['Rust', 'kafka'], ['rust cli'], []]) {
      expect(await old.ask('FindPeopleWithSkills', { required_skills: names })).toEqual(model.withSkills(names));
    }
    for (const id of ids) await expectPerson(id, ids);
  });

  async function expectPerson(id: string, ids: readonly string[]): Promise<void> {
    const ask = (query: string, fields: Json = {}) => old.ask(query, { person_id: person(id), ...fields });
    const summary = (await ask('GetSummary')) as Json | null;
    const { last_updated: _, status: __, ...rest } = summary ?? {};
    expect(summary === null ? null : rest).toEqual(model.summary(id));
    expect(picked(await ask('GetSkills'), ['skill_name', 'category', 'proficiency'])).toEqual(model.skills(id));
    const advised = ((await ask('GetSkillRecommendations', { limit: 50 })) as string[]).map((each) =>
      each.toLowerCase(),
    );
    expect(advised.sort()).toEqual(model.recommendations(id));
    const typed = ((await ask('GetConnections')) as Json[]).map(({ to_person, relationship_type: type }) => {
      return { to_person, relationship_type: typeof type === 'string' ? type : `Other(${(type as Json).Other})` };
    });
    const byId = typed.sort((a, b) =>
      ((a.to_person as Json).id as string) < ((b.to_person as Json).id as string) ? -1 : 1,
    );
    expect(byId).toEqual(model.connections(id));
    expect(await ask('GetNetworkStats')).toMatchObject(model.stats(id));
    for (const limit of [null, 3]) {
      const told = (await ask('GetTimeline', { limit })) as Json[];
      expect(told.map(({ event_type }) => event_type)).toEqual(model.timeline(id, limit));
    }
    for (const to of ids.slice(0, 3)) {
      const way = (await old.ask('FindShortestPath', { from: person(id), to: person(to) })) as unknown[] | null;
      expect(way?.length ?? null, `${id} to ${to}`).toBe(model.pathLength(id, to));
    }
  }
});
