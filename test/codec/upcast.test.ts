/** Old shapes of facts are brought to the shape of today when they are read; what is newer is handed on untouched. */

import { describe, expect, it } from 'vitest';
import { codec } from '../../src/codec/codec.ts';
import { open, seal } from '../../src/codec/envelope.ts';
import { MalformedBlock } from '../../src/codec/malformed.ts';
import { upcast, versionOf } from '../../src/codec/upcast.ts';
import type { Event } from '../../src/domain/message.ts';
import { FACT_NAMES } from '../../src/domain/person/facts.ts';
import { EVENT } from './blocks.ts';

const named = (name: Record<string, unknown>) => ({ status: 'active', name });
const WESTERN = { prefixes: [], suffixes: [], convention: 'western' };

describe('PersonCreated of version 1', () => {
  it.each([
    ['both names', { given: 'Ada', family: 'Lovelace' }, { given: ['Ada'], family: ['Lovelace'] }],
    ['a given name only', { given: 'Ada' }, { given: ['Ada'], family: [] }],
    ['a family name only', { given: '', family: 'Lovelace' }, { given: [], family: ['Lovelace'] }],
    ['a display name', { given: 'Ada', display: 'A. L.' }, { given: ['Ada'], family: [], display: 'A. L.' }],
  ])('with %s becomes one with lists', (_, name, lists) => {
    expect(upcast('PersonCreated', 1, named(name))).toStrictEqual({
      data: named({ ...lists, ...WESTERN }),
      version: 2,
      known: true,
    });
  });

  it('keeps what else it told', () => {
    const data = { ...named({ given: 'Ada' }), birthDate: '1815-12-10', source: 'import' };
    expect(upcast('PersonCreated', 1, data).data).toMatchObject({ birthDate: '1815-12-10', source: 'import' });
  });

  it('leaves the data it was given as they were', () => {
    const data = named({ given: 'Ada', family: 'Lovelace' });
    upcast('PersonCreated', 1, data);
    expect(data).toStrictEqual(named({ given: 'Ada', family: 'Lovelace' }));
  });

  it.each([[undefined], [null], ['Ada']])('is malformed when its name is %j', (name) => {
    expect(() => upcast('PersonCreated', 1, { status: 'active', name })).toThrow(MalformedBlock);
    expect(() => upcast('PersonCreated', 1, { status: 'active', name })).toThrow(
      'data.name is missing or has the wrong form',
    );
  });

  it('keeps the CID of its stored bytes, which another event goes on to follow', () => {
    const { bytes, cid } = seal({ ...EVENT, version: 1, data: named({ given: 'Ada' }) });
    const event = open(bytes, cid);
    expect(event.cid).toBe(cid);
    expect(event.version).toBe(2);
    expect(seal(event).cid).not.toBe(cid);
    const next = seal({ ...EVENT, n: 2, prev: event.cid });
    expect(open(next.bytes, next.cid).prev).toBe(cid);
  });
});

describe('what is newer than this program', () => {
  const data = { anything: [1, { at: 'all' }] };
  const handedOn = (event: Pick<Event, 'type' | 'version'>) => {
    const { bytes, cid } = seal({ ...EVENT, ...event, data });
    return codec.open({ sequence: 1, personId: EVENT.personId, cid, bytes });
  };

  it('is handed on as it is when the type is not known', () => {
    expect(upcast('PersonCloned', 1, data)).toStrictEqual({ data, version: 1, known: false });
    expect(handedOn({ type: 'PersonCloned', version: 3 })).toMatchObject({ known: false, version: 3, data });
  });

  it('is handed on as it is when the version is not known', () => {
    const version = versionOf('PersonCreated') + 1;
    expect(upcast('PersonCreated', version, data)).toStrictEqual({ data, version, known: false });
    expect(handedOn({ type: 'PersonCreated', version })).toMatchObject({ known: false, version, data });
  });

  it.each(['constructor', '__proto__', 'toString'])('does not take %s for a type it knows', (type) => {
    expect(upcast(type, 1, data).known).toBe(false);
  });
});

describe('the table', () => {
  it.each(FACT_NAMES)('leads every version of %s to that of today', (type) => {
    const today = versionOf(type);
    for (let version = 1; version <= today; version += 1) {
      expect(upcast(type, version, { name: {} })).toMatchObject({ version: today, known: true });
    }
  });

  it('leaves the shape of today as it is', () => {
    for (const type of FACT_NAMES) {
      const data = { some: 'data' };
      expect(upcast(type, versionOf(type), data).data).toBe(data);
    }
  });

  it('writes PersonCreated in version 2, and what has never changed in version 1', () => {
    expect(versionOf('PersonCreated')).toBe(2);
    expect(versionOf('PersonRenamed')).toBe(1);
    expect(versionOf('PersonCloned')).toBe(1);
  });
});
