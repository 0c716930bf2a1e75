/** What holds for every sequence of commands and every history, whoever sends them and whatever is in them. */

import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { personGate } from '../../src/domain/person/machine.ts';
import {
  type AnyCommand,
  COMMANDS,
  decide,
  evolve,
  fold,
  NOUNS,
  noPerson,
  type Person,
} from '../../src/domain/person/person.ts';
import { prospects } from '../../src/domain/person/prospects.ts';
import { anyHistory } from './fact-arbitraries.ts';
import { gateOf, hintsOf, statusOf } from './items.ts';
import { game, play, RARE, type Step, sealed } from './play.ts';

const RUNS = { seed: 20260301, numRuns: 500 } as const;

/** Holds the property to every step of the games. */
const everyStep = (holds: (step: Step) => void, numRuns: number = RUNS.numRuns) =>
  fc.assert(
    fc.property(game, (each) => play(each).forEach(holds)),
    { ...RUNS, numRuns },
  );

const didRecord = ({ decision }: Step) => decision.kind === 'accepted' && decision.fact !== null;
const wasRefused = ({ decision }: Step) => decision.kind === 'rejected';

it('The sequences played here are taken and refused often enough to mean something', () => {
  const steps = fc.sample(game, { ...RUNS, numRuns: 800 }).flatMap(play);
  expect(steps.filter(didRecord).length / steps.length).toBeGreaterThan(0.35);
  for (const name of NOUNS.flatMap((noun) => COMMANDS[noun])) {
    const told = steps.filter(({ command }) => command.type === name);
    const least = RARE.has(name) ? 1 : 5;
    expect(told.filter(didRecord).length, `${name} recorded`).toBeGreaterThanOrEqual(least);
    expect(told.filter(wasRefused).length, `${name} refused`).toBeGreaterThanOrEqual(least);
  }
});

describe('Whatever is sent', () => {
  // All that is given is sealed: a change would throw here.
  it('is decided without an exception, and without a change to what was given', () => {
    everyStep(({ command, before, decision }) => {
      expect(['accepted', 'rejected']).toContain(decision.kind);
      // Nor does it matter that the second person cannot be found.
      expect(['accepted', 'rejected']).toContain(decide(command, before[command.personId]!, null).kind);
    });
  });

  it('and recorded, records nothing when it is sent again', () => {
    everyStep((step) => {
      const { command, after, otherId } = step;
      if (!didRecord(step)) return;
      const again = decide(command, after[command.personId]!, otherId === null ? null : after[otherId]!);
      if (again.kind === 'accepted') expect([again.fact, again.otherFact]).toEqual([null, null]);
    });
  });

  it('and recorded, brings the person and the thing to where the machines promised', () => {
    everyStep(({ command, before, after, otherId, decision }) => {
      if (decision.kind === 'rejected') return;
      const [was, is] = [before[command.personId]!, after[command.personId]!];
      const { status } = was.core;
      const hints = command.type === 'CreatePerson' ? { draft: command.data.draft === true } : {};
      expect(personGate.permits(status, command.type, hints)).toBe(true);
      expect(is.core.status).toBe(personGate.promised(status, command.type, hints));
      const thing = statusOf(command, was);
      if (thing === null || decision.fact === null) return;
      const machine = gateOf(command.type)!;
      expect(machine.permits(thing, command.type, hintsOf(command, was))).toBe(true);
      const promised = machine.promised(thing, command.type, hintsOf(command, was));
      expect(statusOf(command, is)).toBe(promised);
      if (decision.otherFact !== null) expect(statusOf(command, after[otherId!]!)).toBe(promised);
    });
  });

  it('holds nothing in its fact that cannot be stored', () => {
    everyStep(({ decision }) => {
      if (decision.kind === 'rejected') return;
      for (const fact of [decision.fact, decision.otherFact]) {
        expect(isDeepStrictEqual(fact, JSON.parse(JSON.stringify(fact)))).toBe(true);
      }
    });
  });

  it('is refused where that was foretold, and accepted where that was', () => {
    everyStep(({ command, before, decision }) => {
      const foretold = prospects(before[command.personId]!).find(({ name }) => name === command.type)!;
      if (foretold.verdict === 'refused') expect(decision.kind).toBe('rejected');
      // As it is: what is sent with it besides may be refused, such as a deadline that has passed.
      if (foretold.verdict === 'allowed') {
        const empty = { ...command, data: {} } as AnyCommand;
        expect(decide(empty, before[command.personId]!).kind).toBe('accepted');
      }
    }, 100);
  });
});

it('Histories of any facts in any order make the same person at once, one by one, and in two parts', () => {
  fc.assert(
    fc.property(anyHistory, fc.nat(60), (facts, at) => {
      sealed(facts);
      const atOnce = sealed(fold(facts));
      const oneByOne = facts.reduce<Person>((person, fact) => sealed(evolve(person, fact)), sealed(noPerson()));
      const inParts = fold(facts.slice(at), sealed(fold(facts.slice(0, at))));
      expect(isDeepStrictEqual(atOnce, oneByOne)).toBe(true);
      expect(isDeepStrictEqual(atOnce, inParts)).toBe(true);
    }),
    RUNS,
  );
});
