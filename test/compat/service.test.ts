/** The layer as it runs: several side by side, ended and begun again, and what its operator is told. */

import { headers } from '@nats-io/transport-node';
import { afterEach, describe, expect, it } from 'vitest';
import { aFreePort, aPlainServer, cleanUp, scratch, until } from '../nats/servers.ts';
import { AMARA, anOldClient, aServer, aSite, create, GRACE, idOf, type Json, oldName, person } from './world.ts';

afterEach(cleanUp);

const rename = (id: string, given: string) => ({
  UpdateName: { person_id: person(id), name: oldName(given, 'Okafor'), reason: null },
});

describe('The layer', () => {
  it('in two gateways answers once, and goes on when one of them ends', async () => {
    const first = await aSite();
    const second = await aSite({}, first.server);
    const old = await anOldClient(first);
    expect(await old.answers('person.commands.any', create(AMARA, 'Amara', 'Okafor'))).toEqual([
      { aggregate_id: person(AMARA), version: 1, events_generated: 1 },
    ]);
    expect(await old.answers('person.queries', { query_type: 'Zap' })).toHaveLength(1);
    // Waited for one after the other, they are taken in order, whoever takes them.
    for (let n = 2; n <= 30; n += 1)
      expect(await old.command(rename(AMARA, `Amara${n}`))).toMatchObject({ version: n });
    // Nothing that was heard stays without an answer, though the gateway that heard it ends.
    const asked = Array.from({ length: 50 }, (_, n) => old.command(create(idOf(n), `Person${n}`, 'Any')));
    await first.stop();
    const answers = await Promise.all(asked);
    expect(answers.every((answer) => 'version' in answer || answer.code === 'UNAVAILABLE')).toBe(true);
    expect(await old.command(rename(AMARA, 'Ama'))).toMatchObject({ version: 31 });
    await second.stop();
    await aSite({}, first.server);
    expect(await old.ask('GetSummary', { person_id: person(AMARA) })).toMatchObject({ name: 'Ama Okafor' });
  });

  it('answers again when the server has been away', async () => {
    const store = scratch();
    const port = await aFreePort();
    const server = await aPlainServer({ store, port });
    const site = await aSite({}, server);
    const old = await anOldClient(site);
    await old.command(create(AMARA, 'Amara', 'Okafor'));
    await server.kill();
    await aPlainServer({ store, port });
    // A request that was on its way when the server went is lost; who asks again is answered.
    const lines = headers();
    lines.set('Nats-Msg-Id', 'rename');
    const ask = async (subject: string, body: object) => {
      const options = { timeout: 500, headers: lines };
      const message = await old.connection.request(subject, JSON.stringify(body), options).catch(() => null);
      return message?.json<Json>() ?? null;
    };
    const summary = { query_type: 'GetSummary', person_id: person(AMARA) };
    await until('it answers', async () => (await ask('person.queries', summary))?.name === 'Amara Okafor', 60_000);
    await until(
      'it takes commands',
      async () => (await ask('person.commands.any', rename(AMARA, 'Ama')))?.version === 2,
      60_000,
    );
    expect(await old.ask('GetSummary', { person_id: person(AMARA) })).toMatchObject({ name: 'Ama Okafor' });
    await site.stop();
  }, 150_000);

  it('may look at the case of filters, and write lists with the tag first', async () => {
    const site = await aSite({ LEGACY_FILTERS: 'strict', LEGACY_FORM: 'array' });
    const old = await anOldClient(site);
    await old.command(create(AMARA, 'Amara', 'Okafor'));
    const job = { company: 'Nordlys AB', position: 'Engineer', start_date: '2021-03-01' };
    await old.command({ AddComponent: { person_id: person(AMARA), component_type: 'Employment', data: job } });
    const search = async (employer_filter: string) => {
      const query = { query_type: 'SearchWithFilters', employer_filter, limit: 5 };
      return (await old.request('person.queries', JSON.stringify(query))).body;
    };
    expect(await search('nord')).toEqual(['SearchResults']);
    expect(await search('Nord')).toEqual(['SearchResults', expect.objectContaining({ relevance_score: 1 })]);
  });

  it('does not answer where it is not asked for', async () => {
    const site = await aSite({ LEGACY: 'off' });
    const old = await anOldClient(site);
    await expect(old.command(create(AMARA, 'Amara', 'Okafor'))).rejects.toThrow('no responders');
  });

  it('tells of streams that answer before it does', async () => {
    const server = await aServer();
    const { connection } = await anOldClient({ server });
    const { jetstreamManager } = await import('@nats-io/jetstream');
    const manager = await jetstreamManager(connection);
    await manager.streams.add({ name: 'PERSON_EVENTS', subjects: ['person.events.>', 'person.commands.>'] });
    const { told } = await aSite({}, server);
    expect(told).toEqual([expect.stringContaining('The stream PERSON_EVENTS stores requests of old clients')]);
  });

  it('tells when a subject names another person than the command', async () => {
    const site = await aSite();
    const old = await anOldClient(site);
    const body = JSON.stringify(create(AMARA, 'Amara', 'Okafor'));
    expect((await old.request(`person.commands.${GRACE}`, body)).body).toMatchObject({ aggregate_id: person(AMARA) });
    expect(site.told).toEqual([`A command under person.commands.${GRACE} is about the person ${AMARA}.`]);
  });

  it('says so when an answer is larger than a message may be', async () => {
    const server = await aServer();
    const site = await aSite({}, server);
    const old = await anOldClient(site);
    const long = 'x'.repeat(400);
    const commands = Array.from({ length: 200 }, (_, n) => ({
      createPerson: { personId: idOf(n), name: { given: [long], family: [String(n)], display: `${long}${n}` } },
    }));
    for (let round = 0; round < 8; round += 1) {
      await site.client.submitCommands(
        commands.map(({ createPerson }, n) => ({
          createPerson: { ...createPerson, personId: idOf(1_000 + round * 200 + n) },
        })),
      );
    }
    const { body } = await old.request('person.queries', '{"query_type":"GetAllSummaries"}');
    expect(body).toEqual({ response_type: 'Error', message: expect.stringContaining('more than a message may have') });
    expect(await old.ask('Search', { query: 'xxx', limit: 3 })).toHaveLength(3);
    // More than one page of what the gateway finds.
    expect(await old.ask('Search', { query: 'xxx', limit: 700 })).toHaveLength(700);
  });
});
