/** The person machine and decider, held to every cell of their table in docs/law.md. */

import { describe, expect, it } from 'vitest';
import type { Happened } from '../../src/domain/message.ts';
import { COMPONENT_COMMANDS, personGate } from '../../src/domain/person/machine.ts';
import type { PersonStatus } from '../../src/domain/person/messages.ts';
import {
  type AnyCommand,
  type AnyFact,
  type CommandName,
  decide,
  evolve,
  fold,
} from '../../src/domain/person/person.ts';
import { lawTable } from '../law.ts';
import {
  archived,
  command,
  created,
  died,
  drafted,
  GOOD_COMMANDS,
  happened,
  merged,
  name,
  suspended,
  THINGS,
} from './examples.ts';

const things = Object.values(THINGS);

/** Histories that lead to each status, of a person that has one of each thing. */
const HISTORIES: Readonly<Record<PersonStatus, readonly Happened<AnyFact>[]>> = {
  absent: [],
  draft: [drafted, ...things],
  active: [created, ...things],
  suspended: [created, ...things, suspended],
  archived: [created, ...things, archived],
  deceased: [created, ...things, died],
  merged: [created, ...things, merged],
};

const ONBOARDING_COMMANDS = ['StartOnboarding', 'AdvanceOnboarding', 'CompleteOnboarding', 'FailOnboarding'];

const personIn = (status: string) => fold(HISTORIES[status as PersonStatus]);
const bystander = fold([created]);

const table = lawTable('Person');
const rows = table.flatMap((row) =>
  row.label === 'any component command'
    ? COMPONENT_COMMANDS.map((each) => ({ ...row, command: each }))
    : row.label === 'any onboarding command'
      ? ONBOARDING_COMMANDS.map((each) => ({ ...row, command: each, variant: '' }))
      : [row],
);

function commandOf(row: { readonly command: string; readonly variant: string }): AnyCommand {
  if (row.command === 'CreatePerson' && row.variant === 'as draft') {
    return command('CreatePerson', { name: name('Ada', 'Lovelace'), draft: true });
  }
  return GOOD_COMMANDS[row.command as CommandName];
}

describe.each(rows.filter(({ variant }) => variant !== 'as target'))('$command $variant', (row) => {
  it.each(row.cells)('of a person that is $status: $says', ({ status, says }) => {
    const person = personIn(status);
    const hints = row.variant === 'as draft' ? { draft: true } : {};
    const decision = decide(commandOf(row), person, bystander);
    if (says === '-') {
      expect(personGate.permits(status as PersonStatus, row.command, hints)).toBe(false);
      const code =
        row.command === 'CreatePerson'
          ? 'PERSON_EXISTS'
          : status === 'absent'
            ? 'PERSON_NOT_FOUND'
            : `PERSON_IS_${status.toUpperCase()}`;
      expect(decision).toEqual({ kind: 'rejected', refusal: { code, field: 'personId' } });
      return;
    }
    const promised = says === '=' || says === '(=)' ? status : says;
    expect(personGate.permits(status as PersonStatus, row.command, hints)).toBe(true);
    expect(personGate.promised(status as PersonStatus, row.command, hints)).toBe(promised);
    // Where the onboarding stands decides then; see its own table.
    if (ONBOARDING_COMMANDS.includes(row.command)) return;
    if (says === '(=)') {
      expect(decision).toEqual({ kind: 'accepted', fact: null, otherFact: null });
      return;
    }
    if (decision.kind !== 'accepted' || decision.fact === null)
      throw new Error(`Nothing was recorded: ${JSON.stringify(decision)}`);
    // Agreement: the status that the fact leads to is the one that the machine promised.
    expect(evolve(person, happened(decision.fact)).core.status).toBe(promised);
  });
});

describe('MergePersons as target', () => {
  const row = table.find(({ variant }) => variant === 'as target');
  it.each(row?.cells ?? [])('with a target that is $status: $says', ({ status, says }) => {
    const target = personIn(status);
    const decision = decide(GOOD_COMMANDS.MergePersons, fold([created]), target);
    expect(personGate.permits(status as PersonStatus, 'AbsorbPerson')).toBe(says !== '-');
    if (says === '-') {
      const code = status === 'absent' ? 'PERSON_NOT_FOUND' : `PERSON_IS_${status.toUpperCase()}`;
      expect(decision).toEqual({ kind: 'rejected', refusal: { code, field: 'targetId' } });
      return;
    }
    if (decision.kind !== 'accepted' || decision.otherFact === null) throw new Error('Nothing was recorded');
    expect(evolve(target, happened(decision.otherFact)).core.status).toBe(status);
  });
});

it('has a row for every command of the noun, and a column for every status', () => {
  const named = new Set(rows.map((row) => row.command));
  expect([...named].sort()).toEqual(Object.keys(GOOD_COMMANDS).sort());
  for (const { cells } of table) expect(cells.map(({ status }) => status)).toEqual(personGate.statuses);
});
