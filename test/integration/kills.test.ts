/** Gateways as processes, ended with -9 again and again while neighbours speak: nothing lost, nothing doubled, all in order. */

import { afterEach, expect, it } from 'vitest';
import { type GatewayProcess, runGateway } from '../gateway-process.ts';
import { atEnd, cleanUp, scratch, until } from '../nats/servers.ts';
import { aSite, contentsOf, type Site } from './world.ts';

afterEach(cleanUp);

const ORG = '0b7e35d8-f142-4c96-a58b-d30e61f7942c';
const personId = (n: number) => `01890a5d-ac96-774b-bcce-${String(n).padStart(12, '0')}`;
const PERSONS = [1, 2, 3, 4, 5];
const ROUNDS = 40;

async function aProcess({ server }: Site): Promise<GatewayProcess> {
  const gateway = await runGateway(scratch(), {
    NATS_URL: server.url,
    PUBLISH: 'on',
    INTEGRATIONS: 'organization,people',
  });
  atEnd(() => gateway.end('SIGKILL'));
  return gateway;
}

async function create(gateway: GatewayProcess, n: number): Promise<void> {
  const query = 'mutation ($input: CreatePersonInput!) { createPerson(input: $input) { __typename } }';
  const input = { personId: personId(n), commandId: `create-${n}`, name: { given: ['Ada'], family: ['Lovelace'] } };
  const response = await fetch(`${gateway.address}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query, variables: { input } }),
  });
  expect(await response.json()).toMatchObject({ data: { createPerson: { __typename: 'Recorded' } } });
}

const say = ({ neighbour }: Site, body: unknown) =>
  neighbour.connection.publish('organization.member', JSON.stringify(body));

type Told = Awaited<ReturnType<typeof contentsOf>>;

const told = async (site: Site): Promise<Told> =>
  (await contentsOf(site.neighbour, 'PERSON_PUBLISHED').catch(() => [])).filter(({ subject }) =>
    subject.startsWith('cim.'),
  );

/** What was published of a person, in the order in which it was. */
const publishedOf = (all: Told, n: number) =>
  all
    .filter(({ body }) => body.personId === personId(n))
    .map(({ body }) => body as unknown as { n: number; type: string; data: { role?: string } });

/** The roles that a person was given, one after the other. */
const rolesOf = (all: Told, n: number) =>
  publishedOf(all, n)
    .filter(({ type }) => type === 'EmploymentAdded' || type === 'EmploymentUpdated')
    .map(({ data }) => data.role);

/** Whose creation was published. */
const createdIn = (all: Told) => all.filter(({ body }) => body.type === 'PersonCreated').length;

it('hears everything once and tells everything once, whoever is killed in between', async () => {
  const site = await aSite();
  let gateways = [await aProcess(site), await aProcess(site)];
  for (const n of PERSONS) await create(gateways[0]!, n);
  const speaking = (async () => {
    for (const n of PERSONS) {
      say(site, {
        MemberAdded: {
          organization_id: ORG,
          member: { person_id: personId(n), role: 'Role 0', joined_at: '2021-03-01' },
        },
      });
    }
    for (let round = 1; round <= ROUNDS; round += 1) {
      for (const n of PERSONS) {
        const event = {
          organization_id: ORG,
          person_id: personId(n),
          new_role: `Role ${round}`,
          updated_at: '2025-01-01',
        };
        say(site, { event_id: `${n}-${round}`, event: { MemberRoleUpdated: event } });
      }
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  })();
  for (let kill = 0; kill < 4; kill += 1) {
    await new Promise((resolve) => setTimeout(resolve, 700));
    const [first, second] = gateways as [GatewayProcess, GatewayProcess];
    await first.end('SIGKILL');
    gateways = [second, await aProcess(site)];
  }
  await speaking;
  let all: Told = [];
  const isThere = async () => {
    all = await told(site);
    return PERSONS.every((n) => rolesOf(all, n).length > ROUNDS);
  };
  await until('all is published', isThere, 90_000);
  // A little longer: what is doubled would come now.
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  await isThere();
  expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
  for (const n of PERSONS) {
    expect(rolesOf(all, n)).toEqual(Array.from({ length: 1 + ROUNDS }, (_, at) => `Role ${at}`));
    // Policies add events of their own; whatever there is comes in its order, without gaps.
    const numbers = publishedOf(all, n).map((event) => event.n);
    expect(numbers).toEqual(numbers.map((_, at) => at + 1));
  }
  const [one] = gateways;
  const health = (await (await fetch(`${one?.address}/health`)).json()) as {
    neighbours: { parked: number; waiting: number };
  };
  expect(health.neighbours).toMatchObject({ parked: 0, waiting: 0 });
}, 180_000);

it('lets nobody who was stopped for a while put anything out of order', async () => {
  const site = await aSite();
  const gateways = [await aProcess(site), await aProcess(site)] as const;
  for (const n of PERSONS) await create(gateways[0], n);
  for (const [at, stopped] of gateways.entries()) {
    process.kill(stopped.pid, 'SIGSTOP');
    const other = gateways[1 - at] as GatewayProcess;
    for (const n of PERSONS) await create(other, n + 10 * (at + 1));
    await until('the other one publishes', async () => createdIn(await told(site)) >= PERSONS.length * (at + 2));
    process.kill(stopped.pid, 'SIGCONT');
  }
  for (const n of PERSONS) await create(gateways[0], n + 30);
  await until('all is published', async () => createdIn(await told(site)) >= PERSONS.length * 4);
  const all = await told(site);
  expect(createdIn(all)).toBe(PERSONS.length * 4);
  expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
  for (const n of PERSONS) expect(publishedOf(all, n)[0]?.type).toBe('PersonCreated');
}, 120_000);
