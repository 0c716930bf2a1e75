/** Commands that are not taken: bad input, wrong status, stale versions, ids used before. Nothing is ever written. */

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BAD_INPUTS } from './bad-inputs.ts';
import { ADA, BOB } from './examples/example.ts';
import { createPerson, idOf, type Result, startGateway, type TestGateway } from './gateway.ts';
import { COMMANDS } from './promised.ts';

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startGateway();
  await createPerson(gateway, 1, 'Ada');
  await createPerson(gateway, 2, 'Bob');
});
afterAll(() => gateway.stop());

/** What would become of a command now: allowed, needsInput, or the code it is refused with. */
function prospect({ availableCommands }: Pick<Result, 'availableCommands'>, name: string): string | null | undefined {
  const found = availableCommands.find((each) => each.name === name);
  return found?.allowed === true ? 'allowed' : found?.needsInput === true ? 'needsInput' : found?.refused;
}

describe('Bad input', () => {
  it.each(BAD_INPUTS)('%s is refused: %s', async (_, command, input, code, field) => {
    const before = await gateway.store.lastSequence();
    const result = await gateway.command(command, { personId: ADA, ...input });
    expect(result).toMatchObject({ __typename: 'Refused', code, field });
    expect(result.message).toMatch(/^[A-Z].+\.$/);
    expect(await gateway.store.lastSequence()).toBe(before);
  });

  it('is told at the first field at fault, whatever else is wrong', async () => {
    const input = { personId: ADA, address: 'nonsense', emailId: 'nonsense' };
    expect(await gateway.command('AddEmail', input)).toMatchObject({ code: 'ID_INVALID', field: 'emailId' });
  });

  it.each([
    ['a birth on the day that has begun somewhere on earth', 'SetBirthDate', { date: '2026-03-02' }],
    ['the 29th of February of a leap year', 'SetBirthDate', { date: '2024-02-29' }],
    ['a text of exactly 100 characters', 'AddTag', { tag: 'x'.repeat(100) }],
    ['line breaks and tabs in a reason', 'SuspendPerson', { reason: 'a\tb\nc' }],
    ['JSON nested 24 deep', 'SetAttribute', { name: 'x', value: JSON.parse('['.repeat(24) + ']'.repeat(24)) }],
    ['the equator at Greenwich', 'AddAddress', { latitude: 0, longitude: 0 }],
    ['an upper-case person id', 'AddTag', { personId: ADA.toUpperCase(), tag: 'x' }],
    ['a command id of 128 characters', 'AddTag', { commandId: 'x'.repeat(128), tag: 'x' }],
  ])('does not include %s', async (_, command, input) => {
    const result = await gateway.command(command, { personId: ADA, ...input, validateOnly: true });
    expect(result).toMatchObject({ __typename: 'Recorded', personId: ADA });
  });
});

describe('A command that the status forbids', () => {
  beforeAll(async () => {
    await gateway.recorded('CreatePerson', { personId: idOf(10), name: { given: ['Draft'] }, draft: true });
    for (const number of [11, 12, 13, 14]) await createPerson(gateway, number);
    await gateway.recorded('SuspendPerson', { personId: idOf(11), reason: 'inquiry' });
    await gateway.recorded('ArchivePerson', { personId: idOf(12), reason: 'left' });
    await gateway.recorded('RecordDeath', { personId: idOf(13), date: '2026-01-01' });
    await gateway.recorded('MergePersons', { personId: idOf(14), targetId: BOB });
  });

  it.each([
    [
      'a draft',
      10,
      'SuspendPerson',
      { reason: 'x' },
      'PERSON_IS_DRAFT',
      { ActivatePerson: 'allowed', AddEmail: 'needsInput' },
    ],
    [
      'a suspended person',
      11,
      'AddEmail',
      { address: 'a@example.org' },
      'PERSON_IS_SUSPENDED',
      { ReactivatePerson: 'allowed', RenamePerson: 'needsInput', AddEmail: 'PERSON_IS_SUSPENDED' },
    ],
    [
      'an archived person',
      12,
      'AddTag',
      { tag: 'x' },
      'PERSON_IS_ARCHIVED',
      { ReactivatePerson: 'allowed', RecordDeath: 'needsInput', RenamePerson: 'PERSON_IS_ARCHIVED' },
    ],
    ['a deceased person', 13, 'ReactivatePerson', {}, 'PERSON_IS_DECEASED', { AddTag: 'PERSON_IS_DECEASED' }],
    ['a merged person', 14, 'AddTag', { tag: 'x' }, 'PERSON_IS_MERGED', { ReactivatePerson: 'PERSON_IS_MERGED' }],
    [
      'nobody',
      99,
      'AddTag',
      { tag: 'x' },
      'PERSON_NOT_FOUND',
      { CreatePerson: 'needsInput', AddTag: 'PERSON_NOT_FOUND' },
    ],
    [
      'an active person',
      1,
      'ArchivePerson',
      { reason: '' },
      'REASON_EMPTY',
      {
        ArchivePerson: 'needsInput',
        AddEmail: 'needsInput',
        RemoveEmail: 'EMAIL_NOT_FOUND',
        CreatePerson: 'PERSON_EXISTS',
      },
    ],
  ])('%s: the answer says why, and what is possible instead', async (_, number, command, input, code, possible) => {
    const before = await gateway.store.lastSequence();
    const refused = await gateway.command(command, { personId: idOf(number), ...input });
    expect(refused).toMatchObject({ __typename: 'Refused', code });
    expect(refused.availableCommands.map(({ name }) => name)).toEqual(COMMANDS);
    for (const [name, verdict] of Object.entries(possible)) expect(prospect(refused, name), name).toBe(verdict);
    expect(await gateway.store.lastSequence()).toBe(before);
  });

  it('is foretold by the person: exactly what it says is refused is refused', async () => {
    const query =
      'query ($id: ID!) { person(id: $id) { availableCommands { name allowed needsInput refused reason } } }';
    const data = await gateway.ask<{ person: Pick<Result, 'availableCommands'> }>(query, { id: idOf(11) });
    expect(prospect(data.person, 'ReactivatePerson')).toBe('allowed');
    expect(prospect(data.person, 'AddEmail')).toBe('PERSON_IS_SUSPENDED');
    for (const { allowed, needsInput, refused } of data.person.availableCommands)
      expect([allowed, needsInput, refused !== null].filter(Boolean)).toHaveLength(1);
  });
});

describe('A command id', () => {
  it('sent again with the same input answers with the same events, and writes nothing', async () => {
    const input = { personId: BOB, tag: 'twice', commandId: 'same' };
    const first = await gateway.recorded('AddTag', input);
    const before = await gateway.store.lastSequence();
    const again = await gateway.recorded('AddTag', input);
    expect(again).toEqual({ ...first, replayed: true });
    expect(await gateway.store.lastSequence()).toBe(before);
  });

  it('is the same command in upper case and another order of fields', async () => {
    const first = await gateway.recorded('AddEmail', {
      commandId: 'order',
      personId: BOB,
      address: 'b@example.org',
      kind: 'WORK',
    });
    const again = { kind: 'WORK', address: ' b@example.org ', personId: BOB.toUpperCase(), commandId: 'order' };
    expect(await gateway.recorded('AddEmail', again)).toMatchObject({ replayed: true, events: first.events });
  });

  it('sent again with other input is refused', async () => {
    await gateway.recorded('AddTag', { personId: BOB, tag: 'one', commandId: 'reused' });
    const before = await gateway.store.lastSequence();
    const other = await gateway.command('AddTag', { personId: BOB, tag: 'two', commandId: 'reused' });
    expect(other).toMatchObject({
      __typename: 'Refused',
      code: 'COMMAND_ID_REUSED',
      field: 'commandId',
      commandId: 'reused',
    });
    expect(await gateway.store.lastSequence()).toBe(before);
  });

  it('of one person is free for another', async () => {
    await gateway.recorded('AddTag', { personId: BOB, tag: 'own', commandId: 'shared' });
    const other = await gateway.recorded('AddTag', { personId: ADA, tag: 'own', commandId: 'shared' });
    expect(other).toMatchObject({ replayed: false, events: [{ type: 'TagAdded' }] });
  });

  it('that came with a refused command may be used again', async () => {
    const commandId = 'corrected';
    expect(await gateway.command('AddTag', { personId: BOB, tag: '', commandId })).toMatchObject({
      code: 'TEXT_EMPTY',
    });
    expect(await gateway.recorded('AddTag', { personId: BOB, tag: 'full', commandId })).toMatchObject({
      replayed: false,
    });
  });
});

describe('An expected version', () => {
  it('that is not the person’s is contended, with both versions', async () => {
    await createPerson(gateway, 20);
    await gateway.recorded('AddTag', { personId: idOf(20), tag: 'x', expectedVersion: 1 });
    const before = await gateway.store.lastSequence();
    for (const expectedVersion of [0, 1, 3, 2_147_483_647]) {
      const stale = await gateway.command('AddTag', { personId: idOf(20), tag: 'y', expectedVersion });
      expect(stale).toMatchObject({ __typename: 'Contended', expectedVersion, actualVersion: 2 });
      expect(stale.message).toContain(`version 2, not ${expectedVersion}`);
    }
    expect(await gateway.store.lastSequence()).toBe(before);
  });

  it('of 0 means that the person must not exist yet', async () => {
    const create = { personId: idOf(21), name: { given: ['New'] }, expectedVersion: 0 };
    expect(await gateway.command('CreatePerson', create)).toMatchObject({ person: { version: 1 } });
    expect(await gateway.command('CreatePerson', { ...create, name: { given: ['Newer'] } })).toMatchObject({
      __typename: 'Contended',
      actualVersion: 1,
    });
  });

  it('does not stand in the way of the first answer', async () => {
    const input = { personId: idOf(20), tag: 'z', expectedVersion: 2, commandId: 'versioned' };
    const first = await gateway.recorded('AddTag', input);
    expect(await gateway.recorded('AddTag', input)).toEqual({ ...first, replayed: true });
  });
});

describe('validateOnly', () => {
  it('says which events there would be, writes nothing, and leaves the person unchanged', async () => {
    await createPerson(gateway, 30);
    const before = await gateway.store.lastSequence();
    const input = { personId: idOf(30), otherId: BOB, kind: 'FRIEND' };
    const result = await gateway.recorded('EstablishRelationship', {
      ...input,
      validateOnly: true,
      commandId: 'trial',
    });
    expect(result.events).toMatchObject([
      { type: 'RelationshipEstablished', personId: idOf(30), version: 2, data: { otherId: BOB } },
      { type: 'RelationshipEstablished', personId: BOB, data: { otherId: idOf(30) } },
    ]);
    expect(result).toMatchObject({ replayed: false, person: { version: 1 } });
    expect(await gateway.store.lastSequence()).toBe(before);
    // In earnest it is what was foretold, to the byte: the clock stands still and the ids follow from the command's.
    const earnest = await gateway.recorded('EstablishRelationship', { ...input, commandId: 'trial' });
    expect(earnest.events.map(({ cid }) => cid)).toEqual(result.events.map(({ cid }) => cid));
  });

  it('refuses what would be refused', async () => {
    const result = await gateway.command('AddTag', { personId: idOf(99), tag: 'x', validateOnly: true });
    expect(result).toMatchObject({ __typename: 'Refused', code: 'PERSON_NOT_FOUND' });
  });

  it('foretells the creation of a person that does not exist yet', async () => {
    const input = { personId: idOf(98), name: { given: ['Not yet'] }, validateOnly: true };
    const result = await gateway.recorded('CreatePerson', input);
    expect(result).toMatchObject({ person: null, events: [{ type: 'PersonCreated', version: 1, prev: null }] });
  });
});
