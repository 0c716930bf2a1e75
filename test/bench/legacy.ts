/** Old commands and queries over NATS, beside the same over GraphQL and HTTP, of a gateway in a process of its own. */

import { randomUUID } from 'node:crypto';
import { jetstreamManager } from '@nats-io/jetstream';
import { connect, type NatsConnection } from '@nats-io/transport-node';
import { createClient } from '../../src/client/client.ts';
import { type GatewayProcess, runGateway } from '../gateway-process.ts';
import { aPlainServer, cleanUp, scratch } from '../nats/servers.ts';
import { load, measure, tellMeasured } from './measure.ts';

const PERSONS = 1_000;
const AT_ONCE = 64;

const idOf = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;

const name = { given_name: 'Amara', family_name: 'Okafor', middle_names: [] };

const SUMMARY = `query ($id: ID!) { person(id: $id) { id status name { given family prefixes suffixes display }
  summary { lastActivityAt } employments { organization role end } attributes { name }
  contactInfo { emails { address primary } phones { number extension primary calls } addresses { city country } }
  skills(first: 1000) { totalCount nodes { name } } } }`;

export async function benchLegacy(): Promise<void> {
  try {
    const server = await aPlainServer();
    const gateway = await runGateway(scratch(), { NATS_URL: server.url, LEGACY: 'on' });
    const old = await connect({ servers: server.url });
    const ask = async (subject: string, body: object) => {
      const message = await old.request(subject, JSON.stringify(body), { timeout: 30_000 });
      const answer = message.json<{ error?: string; response_type?: string }>();
      if (answer.error !== undefined || answer.response_type === 'Error') throw new Error(message.string());
    };
    const create = (id: string) =>
      ask('person.commands.create', { CreatePerson: { person_id: { id }, name, source: 'bench' } });
    for (let n = 0; n < PERSONS; n += 50) {
      await Promise.all(Array.from({ length: 50 }, (_, at) => create(idOf(n + at))));
    }
    const url = `${gateway.address}/graphql`;
    const http = (query: string, variables: object, expected: string) =>
      load({ url, body: JSON.stringify({ query, variables }), connections: AT_ONCE, expected });
    const anybody = () => ({ person_id: { id: idOf(Math.floor(Math.random() * PERSONS)) } });
    const summary = await http(SUMMARY, { id: idOf(7) }, '"status":"ACTIVE"');
    tellMeasured('a summary over GraphQL and HTTP', summary);
    const old1 = await measure(AT_ONCE, () => ask('person.queries', { query_type: 'GetSummary', ...anybody() }));
    tellMeasured('GetSummary', old1, summary);
    const timeline = { query_type: 'GetTimeline', limit: 10 };
    tellMeasured(
      'GetTimeline',
      await measure(AT_ONCE, () => ask('person.queries', { ...timeline, ...anybody() })),
      summary,
    );
    const input = { name: { given: ['Amara'], family: ['Okafor'] }, personId: '{uuid}' };
    const mutation = 'mutation ($input: CreatePersonInput!) { createPerson(input: $input) { __typename } }';
    const created = await http(mutation, { input }, 'Recorded');
    tellMeasured('createPerson over GraphQL and HTTP', created);
    tellMeasured('CreatePerson', await measure(AT_ONCE, () => create(randomUUID())), created);
    await told(old, server.url, gateway);
    await old.close();
  } finally {
    await cleanUp();
  }
}

/** From the beginning of the log: persons as they were created, and changes that have to be told as what they led to. */
async function told(old: NatsConnection, natsUrl: string, gateway: GatewayProcess): Promise<void> {
  const client = createClient({ url: `${gateway.address}/graphql`, name: 'bench' });
  const skills = ['Rust', 'Kafka', 'Go'];
  for (const skill of skills) {
    const commands = Array.from({ length: PERSONS }, (_, n) => ({ addSkill: { personId: idOf(n), name: skill } }));
    await client.submitCommands(commands);
  }
  await gateway.end('SIGTERM');
  const env = { NATS_URL: natsUrl, LEGACY: 'on', LEGACY_EVENTS: 'both', LEGACY_EVENTS_FROM: 'beginning' };
  const again = await runGateway(scratch(), env);
  const begun = performance.now();
  const manager = await jetstreamManager(old);
  const { last_seq: events } = (await manager.streams.info('PERSON')).state;
  const count = async () => (await manager.streams.info('PERSON_EVENTS').catch(() => null))?.state.messages ?? 0;
  // The canary that a start writes is nobody's event.
  while ((await count()) < (events - 10) * 2) await new Promise((resolve) => setTimeout(resolve, 20));
  const rate = Math.round((events * 1000) / (performance.now() - begun));
  console.log(
    `events told to old subscribers in both families, ${skills.length * PERSONS} of ${events} by their outcome: ${rate} a second`,
  );
  await again.end('SIGTERM');
}
