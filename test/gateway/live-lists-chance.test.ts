/**
 * Whatever happens, what a live list or search told last is what a question would be answered now. Nobody polls, so an
 * answer that changed without waking whom it concerns would be found here.
 */

import { setImmediate as turn } from 'node:timers/promises';
import { expect, it } from 'vitest';
import type { Stream } from '../../src/gateway/streams.ts';
import { Chance } from '../crash/chance.ts';
import { type Input, idOf, startGateway } from './gateway.ts';
import { dataOf, type Taps, tapsOf } from './in-process.ts';

const LIST = `persons(filter: $filter, orderBy: $orderBy, first: $first) {`;
const ROWS = `totalCount nodes { id version }`;
const SEARCH = `searchPersons(text: $text, filter: $filter, first: $first) {`;
const FINDS = `totalCount edges { score node { id version } }`;

const LIST_ARGS = '($filter: PersonFilter, $orderBy: PersonOrder, $first: Int)';
const SEARCH_ARGS = '($text: String, $filter: SearchFilter, $first: Int)';

const PERSONS = 8;
const STEPS = 120;
/** Of all that can be asked, as many as each run asks. */
const QUESTIONS = 60;
/** More of them by `SEEDS=100 vitest run test/gateway/live-lists-chance.test.ts`. */
const SEEDS = Number(process.env.SEEDS ?? 3);

const FILTERS: Input[] = [
  {},
  { status: ['ACTIVE'] },
  { status: ['ARCHIVED', 'MERGED', 'SUSPENDED'] },
  ...['a', 'ada', 'da lo', 'LOVE', '-', ' '].map((name) => ({ name })),
  ...['ac', 'acme', 'me corp', 'zeta', ''].map((employer) => ({ employer })),
  ...['pilot', 'lead eng', 'x'].map((role) => ({ role })),
  ...['par', 'paris, fr', 'rome'].map((location) => ({ location })),
  { skills: ['go'] },
  { skills: ['Go', 'rust'] },
  { skills: [] },
  { tag: 'vip' },
  { tag: 'VIP', status: ['ACTIVE'] },
  { bornFrom: '1980-01-01' },
  { bornTo: '1985-12-31', name: 'a' },
  { role: 'pilot', location: 'paris' },
  { employer: 'acme', tag: 'vip' },
];
const ORDERS: (Input | null)[] = [
  null,
  { field: 'NAME', direction: 'DESC' },
  { field: 'CREATED_AT', direction: 'DESC' },
  { field: 'LAST_ACTIVITY', direction: 'DESC' },
];
const TEXTS = ['ada', 'a', 'acme', 'jonson', 'ada acme', 'lovelace pilot', 'vi', 'example.org', '', '?'];

interface Watched {
  readonly query: string;
  readonly variables: Input;
  readonly stream: Stream;
  next: Promise<unknown>;
  told: unknown;
}

function questions(): { readonly live: string; readonly query: string; readonly variables: Input }[] {
  const lists = FILTERS.flatMap((filter) =>
    ORDERS.flatMap((orderBy) => [1, 3].map((first) => ({ filter, orderBy, first }))),
  ).map((variables) => ({
    live: `subscription ${LIST_ARGS} { it: ${LIST} persons { ${ROWS} } } }`,
    query: `query ${LIST_ARGS} { it: ${LIST} ${ROWS} } }`,
    variables,
  }));
  const searches = [...TEXTS, null].flatMap((text) =>
    [{}, { status: ['ACTIVE', 'ARCHIVED'] }, { tag: 'vip' }, { location: 'par' }].map((filter) => ({
      text,
      filter,
      first: 2,
    })),
  );
  return [
    ...lists,
    ...searches.map((variables) => ({
      live: `subscription ${SEARCH_ARGS} { it: ${SEARCH} searchPersons { ${FINDS} } } }`,
      query: `query ${SEARCH_ARGS} { it: ${SEARCH} ${FINDS} } }`,
      variables,
    })),
  ];
}

async function watch(taps: Taps, live: string, query: string, variables: Input): Promise<Watched> {
  const stream = await taps.open(live, variables);
  const watched: Watched = { query, variables, stream, next: Promise.resolve(), told: null };
  const follow = async () => {
    for (;;) {
      const { it } = await dataOf<{ it: Input }>(stream);
      watched.told = { it: it.persons ?? it.searchPersons };
    }
  };
  watched.next = follow().catch((error: unknown) => {
    if (!String(error).includes('It ended')) throw error;
  });
  return watched;
}

/** Something that may happen to a person, whether or not it can be. */
function command(chance: Chance, step: number): [string, Input] {
  const personId = idOf(chance.between(1, PERSONS));
  const otherId = idOf(chance.between(1, PERSONS));
  const [employmentId, addressId] = [1, 2].map((kind) => idOf(kind * 1_000 + chance.below(3)));
  const given = chance.pick(['Ada', 'Al', 'Bea', 'Johnson', 'Jonson', '-']);
  const name = { given: [given], family: chance.happens(50) ? [chance.pick(['Lovelace', 'Low'])] : [] };
  const organization = chance.pick(['Acme Corp', 'Zeta', 'AC']);
  const role = chance.pick(['Pilot', 'Lead Engineer']);
  const end = chance.pick([undefined, '2020-01-01', '2099-01-01']);
  const start = chance.pick(['2010-01-01', '2098-01-01']);
  const held = {
    organization,
    role,
    start,
    location: chance.pick(['Paris', 'Oslo']),
    ...(end === undefined ? {} : { end }),
  };
  const skill = chance.pick(['Go', 'Rust']);
  const tag = chance.pick(['vip', 'VIP', 'ada', 'other']);
  const reason = `step ${step}`;
  // Everybody is there soon, and nearly everybody stays.
  if (step < 2 * PERSONS)
    return ['CreatePerson', { personId: idOf(1 + (step % PERSONS)), name, draft: chance.happens(20) }];
  if (chance.happens(3)) return ['MergePersons', { personId, targetId: otherId }];
  return chance.pick<[string, Input]>([
    ['RenamePerson', { personId, name }],
    ['ActivatePerson', { personId }],
    ['ActivatePerson', { personId }],
    ['SuspendPerson', { personId, reason }],
    ['ReactivatePerson', { personId, reason }],
    ['ReactivatePerson', { personId, reason }],
    ['ReactivatePerson', { personId, reason }],
    ['ArchivePerson', { personId, reason }],
    ['SetBirthDate', { personId, date: chance.pick(['1970-05-05', '1982-02-02', '1990-09-09']) }],
    ['AddTag', { personId, tag }],
    ['AddTag', { personId, tag }],
    ['RemoveTag', { personId, tag }],
    ['AddSkill', { personId, name: skill }],
    ['RemoveSkill', { personId, name: skill }],
    [
      'AddEmail',
      { personId, emailId: idOf(3_000 + chance.below(2)), address: chance.pick(['ada@example.org', 'b@zeta.net']) },
    ],
    ['RemoveEmail', { personId, emailId: idOf(3_000 + chance.below(2)) }],
    ['AddEmployment', { personId, employmentId, ...held }],
    ['AddEmployment', { personId, employmentId, organization, role, start: '2010-01-01', end: '2099-01-01' }],
    ['UpdateEmployment', { personId, employmentId, role }],
    ['EndEmployment', { personId, employmentId, end: chance.pick(['2020-01-01', '2099-01-01']) }],
    ['RemoveEmployment', { personId, employmentId }],
    [
      'AddAddress',
      {
        personId,
        addressId,
        kind: 'HOME',
        city: chance.pick(['Paris', 'Rome']),
        countryCode: chance.pick(['FR', 'IT']),
      },
    ],
    ['RemoveAddress', { personId, addressId }],
    ['EstablishRelationship', { personId, otherId, kind: 'FRIEND' }],
    ['SetAttribute', { personId, name: 'step', value: step }],
  ]);
}

const seeds = Array.from({ length: SEEDS }, (_, at) => at + 1);

it.each(seeds)('A live answer is always the answer of now, by chance %i', async (seed) => {
  const chance = new Chance(`lists ${seed}`);
  const gateway = await startGateway();
  const taps = tapsOf(gateway);
  const some = questions().map((question) => ({ question, by: chance.below(1_000_000) }));
  some.sort((a, b) => a.by - b.by);
  const all: Watched[] = [];
  for (const { question } of some.slice(0, QUESTIONS))
    all.push(await watch(taps, question.live, question.query, question.variables));
  for (let step = 0; step < STEPS; step += 1) {
    const [name, input] = command(chance, step);
    gateway.outside.now += 1_000;
    const result = await gateway.command(name, input);
    if (result.__typename !== 'Recorded') continue;
    await gateway.app.projector.reached(gateway.app.positions.decode(result.position) as number, 5_000);
    // All that follows from it happens before the next turn.
    await turn();
    for (const { query, variables, told } of all) {
      const now = await taps.ask(query, variables);
      expect(told, `${name} ${JSON.stringify(input)} in step ${step} for ${JSON.stringify(variables)}`).toEqual(now);
    }
  }
  for (const { stream } of all) await stream.return?.();
  await Promise.all(all.map(({ next }) => next));
  await gateway.stop();
});
