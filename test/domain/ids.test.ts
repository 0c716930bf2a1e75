/** What is an id, and what only looks like one. */

import { describe, expect, it } from 'vitest';
import { COMMAND_ID_CHARACTERS_MAX, parseCommandId, parseItemId, parsePersonId } from '../../src/domain/ids.ts';

const UUID = '01890a5d-ac96-774b-bcce-b302099a8057';

describe.each([
  ['person', parsePersonId],
  ['thing', parseItemId],
])('The id of a %s', (_, parse) => {
  it('is a UUID, in lower case', () => {
    expect(parse(UUID)).toBe(UUID);
    expect(parse(UUID.toUpperCase())).toBe(UUID);
    expect(parse('6ba7b810-9dad-11d1-80b4-00c04fd430c8')).toBe('6ba7b810-9dad-11d1-80b4-00c04fd430c8');
  });
  it.each([
    ['empty', ''],
    ['too short', UUID.slice(1)],
    ['too long', `${UUID}0`],
    ['surrounded by space', ` ${UUID}`],
    ['on two lines', `${UUID}\n`],
    ['without hyphens', UUID.replaceAll('-', '')],
    ['of no known version', '01890a5d-ac96-074b-bcce-b302099a8057'],
    ['of another variant', '01890a5d-ac96-774b-0cce-b302099a8057'],
    ['with a letter that is no digit', UUID.replace('a', 'g')],
    ['with characters that a subject gives a meaning to', UUID.replace('0', '*')],
  ])('is not %s', (__, text) => expect(parse(text)).toBeNull());
});

describe('The id of a command', () => {
  it.each(['a', 'A.b_c:d-e', '0', UUID, 'x'.repeat(COMMAND_ID_CHARACTERS_MAX)])('may be %s', (text) =>
    expect(parseCommandId(text)).toBe(text),
  );
  it.each(['', '-a', '.a', 'a b', 'a/b', 'a\n', 'é', 'x'.repeat(COMMAND_ID_CHARACTERS_MAX + 1)])('is not %j', (text) =>
    expect(parseCommandId(text)).toBeNull(),
  );
  it('is taken as it is, case and all', () => expect(parseCommandId('Ab')).toBe('Ab'));
});
