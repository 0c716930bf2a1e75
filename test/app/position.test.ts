/** Places in the log, as clients carry them: they come back as they were, or are known to be broken. */

import { describe, expect, it } from 'vitest';
import { Positions } from '../../src/app/position.ts';

const LOG = 'PERSON@2026-03-01T12:00:00Z';
const positions = new Positions(LOG);
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

const SEQUENCES = [0, 1, 255, 256, 65_536, 4_294_967_296, 281_474_976_710_655];

describe('a position', () => {
  it.each(SEQUENCES)('comes back as it was: %i', (sequence) => {
    expect(positions.decode(positions.encode(sequence))).toBe(sequence);
  });

  it('is the same for the same place, and for every gateway on the log', () => {
    expect(new Positions(LOG).encode(7)).toBe(positions.encode(7));
    expect(new Positions(LOG).decode(positions.encode(7))).toBe(7);
  });

  it('is on clients that outlive a gateway, and so never changes its form', () => {
    expect(positions.encode(42)).toMatchInlineSnapshot(`"AVgd5EyNGQAAAAAAKmqb5-E"`);
  });

  it('fits into a header and an address as it is', () => {
    for (const sequence of SEQUENCES) expect(positions.encode(sequence)).toMatch(/^[\w-]{23}$/);
  });

  it('belongs to one log', () => {
    expect(new Positions('PERSON@2026-03-02T12:00:00Z').decode(positions.encode(7))).toBe('otherLog');
  });
});

describe('a broken position', () => {
  it.each(SEQUENCES)('is malformed, whichever character of it was changed: %i', (sequence) => {
    const token = positions.encode(sequence);
    for (let at = 0; at < token.length; at += 1) {
      for (const character of ALPHABET) {
        if (character === token[at]) continue;
        const changed = token.slice(0, at) + character + token.slice(at + 1);
        expect(positions.decode(changed), changed).toBe('malformed');
      }
    }
  });

  it.each([
    ['nothing', ''],
    ['a number', '42'],
    ['one that lost its end', positions.encode(42).slice(0, -1)],
    ['one with something behind it', `${positions.encode(42)}A`],
    ['one with space around it', ` ${positions.encode(42)}`],
    ['one with padding', `${positions.encode(42)}=`],
    ['other characters', '!'.repeat(23)],
    ['the plain alphabet of base64', positions.encode(42).replaceAll('-', '+').replaceAll('_', '/').replace(/\w/, '+')],
  ])('is malformed: %s', (_, token) => {
    expect(positions.decode(token)).toBe('malformed');
  });
});
