/** A history that was taken over from the old service, asked about in the old way: the answers are those of its contract. */

import { expect, it, onTestFinished } from 'vitest';
import { MemoryStore } from '../../src/app/memory-store.ts';
import { codec } from '../../src/codec/codec.ts';
import { answerOldQuery } from '../../src/compat/queries/answer.ts';
import { importEvents } from '../../src/migrate/import.ts';
import { startGateway } from '../gateway/gateway.ts';
import { aFolder, conversionOf } from '../migrate/world.ts';
import events from './fixtures/events.json' with { type: 'json' };
import responses from './fixtures/responses.json' with { type: 'json' };
import { AMARA, GRACE, type Json, oldName, person } from './world.ts';

const documents = events as unknown as Readonly<Record<string, Json>>;
const answers = responses as unknown as Readonly<Record<string, Json>>;

/** The documents of the contract as one history, a minute between them. */
function history(): readonly Json[] {
  const data = (kind: string) => documents[`PersonEvent.ComponentDataUpdated.${kind}`] as Json;
  const kinds = ['Contact.Email', 'Contact.Phone', 'Professional.Employment', 'Professional.Skills', 'Location'];
  const rename = {
    NameUpdated: {
      person_id: person(AMARA),
      old_name: oldName('Amara', 'Okafor'),
      new_name: oldName('Amara', 'Okafor-Lindqvist', { middle_names: ['Ngozi'], preferred_name: 'Ama' }),
      reason: 'marriage',
      updated_at: '2025-08-07T09:16:00Z',
    },
  };
  const grace = {
    person_id: person(GRACE),
    name: oldName('Grace', 'Bianchi'),
    source: 'hr',
    created_at: '2025-08-01T00:00:00Z',
  };
  const all = [
    documents['PersonEvent.PersonCreated'] as Json,
    rename,
    documents['PersonEvent.BirthDateSet'] as Json,
    documents['PersonEvent.ComponentRegistered'] as Json,
    ...kinds.map(data),
    data('Social.Relationship'),
    data('Preferences.Communication'),
  ];
  const envelope = (id: string, event: Json, n: number) => ({
    aggregate_id: person(id),
    sequence: n + 1,
    event: JSON.parse(JSON.stringify(event).replaceAll('2025-08-07T09:15:30.123456789Z', minute(n))),
    timestamp: minute(n),
    correlation_id: `c${n}`,
    causation_id: `d${n}`,
  });
  return [envelope(GRACE, { PersonCreated: grace }, 0), ...all.map((event, n) => envelope(AMARA, event, n))];
}

const minute = (n: number) => `2025-08-07T09:${String(15 + n).padStart(2, '0')}:30.123456789Z`;

it('answers for it as the old service would have', async () => {
  const folder = await aFolder(history());
  await conversionOf(folder);
  const store = new MemoryStore();
  expect(await importEvents({ folder, store, codec, logId: 'the log of the tests' })).toMatchObject({ refused: 0 });
  const gateway = await startGateway({ store });
  onTestFinished(() => gateway.stop());
  await gateway.app.projector.reached(await store.lastSequence(), 5_000);
  const ask = async (name: string, fields: Json = {}) => {
    const settings = { isStrict: false, form: 'data' as const };
    const answer = await answerOldQuery(gateway.client, name, { query_type: name, ...fields }, settings);
    return (answer as { data: unknown }).data;
  };
  const one = { person_id: person(AMARA) };
  const expected = (answers['PersonQueryResponse.Summary.recommended'] as { data: Json }).data;
  expect(await ask('GetSummary', one)).toEqual({
    ...expected,
    // Numbers are told in the form in which they can be called.
    primary_phone: '+46812345678',
    component_count: 1,
    last_updated: expect.stringContaining('2025-08-07T09:25:30.123'),
  });
  const skills = answers['PersonQueryResponse.Skills.recommended'] as { data: Json[] };
  const told = (await ask('GetSkills', one)) as Json[];
  expect(told.map(({ endorsement_count: _, ...rest }) => rest)).toEqual(
    skills.data.map(({ endorsement_count: _, ...rest }) => rest),
  );
  expect(await ask('GetConnections', one)).toEqual([
    expect.objectContaining({ to_person: person(GRACE), relationship_type: 'Mentor', interaction_count: 0 }),
  ]);
  expect(await ask('Search', { query: 'ama nordlys', limit: 5 })).toEqual([
    expect.objectContaining({ name: 'Ama', email: 'amara@example.org', relevance_score: 10 + 5 + 3 }),
  ]);
  const entries = (await ask('GetTimeline', one)) as { event_type: string; timestamp: string; metadata: Json }[];
  expect(entries.slice(0, 4).map(({ event_type }) => event_type)).toEqual([
    'person_created',
    'name_updated',
    'birth_date_set',
    'component_registered',
  ]);
  expect(entries[0]).toEqual({
    ...(answers['TimelineEntry.person_created'] as Json),
    timestamp: '2025-08-07T09:15:30.123Z',
  });
  expect(entries[1]?.metadata).toMatchObject({ old_name: oldName('Amara', 'Okafor') });
  expect(new Set(entries.map(({ event_type }) => event_type))).toEqual(
    new Set([
      ...['person_created', 'name_updated', 'birth_date_set', 'component_registered', 'Email_updated', 'Phone_updated'],
      ...['Employment_updated', 'Skills_updated', 'location_updated', 'Relationship_updated', 'preferences_updated'],
    ]),
  );
});
