/** The relay on a real server: once, in order, for all who listen, however many gateways there are and whatever befalls them. */

import { afterEach, describe, expect, it } from 'vitest';
import { person } from '../app/world.ts';
import { command } from '../domain/examples.ts';
import { cleanUp, until } from '../nats/servers.ts';
import { aGateway, anOutbox, aSite, contentsOf, create, type Gateway, send, tag } from './world.ts';

afterEach(cleanUp);

const PUBLISHED = 'PERSON_PUBLISHED';

/** Gives persons an event each, round after round, so that their events lie mixed in the log. */
async function live(gateway: Gateway, persons: readonly number[], rounds: number, from = 1): Promise<void> {
  for (let round = from; round < from + rounds; round += 1) {
    await Promise.all(persons.map((n) => gateway.record(tag(person(n), `${n}-${round}`))));
  }
}

const found = (gateway: Gateway, persons: readonly number[]) =>
  Promise.all(persons.map((n) => gateway.record(create(person(n)))));

const PERSONS = [1, 2, 3, 4, 5];

/** The event numbers of each person in the order in which they were published. */
async function numbers(site: Awaited<ReturnType<typeof aSite>>): Promise<Record<string, number[]>> {
  const all = (await contentsOf(site.neighbour, PUBLISHED)).filter(({ subject }) => subject.startsWith('cim.'));
  const persons = Map.groupBy(all, ({ body }) => String(body.personId));
  return Object.fromEntries([...persons].map(([id, own]) => [id, own.map(({ body }) => Number(body.n))]));
}

const upTo = (last: number) => Array.from({ length: last }, (_, at) => at + 1);

const isThrough = async (site: Awaited<ReturnType<typeof aSite>>, { app }: Gateway) =>
  (await contentsOf(site.neighbour, PUBLISHED)).filter(({ subject }) => subject.startsWith('cim.')).length >=
  app.projector.position;

describe('What is recorded', () => {
  it('goes out under its noun, type and person, with an id of its own, to the stream and to whoever listens', async () => {
    const site = await aSite();
    const gateway = await aGateway(site);
    const heard: string[] = [];
    site.neighbour.connection.subscribe('cim.person.>', { callback: (_, { subject }) => void heard.push(subject) });
    await site.neighbour.connection.flush();
    await anOutbox(gateway);
    const { events } = await gateway.record(create(person(1)));
    await gateway.record(
      send(
        command('AddEmail', { emailId: person(9) as never, address: 'ada@example.org', kind: 'work' }, person(1)),
        'mail',
      ),
    );
    await until('both are published', () => isThrough(site, gateway));
    const [first, people, second] = await contentsOf(site.neighbour, PUBLISHED);
    expect(first?.subject).toBe(`cim.person.person.PersonCreated.${person(1)}`);
    expect(first?.id).toBe(events[0]?.cid);
    expect(first?.body).toMatchObject({ id: events[0]?.cid, cid: events[0]?.cid, n: 1, version: 1, cause: null });
    expect(people?.subject).toBe('people.person.created.v1');
    expect(people?.body).toEqual({ person_id: person(1), full_name: 'Ada Lovelace' });
    expect(second?.subject).toBe(`cim.person.contact-info.EmailAdded.${person(1)}`);
    // Blocks of the log itself lie under the same beginning; the published language never does.
    expect(heard.filter((subject) => !subject.startsWith('cim.person.event.'))).toEqual([
      first?.subject,
      second?.subject,
    ]);
  });

  it('carries nothing of how it was kept in order, so that neighbours can copy it into streams of their own', async () => {
    const site = await aSite();
    const gateway = await aGateway(site);
    await anOutbox(gateway);
    await found(gateway, [1, 2]);
    await until('it is published', () => isThrough(site, gateway));
    await site.neighbour.manager.streams.add({ name: 'THEIRS', sources: [{ name: PUBLISHED }] });
    await until('it is copied', async () => (await site.neighbour.manager.streams.info('THEIRS')).state.messages === 4);
    const message = await site.neighbour.manager.streams.getMessage(PUBLISHED, { seq: 1 });
    expect(message?.header.keys().filter((key) => /Expected|Batch/.test(key))).toEqual([]);
  });
});

describe('Several gateways', () => {
  it('publish everything once and in order, also when one after the other ends', async () => {
    const site = await aSite();
    const gateways = [await aGateway(site), await aGateway(site), await aGateway(site)] as const;
    const outboxes = [await anOutbox(gateways[0]), await anOutbox(gateways[1]), await anOutbox(gateways[2])];
    await found(gateways[0], PERSONS);
    for (const [at, outbox] of outboxes.entries()) {
      await live(gateways[2], PERSONS, 10, at * 10 + 1);
      if (at < 2) await outbox.stop();
    }
    await until('all is published', () => isThrough(site, gateways[2]));
    expect(await numbers(site)).toEqual(Object.fromEntries(PERSONS.map((n) => [person(n), upTo(31)])));
  });

  it('leave the work to one of them', async () => {
    const site = await aSite();
    const gateways = [await aGateway(site), await aGateway(site)] as const;
    const outboxes = [await anOutbox(gateways[0]), await anOutbox(gateways[1])];
    await found(gateways[0], PERSONS);
    await live(gateways[0], PERSONS, 20);
    await until('all is published', () => isThrough(site, gateways[0]));
    await until('one stands by', () => outboxes.filter(({ status }) => status.leads).length === 1);
  });
});

describe('A gateway that was away for a while', () => {
  it('cannot put anything out of order when it goes on with what it meant to publish', async () => {
    const site = await aSite();
    const gateway = await aGateway(site);
    const outlet = await gateway.log.wires.outlet({ keepDays: 1, keepMebibytes: 0 });
    const before = await outlet.end();
    await anOutbox(gateway);
    await found(gateway, PERSONS);
    await until('all is published', () => isThrough(site, gateway));
    const published = await contentsOf(site.neighbour, PUBLISHED);
    const late = { id: 'late', subject: `cim.person.person.PersonCreated.${person(1)}`, bytes: Buffer.from('{}') };
    expect(await outlet.post([late], before.sequence)).toEqual({ kind: 'overtaken' });
    expect(await outlet.post([late, { ...late, id: 'later' }], before.sequence)).toEqual({ kind: 'overtaken' });
    expect(await contentsOf(site.neighbour, PUBLISHED)).toEqual(published);
  });

  it('goes on after the last event that went out', async () => {
    const site = await aSite();
    const first = await aGateway(site);
    const outbox = await anOutbox(first);
    await found(first, PERSONS);
    await until('all is published', () => isThrough(site, first));
    await outbox.stop();
    await live(first, PERSONS, 3);
    const second = await aGateway(site);
    await anOutbox(second);
    await until('all is published', () => isThrough(site, second));
    expect(await numbers(site)).toEqual(Object.fromEntries(PERSONS.map((n) => [person(n), upTo(4)])));
  });

  it('begins with what happens from now on where that is wanted, the last event first', async () => {
    const site = await aSite();
    const gateway = await aGateway(site);
    await found(gateway, PERSONS);
    await anOutbox(gateway, { from: 'now' });
    await gateway.record(tag(person(1), 'new'));
    await until('it is published', async () => {
      const all = await contentsOf(site.neighbour, PUBLISHED).catch(() => []);
      return all.some(({ subject }) => subject.includes('TagAdded'));
    });
    const subjects = (await contentsOf(site.neighbour, PUBLISHED)).map(({ subject }) => subject.split('.')[3]);
    expect(subjects.filter((type) => type === 'PersonCreated').length).toBeLessThanOrEqual(1);
  });
});
