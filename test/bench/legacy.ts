/** Old commands and queries over NATS, beside the same over GraphQL and HTTP, of a gateway in a process of its own. */

import { randomUUID } from 'node:crypto';
import { connect } from '@nats-io/transport-node';
import { runGateway } from '../gateway-process.ts';
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
    await old.close();
    await gateway.end('SIGTERM');
  } finally {
    await cleanUp();
  }
}
