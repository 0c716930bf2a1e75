/** The codes of refusals: closed, complete as statements, each given by somebody, and those of the domain specified here. */

import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { PERSON_STATUSES } from '../../src/domain/person/messages.ts';
import { refusalBy } from '../../src/domain/person/person.ts';
import { REFUSAL_CODES, SENTENCES } from '../../src/domain/rejection.ts';

const ROOT = new URL('../../', import.meta.url);

/** The text of all TypeScript files below a folder, except those that only list the codes. */
function textOf(folder: string): string {
  return readdirSync(new URL(folder, ROOT), { recursive: true, withFileTypes: true })
    .filter((file) => file.isFile() && file.name.endsWith('.ts'))
    .filter(({ name }) => !['rejection.ts', 'rejection.test.ts', 'generated.ts'].includes(name))
    .map((file) => readFileSync(`${file.parentPath}/${file.name}`, 'utf8'))
    .join('\n');
}

const namedIn = (text: string) => REFUSAL_CODES.filter((code) => text.includes(`'${code}'`));

/** Codes made of a status are not spelled out where they are given. */
const BY_STATUS: readonly string[] = PERSON_STATUSES.map(refusalBy);

/**
 * Nobody gives these: an active person takes every command but the one to create it, and no input has a moment or a
 * list that must not be empty. A code that is used again, or no longer there, is to be taken off this list.
 */
const GIVEN_BY_NOBODY = ['PERSON_IS_ACTIVE', 'LIST_EMPTY', 'DATE_TIME_INVALID'];

describe('The codes of refusals', () => {
  it('are each given somewhere in the program', () => {
    const given = new Set<string>([...namedIn(textOf('src')), ...namedIn(textOf('schema')), ...BY_STATUS]);
    given.delete('PERSON_IS_ACTIVE');
    expect(REFUSAL_CODES.filter((code) => !given.has(code))).toEqual(GIVEN_BY_NOBODY);
  });

  it('are each brought about by a specification, where the domain gives them', () => {
    const specified = new Set(namedIn(textOf('test/domain')));
    expect(namedIn(textOf('src/domain')).filter((code) => !specified.has(code))).toEqual([]);
  });

  it('are statements, and their sentences say what to do about it', () => {
    for (const code of REFUSAL_CODES) {
      expect(code).toMatch(/^[A-Z]+(_[A-Z]+)+$/);
      expect(SENTENCES[code]).toMatch(/^[A-Z].*[.]$/);
    }
    const sentences = REFUSAL_CODES.map((code) => SENTENCES[code]);
    expect(sentences.filter((each, at) => sentences.indexOf(each) !== at)).toEqual([]);
  });

  it('have one for every status that a person can be in', () => {
    for (const status of PERSON_STATUSES) expect(REFUSAL_CODES).toContain(refusalBy(status));
  });
});
