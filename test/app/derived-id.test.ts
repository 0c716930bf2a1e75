/** Ids that follow from a command's id. They are on disk: a command sent again must mean the same things for ever. */

import { describe, expect, it } from 'vitest';
import { derivedId } from '../../src/app/derived-id.ts';
import { parsePersonId } from '../../src/domain/ids.ts';

const V7 = '01890a5d-ac96-774b-bcce-b302099a8057';

describe('a derived id', () => {
  it('is the same for the same command and name, for ever', () => {
    expect(derivedId(V7, 'person')).toMatchInlineSnapshot(`"01890a5d-ac96-7941-a923-d243561679f4"`);
    expect(derivedId('order-4711', 'person')).toMatchInlineSnapshot(`"8d2473f4-1b11-8cbb-9aae-bf2d972fff43"`);
    expect(derivedId(V7, 'person')).toBe(derivedId(V7, 'person'));
  });

  it('is another one for another name or another command', () => {
    const ids = [
      derivedId(V7, 'person'),
      derivedId(V7, 'email'),
      derivedId('01890a5d-ac96-774b-bcce-b302099a8058', 'person'),
      derivedId('order-4711', 'person'),
      derivedId('order-4711', 'email'),
      // Name and command do not run into each other.
      derivedId('b', 'a'),
      derivedId('', 'ab'),
    ];
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('is of version 7 with the time of the command id, where that is of version 7', () => {
    const id = derivedId(V7, 'person');
    expect(id.slice(0, 13)).toBe(V7.slice(0, 13));
    expect(id[14]).toBe('7');
  });

  it.each([
    'order-4711',
    '01890a5d-ac96-474b-bcce-b302099a8057',
    '01890a5d-ac96-774b-ccce-b302099a8057',
    V7.toUpperCase(),
  ])('is of version 8 where the command id is anything else: %s', (commandId) => {
    expect(derivedId(commandId, 'person')[14]).toBe('8');
  });

  it('is a person id, whatever the command id', () => {
    for (let n = 0; n < 500; n += 1) {
      for (const commandId of [`command-${n}`, V7.slice(0, -3) + String(n).padStart(3, '0')]) {
        const id = derivedId(commandId, 'person');
        expect(parsePersonId(id), id).toBe(id);
      }
    }
  });
});
