/** Already so is no error: a command sent twice records once. */

import { expect, it } from 'vitest';
import type { Happened } from '../../src/domain/message.ts';
import { type AnyFact, type CommandName, decide, evolve, fold } from '../../src/domain/person/person.ts';
import type { RefusalCode } from '../../src/domain/rejection.ts';
import { created, drafted, GOOD_COMMANDS, happened, LOCATION_STEP, suspended, THINGS } from './examples.ts';

const things = Object.values(THINGS);
const other = fold([created]);

/** The two commands that do not leave a trace of what they are about; the second time is refused for what they find. */
const REFUSED_AGAIN: Partial<Record<CommandName, RefusalCode>> = {
  CreatePerson: 'PERSON_EXISTS',
  UnlinkIdentity: 'IDENTITY_NOT_LINKED',
};

const BEFORE: Partial<Record<CommandName, readonly Happened<AnyFact>[]>> = {
  CreatePerson: [],
  ActivatePerson: [drafted],
  ReactivatePerson: [created, suspended],
  StartOnboarding: [created],
  CompleteOnboarding: [created, ...things, LOCATION_STEP],
};

it.each(Object.values(GOOD_COMMANDS))('$type records something the first time, and nothing the second', (told) => {
  const person = fold(BEFORE[told.type] ?? [created, ...things]);
  const first = decide(told, person, other);
  if (first.kind === 'rejected' || first.fact === null) throw new Error(`Nothing recorded: ${JSON.stringify(first)}`);
  const after = evolve(person, happened(first.fact));
  const otherAfter = first.otherFact === null ? other : evolve(other, happened(first.otherFact));
  const second = decide(told, after, otherAfter);
  const code = REFUSED_AGAIN[told.type];
  if (code === undefined) expect(second).toEqual({ kind: 'accepted', fact: null, otherFact: null });
  else expect(second).toMatchObject({ kind: 'rejected', refusal: { code } });
});
