/**
 * What is foretold is what happens: for every status, with nothing and with one of each thing, and for every command,
 * `prospects`, trying it out and doing it say the same.
 */

import { describe, expect, it } from 'vitest';
import { codec } from '../../src/codec/codec.ts';
import type { CommandId, PersonId } from '../../src/domain/ids.ts';
import type { Happened } from '../../src/domain/message.ts';
import type { AnyCommand, AnyFact } from '../../src/domain/person/person.ts';
import { type Prospect, prospects } from '../../src/domain/person/prospects.ts';
import {
  ADA,
  archived,
  BOB,
  CAROL,
  created,
  died,
  drafted,
  GOOD_COMMANDS,
  merged,
  suspended,
  THINGS,
} from '../domain/examples.ts';
import { aWorld, order, type World } from './world.ts';

const things = Object.values(THINGS);

const STATUSES: Readonly<Record<string, readonly Happened<AnyFact>[]>> = {
  absent: [],
  draft: [drafted],
  active: [created],
  suspended: [created, suspended],
  archived: [created, archived],
  deceased: [created, died],
  merged: [created, merged],
};

/** Puts facts of a person into the log, as other gateways wrote them. */
async function tell({ log, app }: World, personId: PersonId, facts: readonly Happened<AnyFact>[]): Promise<void> {
  let prev: string | null = null;
  for (const [at, fact] of facts.entries()) {
    const meta = {
      commandId: `told-${at}` as CommandId,
      inputDigest: '00',
      cause: null,
      correlationId: 'told',
      actor: 'tester',
      source: 'test',
    };
    const version = codec.versionOf(fact.type);
    const { cid, bytes } = codec.seal({ ...fact, personId, version, n: at + 1, prev, meta });
    log.put(personId, cid, bytes);
    prev = cid;
  }
  await app.projector.reached(await log.lastSequence(), 1_000);
}

async function aPerson(facts: readonly Happened<AnyFact>[]): Promise<World> {
  const world = aWorld();
  await tell(world, ADA, facts);
  for (const bystander of [BOB, CAROL]) await tell(world, bystander, [created]);
  return world;
}

const EMPTY = (command: AnyCommand) => ({ ...command, data: {} }) as AnyCommand;

/** Sends it as a try and in earnest, and holds the two to each other. */
async function become(world: World, sent: AnyCommand) {
  const before = await world.size();
  const tried = await world.send(order(sent, 'told', { validateOnly: true }));
  expect(await world.size()).toBe(before);
  const done = await world.send(order(sent, 'told-in-earnest'));
  expect(tried.kind).toBe(done.kind);
  if (tried.kind === 'recorded' && done.kind === 'recorded') {
    const plain = ({ events }: typeof tried) =>
      events.map(({ type, personId, n, data }) => ({ type, personId, n, data }));
    expect(plain(tried)).toEqual(plain(done));
    expect(await world.size()).toBe(before + done.events.length);
  } else {
    expect(await world.size()).toBe(before);
    if (tried.kind === 'refused' && done.kind === 'refused') expect(tried.refusal).toEqual(done.refusal);
  }
  return done;
}

const PERSONS = Object.entries(STATUSES).flatMap(([status, [first, ...last]]) =>
  first === undefined
    ? [{ whom: 'nobody', facts: [] }]
    : [
        { whom: `a person that is ${status} and has nothing`, facts: [first, ...last] },
        { whom: `a person that is ${status} and has one of each thing`, facts: [first, ...things, ...last] },
      ],
);

describe.each(PERSONS)('Of $whom', ({ facts }) => {
  it('everything that is foretold comes true', async () => {
    const { person } = await (await aPerson(facts)).app.persons.get(ADA);
    const foretold = prospects(person);
    expect(foretold).toHaveLength(73);
    for (const prospect of foretold) await holds(prospect, facts);
  });
});

async function holds({ name, verdict, refusal }: Prospect, facts: readonly Happened<AnyFact>[]): Promise<void> {
  const good = { ...GOOD_COMMANDS[name], personId: ADA } as AnyCommand;
  const sent = verdict === 'allowed' ? EMPTY(good) : good;
  const done = await become(await aPerson(facts), sent);
  if (verdict === 'refused') expect(done, name).toMatchObject({ kind: 'refused', refusal: { code: refusal } });
  if (verdict === 'allowed') expect(done.kind, name).toBe('recorded');
  // Where it depends on the input, an answer is an answer of the data and not of the status.
  if (verdict === 'needsInput' && done.kind === 'refused') expect(done.refusal.code, name).not.toMatch(/^PERSON_IS_/);
}
