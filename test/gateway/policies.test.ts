/** Policies over HTTP: asked, tried, changed and helped, at two gateways that share everything. */

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { MemoryStore } from '../../src/app/memory-store.ts';
import { MemoryNotebook } from '../../src/app/policies/memory-notebook.ts';
import { MemoryQueue } from '../../src/app/policies/memory-queue.ts';
import { POLICIES } from '../../src/domain/policies/index.ts';
import { refused } from '../app/policies/rules.ts';
import { type Input, idOf, startGateway, type TestGateway } from './gateway.ts';

const DAY = 24 * 60 * 60 * 1000;
const PATIENCE = { timeout: 15_000, interval: 10 };

let gateway: TestGateway;
let other: TestGateway;
/** How far the clock of each gateway that cannot jump has come. */
let steady: number;

beforeEach(async () => {
  steady = 0;
  const store = new MemoryStore();
  const shared = {
    notebook: new MemoryNotebook(),
    queue: new MemoryQueue(store),
    rules: [...POLICIES, refused('stubborn')],
  };
  const policies = { ...shared, timing: { steady: () => steady, spreadMs: 0, pauseMs: 1 } };
  [gateway, other] = await Promise.all([startGateway({ store, policies }), startGateway({ store, policies })]);
  for (const each of [gateway, other]) await each.app.policies.start();
});

afterEach(async () => {
  await Promise.all([gateway.stop(), other.stop()]);
});

const RESULT = `__typename
  ... on PolicyChanged { policy { name enabled version history { version changes by at reason } } }
  ... on PolicyRefused { code message field }
  ... on PolicyContended { expectedVersion actualVersion message }`;

const update = async (input: Input, at = gateway, actor = 'ann') => {
  const query = `mutation ($input: UpdatePolicyInput!) { updatePolicy(input: $input) { ${RESULT} } }`;
  return (await at.ask<{ updatePolicy: Input }>(query, { input }, { 'x-actor': actor })).updatePolicy;
};
const enable = (name: string, settings: Input = {}) => update({ name, settings: { enabled: true, ...settings } });
const create = (n: number) =>
  gateway.recorded('CreatePerson', { personId: idOf(n), name: { given: ['Ada'], family: ['Lovelace'] } });
const pass = async (days: number) => {
  steady += days * DAY;
  for (const each of [gateway, other]) each.outside.now += days * DAY;
  for (const each of [gateway, other]) await each.app.policies.timer.tick();
};
const badInput = async (query: string, variables: Input = {}) => {
  const { body } = await gateway.post(query, variables);
  return [body.errors?.[0]?.extensions?.code, body.errors?.[0]?.extensions?.argument, body.errors?.[0]?.message];
};

describe('Policies', () => {
  it('are all off, with what can be set', async () => {
    const query = `{ policies { name description enabled version fired left parked lag looksAfter keepsTime history { version }
      settings { name description kind value standard least most unit words } } }`;
    const { policies } = await gateway.ask<{ policies: (Input & { settings: Input[] })[] }>(query);
    expect(policies.map(({ name, enabled, keepsTime }) => [name, enabled, keepsTime])).toEqual([
      ['auto-archive', false, true],
      ['skill-recommendation', false, false],
      ['relationship-cascade', false, true],
      ['data-quality', false, true],
      ['welcome', false, false],
      ['onboarding', false, true],
      ['stubborn', false, false],
    ]);
    expect(policies[0]).toMatchObject({
      version: 0,
      fired: 0,
      left: 0,
      parked: 0,
      lag: 0,
      looksAfter: [],
      history: [],
    });
    const setting = (name: string) => policies[0]?.settings.find((each) => each.name === name);
    expect(setting('days')).toEqual({
      name: 'days',
      description: 'Without activity for so long a person is archived.',
      ...{ kind: 'NUMBER', value: 365, standard: 365, least: 1, most: 36_500, unit: 'days', words: null },
    });
    expect(setting('statuses')).toMatchObject({
      kind: 'WORDS',
      value: ['active'],
      words: ['draft', 'active', 'suspended'],
    });
    expect(setting('onlyTags')).toMatchObject({ kind: 'WORDS', value: [], words: null, least: null });
    expect(await gateway.ask('{ policy(name: "nobody") { name } }')).toEqual({ policy: null });
  });

  it('are changed for all gateways at once, and tell who changed what', async () => {
    expect(await update({ name: 'auto-archive', settings: { days: 30 }, reason: ' Less to keep ' })).toMatchObject({
      __typename: 'PolicyChanged',
    });
    await update({ name: 'auto-archive', settings: { enabled: true, days: null }, expectedVersion: 1 }, other, 'bob');
    for (const each of [gateway, other]) {
      const query = '{ policy(name: "auto-archive") { enabled version history { version changes by at reason } } }';
      expect(await each.ask(query)).toEqual({
        policy: {
          enabled: true,
          version: 2,
          history: [
            {
              version: 2,
              changes: { enabled: true, days: null },
              by: 'bob',
              at: '2026-03-01T12:00:00.000Z',
              reason: null,
            },
            { version: 1, changes: { days: 30 }, by: 'ann', at: '2026-03-01T12:00:00.000Z', reason: 'Less to keep' },
          ],
        },
      });
    }
  });

  it.each([
    ['a policy that there is not', { name: 'nobody', settings: {} }, 'POLICY_UNKNOWN', 'name'],
    ['a setting that there is not', { name: 'welcome', settings: { loud: true } }, 'SETTING_UNKNOWN', 'settings.loud'],
    ['a number out of range', { name: 'auto-archive', settings: { days: 0 } }, 'NUMBER_OUT_OF_RANGE', 'settings.days'],
    [
      'a value of another kind',
      { name: 'welcome', settings: { newEmails: 'yes' } },
      'SETTING_MALFORMED',
      'settings.newEmails',
    ],
    ['no settings', { name: 'welcome', settings: 'on' }, 'SETTINGS_MALFORMED', 'settings'],
  ])('refuse %s', async (_, input, code, field) => {
    const result = await update(input);
    expect(result).toMatchObject({ __typename: 'PolicyRefused', code, field });
    expect(result.message).toMatch(/\.$/);
    expect((await gateway.ask<{ policies: Input[] }>('{ policies { version } }')).policies).not.toContainEqual({
      version: 1,
    });
  });

  it('are changed in the version that somebody saw, and in no other', async () => {
    await update({ name: 'welcome', settings: { newEmails: false } });
    expect(await update({ name: 'welcome', settings: { newEmails: true }, expectedVersion: 0 }, other)).toEqual({
      __typename: 'PolicyContended',
      expectedVersion: 0,
      actualVersion: 1,
      message: 'The settings are in version 1. Look at them and decide anew.',
    });
  });

  it.each(['policy:welcome', ' Policy:welcome'])('cannot be impersonated, by the name %s', async (actor) => {
    const input = { personId: idOf(1), name: { given: ['Ada'], family: ['Lovelace'] } };
    const created = await gateway.command('CreatePerson', input, { 'x-actor': actor });
    expect(created.events.map((event) => event.actor)).toEqual(['anonymous']);
    expect(await update({ name: 'welcome', settings: { enabled: true } }, gateway, actor)).toMatchObject({
      policy: { history: [{ by: 'anonymous' }] },
    });
  });
});

const DECISION = `id kind policy settingsVersion at because about personId person { id } cause { type } command commandId data
  effects { type actor cause correlationId } depth problem settles settledBy`;

describe('What policies decided', () => {
  it('is told with its cause and its effects, about everybody or one', async () => {
    await enable('welcome');
    await create(1);
    await create(2);
    const asked = `query ($personId: ID, $kinds: [PolicyDecisionKind!]) {
      policyDecisions(personId: $personId, policy: "welcome", kinds: $kinds) { totalCount nodes { ${DECISION} } } }`;
    type Page = { policyDecisions: { totalCount: number; nodes: Input[] } };
    await vi.waitFor(async () => expect((await gateway.ask<Page>(asked)).policyDecisions.totalCount).toBe(2), PATIENCE);
    const { policyDecisions } = await other.ask<Page>(asked, { personId: idOf(1), kinds: ['FIRED'] });
    const person = (
      await gateway.ask<{ person: { head: string; history: { nodes: Input[] } } }>(
        `{ person(id: "${idOf(1)}") { history { nodes { cid correlationId } } } }`,
      )
    ).person;
    const [created] = person.history.nodes;
    expect(policyDecisions.nodes).toEqual([
      {
        id: expect.any(String),
        ...{ kind: 'FIRED', policy: 'welcome', settingsVersion: 1, at: '2026-03-01T12:00:00.000Z', depth: 1 },
        ...{ because: 'The person is new.', about: idOf(1), personId: idOf(1), person: { id: idOf(1) } },
        cause: { type: 'PersonCreated' },
        command: 'RequestMessage',
        commandId: expect.stringMatching(/^policy:welcome:1:/),
        data: expect.objectContaining({ template: 'welcome_new_person' }),
        effects: [
          {
            type: 'MessageRequested',
            actor: 'policy:welcome',
            cause: created?.cid,
            correlationId: created?.correlationId,
          },
        ],
        ...{ problem: null, settles: null, settledBy: null },
      },
    ]);
  });

  it('comes page by page', async () => {
    await enable('welcome');
    for (const n of [1, 2, 3, 4, 5]) await create(n);
    await vi.waitFor(async () => expect(await gateway.app.policies.lag()).toBe(0), PATIENCE);
    const query = `query ($after: String) { policyDecisions(first: 2, after: $after) {
      nodes { id } pageInfo { hasNextPage endCursor } } }`;
    type Page = { policyDecisions: { nodes: { id: string }[]; pageInfo: { hasNextPage: boolean; endCursor: string } } };
    const ids: string[] = [];
    for (let after: string | null = null, more = true; more; ) {
      const { policyDecisions }: Page = await gateway.ask<Page>(query, { after });
      ids.push(...policyDecisions.nodes.map(({ id }) => id));
      ({ endCursor: after, hasNextPage: more } = policyDecisions.pageInfo);
    }
    expect(new Set(ids).size).toBe(5);
    expect(ids).toHaveLength(5);
  });

  it('cannot be asked of policies and persons that cannot be', async () => {
    const unknown = 'There is no policy of this name. See the query policies.';
    for (const query of [
      '{ policyDecisions(policy: "nobody") { totalCount } }',
      '{ parkedDecisions(policy: "nobody") { id } }',
      `{ policyOutlook(personId: "${idOf(1)}", policy: "nobody") { policy } }`,
    ]) {
      expect(await badInput(query)).toEqual(['BAD_USER_INPUT', 'policy', expect.stringContaining(unknown)]);
    }
    expect((await badInput('{ policyDecisions(personId: "x") { totalCount } }'))[1]).toBe('personId');
    expect((await badInput('{ policyDecisions(after: "x") { totalCount } }'))[0]).toBeDefined();
  });
});

describe('A preview', () => {
  const preview = `query ($name: String!, $settings: JSON, $at: DateTime, $first: Int) {
    policyPreview(name: $name, settings: $settings, at: $at, first: $first) {
      persons acts leaves failures { personId problem } decisions { acts personId person { id } because command data } } }`;

  it('tells what would happen, at another moment and under other settings, and nothing happens', async () => {
    for (const n of [1, 2, 3]) await create(n);
    const variables = { name: 'auto-archive', settings: { warningDays: 0 }, at: '2027-03-02T12:00:00Z', first: 1 };
    expect(await gateway.ask(preview, variables)).toEqual({
      policyPreview: {
        ...{ persons: 3, acts: 3, leaves: 0, failures: [] },
        decisions: [
          {
            acts: true,
            personId: idOf(1),
            person: { id: idOf(1) },
            because: 'There was no activity for 365 days.',
            command: 'ArchivePerson',
            data: { reason: 'Auto-archived due to 365 days of inactivity' },
          },
        ],
      },
    });
    expect(await gateway.store.lastSequence()).toBe(3);
    expect(await gateway.ask(preview, { name: 'auto-archive' })).toMatchObject({
      policyPreview: { persons: 3, acts: 0 },
    });
  });

  it.each([
    [{ name: 'nobody' }, 'name'],
    [{ name: 'auto-archive', settings: { days: 0 } }, 'settings.days'],
    [{ name: 'auto-archive', first: -1 }, 'first'],
    [{ name: 'auto-archive', first: 1_001 }, 'first'],
  ])('is refused for %j', async (variables, argument) => {
    expect((await badInput(preview, variables)).slice(0, 2)).toEqual(['BAD_USER_INPUT', argument]);
  });
});

describe('A run, and the time', () => {
  it('does for everybody what the policy wants, and goes on where it stopped', async () => {
    for (const n of [1, 2, 3]) await create(n);
    const run = async (variables: Input) =>
      (
        await gateway.ask<{ runPolicy: Input }>(
          `mutation ($name: String!, $from: Int, $atMost: Int) { runPolicy(name: $name, from: $from, atMost: $atMost) {
            __typename ... on PolicyRun { persons fired left parked next } ... on PolicyRefused { code field } } }`,
          variables,
        )
      ).runPolicy;
    expect(await run({ name: 'data-quality' })).toEqual({
      __typename: 'PolicyRefused',
      code: 'POLICY_IS_OFF',
      field: 'name',
    });
    expect(await run({ name: 'nobody' })).toEqual({
      __typename: 'PolicyRefused',
      code: 'POLICY_UNKNOWN',
      field: 'name',
    });
    await enable('data-quality', { graceHours: 0 });
    const first = await run({ name: 'data-quality', atMost: 2 });
    const rest = await run({ name: 'data-quality', from: first.next });
    expect(rest).toMatchObject({ __typename: 'PolicyRun', next: null });
    const noted = '{ policy(name: "data-quality") { fired } }';
    await vi.waitFor(async () => expect(await gateway.ask(noted)).toEqual({ policy: { fired: 3 } }), PATIENCE);
    for (const [variables, argument] of [
      [{ atMost: 0 }, 'atMost'],
      [{ atMost: 10_001 }, 'atMost'],
      [{ from: -1 }, 'from'],
    ] as const) {
      const query =
        'mutation ($from: Int, $atMost: Int) { runPolicy(name: "welcome", from: $from, atMost: $atMost) { __typename } }';
      expect((await badInput(query, variables)).slice(0, 2)).toEqual(['BAD_USER_INPUT', argument]);
    }
  });

  it('shows in the outlook of a person what comes, and when', async () => {
    await create(1);
    await enable('auto-archive');
    const outlook = `{ policyOutlook(personId: "${idOf(1)}", policy: "auto-archive") {
      policy enabled dueAt problem decisions { acts command because } } }`;
    expect(await gateway.ask(outlook)).toEqual({
      policyOutlook: [
        { policy: 'auto-archive', enabled: true, dueAt: '2027-01-30T12:00:00.000Z', problem: null, decisions: [] },
      ],
    });
    const clock = '{ policyClock { held entries next } }';
    await vi.waitFor(
      async () =>
        expect(await gateway.ask(clock)).toEqual({
          policyClock: { held: null, entries: 1, next: '2027-01-30T12:00:00.000Z' },
        }),
      PATIENCE,
    );
    await pass(335);
    await pass(30);
    expect(await gateway.ask(`{ person(id: "${idOf(1)}") { status } }`)).toEqual({ person: { status: 'ARCHIVED' } });
    expect(
      await gateway.ask(`{ policyOutlook(personId: "${idOf(2)}") { policy dueAt decisions { acts } } }`),
    ).toMatchObject({
      policyOutlook: expect.arrayContaining([{ policy: 'onboarding', dueAt: null, decisions: [] }]),
    });
  });

  it('is held while the clock cannot be trusted, and goes on when somebody confirms it', async () => {
    await create(1);
    await enable('auto-archive', { warningDays: 0 });
    gateway.outside.now += 400 * DAY;
    await gateway.app.policies.timer.tick();
    const held = (await gateway.ask<{ policyClock: { held: string } }>('{ policyClock { held } }')).policyClock.held;
    expect(held).toContain('The clock jumped forwards by 34560000 s.');
    const health = async () => (await (await fetch(`${gateway.address}/health`)).json()) as Input;
    expect(await health()).toMatchObject({
      status: 'degraded',
      problems: [`Policies do nothing by time. ${held} See confirmClock.`],
      policies: { enabled: ['auto-archive'], lag: 0, parked: 0, held },
    });
    expect(await gateway.ask('mutation { confirmClock { held } }')).toEqual({ confirmClock: { held: null } });
    await gateway.app.policies.timer.tick();
    expect(await gateway.ask(`{ person(id: "${idOf(1)}") { status } }`)).toEqual({ person: { status: 'ARCHIVED' } });
    expect(await health()).toMatchObject({ status: 'ok', problems: [] });
  });
});

describe('What is parked', () => {
  const parked = '{ parkedDecisions(policy: "stubborn") { id kind problem personId command } }';
  const SETTLED = `__typename ... on ParkedSettled { decision { id } fired parked } ... on PolicyRefused { code field }`;
  type Parked = { parkedDecisions: { id: string }[] };
  const replay = (id: string) =>
    gateway.ask(
      `mutation ($id: ID!) { it: replayParkedDecision(id: $id) { ${SETTLED} } }`,
      { id },
      { 'x-actor': 'ann' },
    );
  const drop = (id: string, reason: string) =>
    gateway.ask(
      `mutation ($id: ID!, $reason: String!) { it: dropParkedDecision(id: $id, reason: $reason) { ${SETTLED} } }`,
      { id, reason },
      { 'x-actor': 'ann' },
    );

  it('is listed with why, looked at again and dropped, and shows in health', async () => {
    await enable('stubborn');
    await create(1);
    await create(2);
    const ids = await vi.waitFor(async () => {
      const { parkedDecisions } = await other.ask<Parked>(parked);
      expect(parkedDecisions).toHaveLength(2);
      return parkedDecisions.map(({ id }) => id);
    }, PATIENCE);
    expect((await gateway.ask<Parked>(parked)).parkedDecisions[0]).toMatchObject({
      ...{ kind: 'PARKED', command: 'VerifyEmail' },
      problem: expect.stringMatching(/^EMAIL_NOT_FOUND \(emailId\): /),
    });
    const health = (await (await fetch(`${other.address}/health`)).json()) as Input;
    expect(health).toMatchObject({
      status: 'degraded',
      problems: ['2 decisions of policies wait for somebody to look; see the query parkedDecisions.'],
      policies: { parked: 2 },
    });
    const [first = '', second = ''] = ids;
    expect(await replay(first)).toEqual({
      it: { __typename: 'ParkedSettled', decision: { id: first }, fired: 0, parked: 1 },
    });
    expect((await other.ask<Parked>(parked)).parkedDecisions).toHaveLength(2);
    expect(await drop(second, 'Never mind')).toMatchObject({
      it: { __typename: 'ParkedSettled', decision: { id: second } },
    });
    expect((await other.ask<Parked>(parked)).parkedDecisions.map(({ id }) => id)).toEqual([first]);
    expect(await drop(second, 'Again')).toEqual({
      it: { __typename: 'PolicyRefused', code: 'DECISION_NOT_PARKED', field: 'id' },
    });
    expect(await replay(second)).toEqual({
      it: { __typename: 'PolicyRefused', code: 'DECISION_NOT_PARKED', field: 'id' },
    });
    const settled = '{ policyDecisions(kinds: [DROPPED]) { nodes { because settles settledBy } } }';
    expect(await gateway.ask(settled)).toEqual({
      policyDecisions: { nodes: [{ because: 'Never mind', settles: second, settledBy: 'ann' }] },
    });
  });

  it('is not dropped without a reason', async () => {
    const query = 'mutation ($reason: String!) { dropParkedDecision(id: "x", reason: $reason) { __typename } }';
    expect((await badInput(query, { reason: ' ' })).slice(0, 2)).toEqual(['BAD_USER_INPUT', 'reason']);
    expect((await badInput(query, { reason: 'x'.repeat(10_001) })).slice(0, 2)).toEqual(['BAD_USER_INPUT', 'reason']);
  });
});

it('An onboarding can be asked where it stands', async () => {
  await enable('onboarding', { start: true, deadlineDays: 10 });
  await create(1);
  const query = `{ person(id: "${idOf(1)}") { onboarding { status deadline failure } } }`;
  await vi.waitFor(
    async () =>
      expect(await gateway.ask(query)).toEqual({
        person: { onboarding: { status: expect.any(String), deadline: '2026-03-11', failure: null } },
      }),
    PATIENCE,
  );
  await pass(12);
  expect(await gateway.ask(query)).toMatchObject({
    person: { onboarding: { status: 'FAILED', failure: 'Not completed by 2026-03-11' } },
  });
});
