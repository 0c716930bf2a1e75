/** What operators learn: who still uses what, on every process, and how the answers compare with those of the old service. */

import { afterEach, describe, expect, it } from 'vitest';
import { LegacyReportDocument } from '../../src/client/generated.ts';
import { differencesOf } from '../../src/compat/shadow/compare.ts';
import { inside } from '../cli/run.ts';
import { cleanUp, until } from '../nats/servers.ts';
import responses from './fixtures/responses.json' with { type: 'json' };
import { AMARA, anOldClient, aSite, create, GRACE, type Json, oldName, person, type Site } from './world.ts';

afterEach(cleanUp);

const reportOf = async ({ client }: Pick<Site, 'client'>) => (await client.ask(LegacyReportDocument, {})).legacyReport;

describe('The report', () => {
  it('tells who used what, in all gateways, also in those that have ended', async () => {
    const first = await aSite({ LEGACY_SUNSET: '2027-06-30' });
    const old = await anOldClient(first);
    const hr = { 'Client-Name': 'hr-sync' };
    await old.command(create(AMARA, 'Amara', 'Okafor'), hr);
    await old.command(create(AMARA, 'Amara', 'Okafor'), hr);
    await old.request('person.queries', '{', hr);
    await old.ask('GetAllSummaries');
    await first.stop();
    const second = await aSite({ LEGACY_SUNSET: '2027-06-30' }, first.server);
    await old.command(create(GRACE, 'Grace', 'Bianchi'), hr);
    const report = await reportOf(second);
    expect(report).toMatchObject({ processes: 1, sunset: '2027-06-30', problems: [], events: null, shadow: null });
    const rows = report?.usage.map(({ client, name, count, errors }) => [client, name, count, errors]);
    expect(rows).toHaveLength(3);
    expect(rows).toEqual(
      expect.arrayContaining([
        ['hr-sync', 'CreatePerson', 3, 1],
        ['hr-sync', null, 1, 1],
        [expect.stringMatching(/^_INBOX\./), 'GetAllSummaries', 1, 0],
      ]),
    );
    const [newest] = report?.usage ?? [];
    expect(newest).toMatchObject({ client: 'hr-sync', name: 'CreatePerson', subject: 'person.commands.>' });
    expect(Date.parse(newest?.lastAt ?? '')).toBeGreaterThanOrEqual(Date.parse(newest?.firstAt ?? ''));
    const { out, code } = await inside(['legacy', 'report', '--url', second.url]);
    expect(code).toBe(0);
    expect(out).toMatch(/^answered by {2}1 process\nsilent from {2}2027-06-30\n\nclient +asks for +times/);
    expect(out).toMatch(/\nhr-sync +CreatePerson +3 +1 /);
  });

  it('is told by a gateway that answers no old clients itself', async () => {
    const silent = await aSite({ LEGACY: 'off' });
    expect(await reportOf(silent)).toMatchObject({ processes: 0, usage: [], events: null, shadow: null });
    const other = await aSite({ LEGACY_EVENTS: 'v1', LEGACY_EVENTS_FROM: 'beginning' }, silent.server);
    const old = await anOldClient(silent);
    await old.command(create(AMARA, 'Amara', 'Okafor'), { 'Client-Name': 'hr-sync' });
    await until('the event is told', async () => ((await reportOf(other))?.events?.sent ?? 0) === 1);
    expect(await reportOf(silent)).toMatchObject({
      processes: 1,
      usage: [{ client: 'hr-sync', name: 'CreatePerson', count: 1 }],
      events: { sent: 1, lastError: null },
    });
  });

  it('tells what is wrong, and so does health', async () => {
    const site = await aSite();
    const old = await anOldClient(site);
    const { jetstreamManager } = await import('@nats-io/jetstream');
    await (await jetstreamManager(old.connection)).streams.add({ name: 'TAKEN', subjects: ['person.events.>'] });
    await site.stop();
    const again = await aSite({ LEGACY_EVENTS: 'v1', LEGACY_EVENTS_STREAM: 'TAKEN' }, site.server);
    const wanted = expect.stringContaining('Old subscribers are not told: The stream TAKEN is there already');
    await until('it is noticed', async () => (await reportOf(again))?.problems.length === 1);
    expect((await reportOf(again))?.problems).toEqual([wanted]);
    const health = await fetch(new URL('/health', again.url));
    expect(await health.json()).toMatchObject({ status: 'degraded', problems: [wanted] });
  });
});

describe('In the shadow', () => {
  it('the old service is asked too, and the differences are told', async () => {
    const site = await aSite({ LEGACY_SHADOW: 'old', LEGACY_SHADOW_COMMANDS: 'on' });
    const old = await anOldClient(site);
    const answers: Record<string, (ours: Json) => unknown> = {
      // The same in its other form, a little earlier.
      GetSummary: ({ data }) => ({
        response_type: 'Summary',
        ...(data as Json),
        last_updated: '2025-08-07T09:15:30.123456789Z',
      }),
      // In another order, which it never had.
      GetAllSummaries: ({ data }) => ['Summaries', ...(data as Json[]).toReversed()],
      // A bug that is not played.
      GetSkills: () => ['Skills'],
      // Nobody knows why.
      GetByEmployer: () => ({ response_type: 'Summaries', data: [] }),
    };
    const told = new Map<string, Json>();
    old.connection.subscribe('old.person.queries', {
      callback: (_, message) => {
        const name = message.json<{ query_type: string }>().query_type;
        const answer = answers[name];
        const ours = told.get(name);
        if (answer !== undefined && ours !== undefined) message.respond(JSON.stringify(answer(ours)));
      },
    });
    old.connection.subscribe('old.person.commands.>', {
      callback: (_, message) => {
        message.respond(JSON.stringify({ aggregate_id: person(AMARA), version: 7, events_generated: 1 }));
      },
    });
    await site.client.submitCommands([
      { createPerson: { personId: AMARA, name: { given: ['Amara'], family: ['Okafor'] } } },
      { createPerson: { personId: GRACE, name: { given: ['Grace'], family: ['Bianchi'] } } },
      { addSkill: { personId: AMARA, name: 'Rust' } },
      { addEmployment: { personId: AMARA, organization: 'Nordlys AB', role: 'Engineer', start: '2021-03-01' } },
    ]);
    const one = { person_id: person(AMARA) };
    const questions: readonly (readonly [string, Json])[] = [
      ['GetSummary', one],
      ['GetAllSummaries', {}],
      ['GetSkills', one],
      ['GetByEmployer', { employer: 'nord' }],
      ['GetTimeline', one],
    ];
    // What the old service will say is known from what ours said; so each is asked twice.
    for (const [query_type, fields] of questions) {
      const ask = () => old.request('person.queries', JSON.stringify({ query_type, ...fields }));
      told.set(query_type, (await ask()).body);
      await ask();
    }
    await old.command({ UpdateName: { ...one, name: oldName('Ama', 'Okafor') } });
    await old.command({ DeactivatePerson: { ...one, reason: '' } });
    let report = await reportOf(site);
    const asked = () => report?.shadow?.comparisons.reduce((sum, row) => sum + row.asked, 0);
    await until('all are compared', async () => {
      report = await reportOf(site);
      return asked() === 12;
    });
    const rows = Object.fromEntries(
      report?.shadow?.comparisons.map(({ name, same, known, different }) => [name, [same, known, different]]) ?? [],
    );
    expect(rows).toMatchObject({
      GetSummary: [1, 0, 0],
      GetAllSummaries: [1, 0, 0],
      GetSkills: [0, 1, 0],
      GetByEmployer: [0, 0, 1],
      GetTimeline: [0, 0, 0],
      UpdateName: [1, 0, 0],
    });
    const example = report?.shadow?.examples.find(({ name }) => name === 'GetByEmployer');
    expect(example).toMatchObject({
      subject: 'person.queries',
      request: '{"query_type":"GetByEmployer","employer":"nord"}',
      differences: [{ path: `Summaries[${AMARA}]`, theirs: 'null', reason: null }],
    });
    const { out } = await inside(['legacy', 'report', '--url', site.url]);
    expect(out).toMatch(/\nGetByEmployer +2 +0 +0 +1 +1\n/);
    expect(out).toContain('the old service null');
  }, 60_000);

  it('the two forms of every answer are one', () => {
    const documents = responses as unknown as Readonly<Record<string, unknown>>;
    const pairs = Object.entries(documents).filter(([name]) => name.endsWith('.serde-array-form'));
    expect(pairs).toHaveLength(8);
    for (const [name, array] of pairs) {
      const data = documents[name.replace('serde-array-form', 'recommended')];
      expect(differencesOf(data, array), name).toEqual([]);
    }
    const found = documents['PersonQueryResponse.Summary.found'];
    expect(differencesOf(documents['PersonQueryResponse.Summary.found.superset'], found)).toEqual([]);
  });

  it.each<[unknown, unknown, (readonly [string, boolean])[]]>([
    [{ response_type: 'Error', message: 'a' }, { response_type: 'Error', message: 'b' }, []],
    [{ error: 'a', code: 'B' }, { response_type: 'Error', message: 'b' }, []],
    [{ response_type: 'Path', data: [person(AMARA), person(GRACE)] }, ['Path', person(GRACE), person(AMARA)], []],
    [{ response_type: 'Path', data: null }, ['Path'], [['Path', false]]],
    [['PersonIds', person(AMARA)], { response_type: 'PersonIds', data: [AMARA] }, []],
    [
      ['SearchResults', { person_id: person(AMARA), email: 'a', relevance_score: 5 }],
      ['SearchResults', { person_id: person(AMARA), email: 'b', relevance_score: 10 }],
      [
        [`SearchResults[${AMARA}].email`, true],
        [`SearchResults[${AMARA}].relevance_score`, true],
      ],
    ],
    [['PersonIds', person(AMARA)], ['PersonIds'], [[`PersonIds[${AMARA}]`, false]]],
    [
      { response_type: 'NetworkStats', average_relationship_strength: 2.7, total_connections: 1 },
      { response_type: 'NetworkStats', average_relationship_strength: 2.700000047683716, total_connections: 2 },
      [['NetworkStats.total_connections', false]],
    ],
    [
      ['Timeline', { event_type: 'a', timestamp: 'x' }],
      ['Timeline', { event_type: 'b', timestamp: 'y' }],
      [['Timeline[0].event_type', false]],
    ],
    [
      { response_type: 'Summary', data: { name: 'A', last_used: '2025-08-08T00:00:00.000Z', status: 'Deceased' } },
      { response_type: 'Summary', name: 'B', last_used: '2025-08-08T00:00:00Z' },
      [['Summary.name', false]],
    ],
    [
      { aggregate_id: person(AMARA), version: 1, events_generated: 1 },
      { aggregate_id: { id: GRACE }, version: 2, events_generated: 1 },
      [['Command.aggregate_id', false]],
    ],
    [{ response_type: 'Summary', data: null }, { response_type: 'Error', message: 'x' }, [['response_type', false]]],
  ])('%j and %j', (ours, theirs, differences) => {
    expect(differencesOf(ours, theirs).map(({ path, reason }) => [path, reason !== null])).toEqual(differences);
  });
});
