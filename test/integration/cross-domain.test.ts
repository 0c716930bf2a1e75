/** Other domains and this one on a real server: their messages in, our published language out. */

import { afterEach, describe, expect, it } from 'vitest';
import type { PersonId } from '../../src/domain/ids.ts';
import type { AnyCommand } from '../../src/domain/person/person.ts';
import { Integration, type IntegrationWish } from '../../src/integration/integration.ts';
import { command, item, name } from '../domain/examples.ts';
import { atEnd, cleanUp, until } from '../nats/servers.ts';
import { aGateway, aSite, contentsOf, create, type Gateway, type Site, send } from './world.ts';

afterEach(cleanUp);

const AMARA = '3f6c1d52-9b0e-4a77-8c21-5d4e90ab17c3' as PersonId;
const BO = 'a1e47c90-2f63-4d18-b7f5-0c9d83e6124b' as PersonId;
const NORDLYS = '0b7e35d8-f142-4c96-a58b-d30e61f7942c';

const EVERYTHING: IntegrationWish = {
  hear: new Map([
    ['organization', null],
    ['location', null],
    ['agent', null],
    ['identity', null],
    ['git', null],
  ]),
  hearKeepDays: 1,
  people: true,
  publish: { from: 'beginning', keepDays: 1, keepMebibytes: 0 },
};

const PACE = { waitMs: 3_000, retryMs: 100, standByMs: 200 };

async function integrate(
  { app, log }: Gateway,
  wish: Partial<IntegrationWish> = {},
  pace: Partial<typeof PACE> = {},
): Promise<Integration> {
  const integration = new Integration({
    app,
    wires: log.wires,
    wish: { ...EVERYTHING, ...wish },
    tell: () => {},
    pace: { ...PACE, ...pace },
  });
  integration.start();
  atEnd(() => integration.stop());
  await until('all parts are open', async () => {
    const { hearing } = await integration.status();
    return hearing.every(({ streams }) => streams.length > 0);
  });
  return integration;
}

const say = ({ neighbour }: Site, subject: string, body: unknown) =>
  neighbour.connection.publish(subject, typeof body === 'string' ? body : JSON.stringify(body));

const memberAdded = (personId: string, more: object = {}) => ({
  MemberAdded: {
    organization_id: NORDLYS,
    member: {
      person_id: personId,
      organization_id: NORDLYS,
      role: {
        role_id: 'r1',
        role_code: 'ENG',
        title: 'Platform Engineer',
        department: 'Infrastructure',
        level: 'Senior',
        permissions: [],
        attributes: {},
      },
      joined_at: '2021-03-01T00:00:00Z',
      ends_at: null,
      reports_to: null,
      metadata: {},
      ...more,
    },
    added_at: '2025-08-07T09:15:30.123456789Z',
  },
});

const typesOf = async ({ app }: Gateway, id: PersonId) =>
  (await app.persons.history(id)).events.map(({ type }) => type);

const isQuiet = async (integration: Integration) => {
  const { hearing, waiting } = await integration.status();
  return hearing.every(({ lag }) => lag === 0) && waiting === 0;
};

describe('What other domains say', () => {
  it('becomes commands, and what is recorded of it goes out to everybody', async () => {
    const site = await aSite();
    const gateway = await aGateway(site);
    await gateway.record(create(AMARA));
    await gateway.record(create(BO));
    await gateway.record(
      send(command('AddEmail', { emailId: BO as never, address: 'amara@example.org', kind: 'work' }, AMARA), 'mail'),
    );
    await gateway.record(send(command('StartOnboarding', {}, AMARA), 'onboard'));
    const integration = await integrate(gateway);
    say(site, 'organization.events.member_added', memberAdded(AMARA));
    say(site, 'organization.events.reporting', {
      ReportingRelationshipChanged: {
        organization_id: NORDLYS,
        person_id: AMARA,
        old_manager_id: null,
        new_manager_id: BO,
        changed_at: '2025-08-08T00:00:00Z',
      },
    });
    say(site, 'location.addr.associated', {
      AddressAssociatedWithPerson: {
        address_id: 'addr-9',
        person_id: { id: AMARA },
        address_type: 'Residential',
        is_primary: true,
        effective_date: '2025-08-07T09:15:30.123456789Z',
      },
    });
    say(site, 'agent.deployed', { AgentDeployed: { agent_id: 'agent-3', owner_id: AMARA } });
    say(site, `identity.person.${AMARA}.verified`, { verified_at: '2025-08-09T17:42:05.004217Z' });
    say(site, 'git.event.commit.created', {
      metadata: { event_id: 'e-1', correlation_id: 'push-7' },
      event: {
        event_type: 'CommitCreated',
        commit_hash: '9fceb02',
        author: { name: 'Amara', email: 'Amara@Example.org' },
      },
    });
    await until('all is heard', async () => (await typesOf(gateway, AMARA)).length === 10);
    const { events } = await gateway.app.persons.history(AMARA);
    expect(
      events
        .slice(3)
        .map(({ type }) => type)
        .sort(),
    ).toEqual(
      [
        'AttributeSet',
        'EmploymentAdded',
        'EmploymentUpdated',
        'IdentityLinked',
        'IdentityLinked',
        'LocationAssigned',
        'OnboardingAdvanced',
      ].sort(),
    );
    const hired = events.find(({ type }) => type === 'EmploymentAdded');
    expect(hired?.data).toMatchObject({
      organizationId: NORDLYS,
      role: 'Platform Engineer',
      start: '2021-03-01',
      department: 'Infrastructure',
    });
    expect(hired?.meta).toMatchObject({ actor: 'neighbour:organization', source: 'integration' });
    const linked = events.find(({ data }) => (data as { system?: string }).system === 'git');
    expect(linked?.meta.correlationId).toBe('push-7');
    await until('all is published', async () => {
      const all = await contentsOf(site.neighbour, 'PERSON_PUBLISHED');
      return all.filter(({ body }) => body.personId === AMARA).length === 10;
    });
    const out = await contentsOf(site.neighbour, 'PERSON_PUBLISHED');
    expect(out.find(({ id }) => id === hired?.cid)?.subject).toBe(`cim.person.relationship.EmploymentAdded.${AMARA}`);
    expect(await integration.status()).toMatchObject({ parked: 0, waiting: 0 });
  });

  it('is not lost while no gateway runs', async () => {
    const site = await aSite();
    const first = await aGateway(site);
    await first.record(create(AMARA));
    const integration = await integrate(first);
    await integration.stop();
    await first.app.stop();
    await first.log.close();
    say(site, 'organization.member', memberAdded(AMARA));
    await site.neighbour.connection.flush();
    const second = await aGateway(site);
    await integrate(second);
    await until('it is heard', async () => (await typesOf(second, AMARA)).includes('EmploymentAdded'));
  });

  it('takes effect once, however often it comes and however many gateways hear it', async () => {
    const site = await aSite();
    const gateways = [await aGateway(site), await aGateway(site), await aGateway(site)] as const;
    await gateways[0].record(create(AMARA));
    const integrations = [await integrate(gateways[0]), await integrate(gateways[1]), await integrate(gateways[2])];
    const roles = Array.from({ length: 10 }, (_, at) => `Role ${at}`);
    say(site, 'organization.member', memberAdded(AMARA));
    for (const [at, new_role] of roles.entries()) {
      const event = {
        organization_id: NORDLYS,
        person_id: AMARA,
        old_role: 'before',
        new_role,
        updated_at: `2025-08-${10 + at}T00:00:00Z`,
      };
      say(site, 'organization.member', { MemberRoleUpdated: event });
      say(site, 'organization.member', { MemberRoleUpdated: event });
    }
    // What came first comes again at the end, and is not taken for a step back.
    say(site, 'organization.member', memberAdded(AMARA));
    await until('all is heard', () => isQuiet(integrations[0] as Integration));
    const { events } = await gateways[0].app.persons.history(AMARA);
    const told = events
      .filter(({ type }) => type === 'EmploymentUpdated')
      .map(({ data }) => (data as { role?: string }).role);
    expect(told).toEqual(roles);
    expect(events.filter(({ type }) => type === 'EmploymentAdded')).toHaveLength(1);
    expect((await integrations[0]?.status())?.parked).toBe(0);
  });

  it('waits for a person that is not there yet, and keeps its order', async () => {
    const site = await aSite();
    const gateway = await aGateway(site);
    await gateway.record(create(BO));
    const integration = await integrate(gateway);
    say(site, 'organization.member', memberAdded(AMARA));
    say(site, 'organization.member', {
      MemberRoleUpdated: {
        organization_id: NORDLYS,
        person_id: AMARA,
        new_role: 'Staff Engineer',
        updated_at: '2025-08-09T00:00:00Z',
      },
    });
    say(site, 'organization.member', memberAdded(BO));
    await until('others do not wait', async () => (await typesOf(gateway, BO)).includes('EmploymentAdded'));
    expect((await integration.status()).waiting).toBe(2);
    await gateway.record(create(AMARA));
    await until('all is heard', async () => (await typesOf(gateway, AMARA)).length === 3);
    expect(await typesOf(gateway, AMARA)).toEqual(['PersonCreated', 'EmploymentAdded', 'EmploymentUpdated']);
    await until('nothing waits', () => isQuiet(integration));
    expect((await integration.status()).parked).toBe(0);
  });

  it('waits behind what was said of the same person before, also when that could be done by now', async () => {
    const site = await aSite();
    const gateway = await aGateway(site);
    const integration = await integrate(gateway, {}, { waitMs: 60_000, retryMs: 60_000 });
    say(site, 'organization.member', memberAdded(AMARA));
    await until('it waits', async () => (await integration.status()).waiting === 1);
    await gateway.record(create(AMARA));
    const event = { organization_id: NORDLYS, person_id: AMARA, new_role: 'Staff Engineer', updated_at: '2025-08-09' };
    say(site, 'organization.member', { MemberRoleUpdated: event });
    await until('all is heard', async () => (await typesOf(gateway, AMARA)).length === 3);
    expect(await typesOf(gateway, AMARA)).toEqual(['PersonCreated', 'EmploymentAdded', 'EmploymentUpdated']);
    expect(await integration.status()).toMatchObject({ waiting: 0, parked: 0 });
  });

  it('is read from the stream that holds it, where the neighbour has one', async () => {
    const site = await aSite();
    await site.neighbour.manager.streams.add({ name: 'SCM', subjects: ['git.>'] });
    const gateway = await aGateway(site);
    await gateway.record(create(AMARA));
    const integration = await integrate(gateway);
    say(site, 'git.event.author.identified', {
      AuthorIdentified: {
        person_id: { id: AMARA },
        git_email: 'amara@example.org',
        git_username: 'amara-o',
        repositories: [],
      },
    });
    await until('it is heard', async () => (await typesOf(gateway, AMARA)).length === 3);
    const status = (await integration.status()).hearing.find(({ name }) => name === 'git');
    expect(status?.streams).toEqual(['SCM']);
    expect(status?.remarks.join()).toContain('git.event.> is read from the stream SCM');
  });
});

describe('What cannot be dealt with', () => {
  it('is parked with why, and holds up nothing', async () => {
    const site = await aSite('max_payload: 16777216');
    const gateway = await aGateway(site);
    await gateway.record(create(AMARA));
    const integration = await integrate(gateway);
    const broken = [
      '{',
      '[]',
      '"text"',
      '\xff',
      JSON.stringify({ MemberAdded: { organization_id: NORDLYS } }),
      JSON.stringify({ MemberAdded: { ...memberAdded('nobody').MemberAdded } }),
    ];
    for (const body of broken) say(site, 'organization.member', body);
    say(site, 'organization.member', JSON.stringify({ MemberAdded: 'x'.repeat(10 * 1024 * 1024) }));
    say(site, 'organization.member', { MemberPromoted: { person_id: AMARA } });
    say(site, 'organization.member', memberAdded(AMARA, { role: 'x'.repeat(600) }));
    say(site, 'organization.member', {
      MemberRemoved: { organization_id: 'org-9', person_id: AMARA, removed_at: '2025-01-01' },
    });
    say(site, 'organization.member', memberAdded(AMARA));
    await until('the last one is heard', async () => (await typesOf(gateway, AMARA)).includes('EmploymentAdded'));
    const { items, left } = await integration.parked('organization', 0, 100);
    expect(left).toBe(broken.length + 3);
    expect(items.map(({ reason }) => reason)).toEqual([
      'The message is no JSON.',
      'The message is no JSON object.',
      'The message is no JSON object.',
      expect.stringContaining('The message is no JSON'),
      expect.stringContaining('MemberAdded: member '),
      'MemberAdded: member.person_id is no UUID.',
      expect.stringMatching(/has 104857\d+ bytes; at most 262144 are read/),
      expect.stringContaining('TEXT_TOO_LONG'),
      expect.stringContaining('does not belong to the organization org-9'),
    ]);
    const status = (await integration.status()).hearing.find(({ name }) => name === 'organization');
    expect(status?.ignored).toEqual({ '"MemberPromoted": events of this type are not known here': 1 });
  });

  it('can be tried again when what was in its way is gone, or dropped', async () => {
    const site = await aSite();
    const gateway = await aGateway(site);
    await gateway.record(create(AMARA));
    await gateway.record(send(command('ArchivePerson', { reason: 'left' }, AMARA), 'archive'));
    const integration = await integrate(gateway);
    say(site, 'organization.member', memberAdded(AMARA));
    say(site, 'organization.member', '{');
    await until('both are parked', async () => (await integration.parked(null, 0, 10)).left === 2);
    const [first, second] = (await integration.parked(null, 0, 10)).items;
    expect(first?.refusals).toMatchObject([{ command: 'AddEmployment', personId: AMARA, code: 'PERSON_IS_ARCHIVED' }]);
    expect(await integration.replay(first?.id ?? '')).toMatchObject({ kind: 'kept' });
    await gateway.record(send(command('ReactivatePerson', {}, AMARA), 'back'));
    expect(await integration.replay(first?.id ?? '')).toEqual({ kind: 'settled', commands: 1, reason: null });
    expect(await integration.replay(first?.id ?? '')).toEqual({ kind: 'unknown' });
    expect(await integration.drop(second?.id ?? '')).toBe(true);
    expect(await integration.drop(second?.id ?? '')).toBe(false);
    expect((await integration.parked(null, 0, 10)).left).toBe(0);
    expect(await typesOf(gateway, AMARA)).toContain('EmploymentAdded');
  });

  it('waits no longer than it may for a person that never comes', async () => {
    const site = await aSite();
    const gateway = await aGateway(site);
    const integration = await integrate(gateway);
    say(site, 'organization.member', memberAdded(AMARA));
    await until('it is given up', async () => (await integration.status()).parked === 1);
    expect((await integration.parked(null, 0, 1)).items[0]?.reason).toContain('PERSON_NOT_FOUND');
    expect((await integration.status()).waiting).toBe(0);
  });
});

describe('The client of people.person.*.v1', () => {
  /** Its own messages, as it sends and expects them. */
  const FOUND = {
    person_id: AMARA,
    full_name: 'Amara Okafor',
    email: 'amara@example.org',
    title: 'Platform Engineer',
  };

  it('is answered once, and told of names, by its own messages', async () => {
    const site = await aSite();
    const gateways = [await aGateway(site), await aGateway(site)] as const;
    for (const gateway of gateways) await integrate(gateway, { hear: new Map() });
    const { connection } = site.neighbour;
    const told: unknown[] = [];
    connection.subscribe('people.person.*.v1', {
      callback: (_, message) => {
        if (!message.subject.includes('query')) told.push([message.subject.split('.')[2], message.json()]);
      },
    });
    await connection.flush();
    const given = (sent: AnyCommand, id: string) => gateways[0].record(send(sent, id));
    await given(command('CreatePerson', { name: name('Amara', 'Okafor') }, AMARA), 'create');
    await given(command('AddEmail', { emailId: item(1), address: 'amara@example.org', kind: 'work' }, AMARA), 'mail');
    const job = { employmentId: item(2), organization: 'Nordlys AB', role: 'Platform Engineer' } as const;
    await given(command('AddEmployment', { ...job, employmentType: 'full_time', start: '2021-03-01' }, AMARA), 'job');
    await gateways[1].app.projector.reached(await gateways[1].app.feed.lastSequence(), 5_000);
    const ask = async (subject: string, body: unknown) => {
      const answers: unknown[] = [];
      const question = typeof body === 'string' ? body : JSON.stringify(body);
      for await (const answer of await connection.requestMany(subject, question, { maxWait: 300 }))
        answers.push(answer.json());
      return answers;
    };
    expect(await ask('people.person.query.v1', { person_id: AMARA })).toEqual([{ person: FOUND }]);
    expect(await ask('people.person.query.v1', { person_id: { id: AMARA.toUpperCase() } })).toEqual([
      { person: FOUND },
    ]);
    expect(await ask('people.person.query.v1', { person_id: BO })).toEqual([{ person: null }]);
    expect(await ask('people.person.query.v1', '{')).toEqual([{ person: null, error: expect.any(String) }]);
    expect(await ask('people.person.query-batch.v1', { person_ids: [AMARA, BO, 'nobody'] })).toEqual([
      { persons: { [AMARA]: FOUND } },
    ]);
    expect(await ask('people.person.query-batch.v1', { person_ids: 7 })).toEqual([
      { persons: {}, error: expect.any(String) },
    ]);
    const renamed = { ...name('Amara', 'Okafor-Lindqvist'), given: ['Amara', 'Ngozi'] };
    await given(command('RenamePerson', { name: renamed }, AMARA), 'rename');
    await until('both names are told', () => told.length === 2);
    expect(told).toEqual([
      ['created', { person_id: AMARA, full_name: 'Amara Okafor' }],
      ['updated', { person_id: AMARA, full_name: 'Amara Ngozi Okafor-Lindqvist' }],
    ]);
  });
});
