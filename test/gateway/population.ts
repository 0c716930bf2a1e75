/**
 * 25 persons to ask about, from Ada (1) to Yun (25), created in another order than that of their names, a minute apart.
 * Uma (21) and those before are active, Val (22) is suspended, Wes (23) archived, Xia (24) deceased, Yun merged into Ada.
 */

import { idOf, NOW, type TestGateway } from './gateway.ts';

export const NAMES =
  'Ada Bea Cid Dan Eva Fay Gus Hal Ida Jon Kim Leo Mia Ned Oda Pam Quy Ria Sam Tom Uma Val Wes Xia Yun'.split(' ');

/** The name of the person with this number. */
export const nameOf = (number: number): string => NAMES[number - 1] as string;

/** Numbers in the order of creation. */
export const CREATED = NAMES.map((_, index) => ((index * 7) % 25) + 1);

/** Everybody with an even number can do mathematics, every third physics, every fifth chess; Yun nothing. */
const SKILLS = [
  [2, 'Mathematics', 'Science'],
  [3, 'Physics', 'Science'],
  [5, 'Chess', 'Games'],
] as const;

/** Who stands to whom: from, to, as what, how strongly. */
const RELATIONSHIPS = [
  [1, 2, 'FRIEND', 1],
  [2, 3, 'MENTOR', 0.5],
  [3, 4, 'MENTOR', 0.5],
  [4, 5, 'FRIEND', 0.5],
  [1, 6, 'COLLEAGUE', 0.5],
  [2, 6, 'FRIEND', 0.25],
  [6, 7, 'MANAGER', 0.5],
] as const;

export const relationshipId = (from: number, to: number): string => idOf(1000 + from * 100 + to);

export async function populate(gateway: TestGateway): Promise<void> {
  for (const number of CREATED) {
    gateway.outside.now += 60_000;
    const birthDate = `${1950 + number}-01-01`;
    await gateway.recorded('CreatePerson', { personId: idOf(number), name: { given: [nameOf(number)] }, birthDate });
  }
  for (let number = 1; number <= 24; number += 1) await equip(gateway, number);
  for (const [from, to, kind, strength] of RELATIONSHIPS) {
    const input = { relationshipId: relationshipId(from, to), kind, strength };
    await gateway.recorded('EstablishRelationship', { personId: idOf(from), otherId: idOf(to), ...input });
  }
  await gateway.recorded('ProposeRelationship', {
    ...{ personId: idOf(8), otherId: idOf(1), relationshipId: relationshipId(8, 1), kind: 'FRIEND' },
  });
  gateway.outside.now += 60_000;
  await gateway.recorded('SuspendPerson', { personId: idOf(22), reason: 'inquiry' });
  await gateway.recorded('ArchivePerson', { personId: idOf(23), reason: 'left' });
  await gateway.recorded('RecordDeath', { personId: idOf(24), date: '2026-02-01' });
  await gateway.recorded('MergePersons', { personId: idOf(25), targetId: idOf(1) });
}

async function equip(gateway: TestGateway, number: number): Promise<void> {
  const personId = idOf(number);
  for (const [every, name, category] of SKILLS)
    if (number % every === 0) await gateway.recorded('AddSkill', { personId, name, category });
  const job = { 1: ['Babbage & Co.', 'Analyst', 'London'], 3: ['Royal Society', 'Fellow', 'Paris'] }[number % 4];
  if (job !== undefined) {
    const [organization, role, location] = job;
    await gateway.recorded('AddEmployment', { personId, organization, role, location, start: '2020-01-01' });
  }
  if (number % 10 === 0) await gateway.recorded('AddTag', { personId, tag: 'Ten' });
  if (number <= 3)
    await gateway.recorded('AddEmail', { personId, address: `${nameOf(number).toLowerCase()}@example.org` });
}

/** When the person with this number was created, in UTC milliseconds. */
export const createdAt = (number: number): number => NOW + (CREATED.indexOf(number) + 1) * 60_000;
