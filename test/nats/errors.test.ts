/** What the server answers to a write, as what it means. */

import { describe, expect, it } from 'vitest';
import { appendedBy } from '../../src/nats/errors.ts';

const error = (err_code: number, description: string) => ({ error: { code: 400, err_code, description } });

describe('the answer to a write', () => {
  it('tells where the block lies', () => {
    expect(appendedBy({ stream: 'PERSON', seq: 7 }, 'PERSON', 1)).toEqual({ kind: 'appended', sequences: [7] });
  });

  it('tells where the last of several blocks lies, and so where all of them do', () => {
    const reply = { stream: 'PERSON', seq: 7, batch: 'b', count: 3 };
    expect(appendedBy(reply, 'PERSON', 3)).toEqual({ kind: 'appended', sequences: [5, 6, 7] });
  });

  it.each([
    ['another last sequence', error(10071, 'wrong last sequence: 4')],
    ['the same message id under way', error(10158, 'duplicate message id is in process')],
    ['something on this subject under way', error(10164, 'wrong last sequence')],
    ['a message id of a batch that was seen before', error(10201, 'batch duplicate')],
    ['a message id that was seen before', { stream: 'PERSON', seq: 3, duplicate: true }],
  ])('is a conflict for %s', (_, reply) => {
    expect(appendedBy(reply, 'PERSON', 1)).toEqual({ kind: 'conflict' });
  });

  it.each([
    [error(10077, 'maximum bytes exceeded'), 'the log refused the write: maximum bytes exceeded (10077)'],
    [error(10176, 'batch is incomplete'), 'the log refused the write: batch is incomplete (10176)'],
    [{ error: { code: 503 } }, 'the log refused the write: no reason given (503)'],
    [{ error: {} }, 'the log refused the write: no reason given (0)'],
  ])('says that nothing was written, and why: %j', (reply, reason) => {
    expect(appendedBy(reply, 'PERSON', 1)).toEqual({ kind: 'unavailable', reason });
  });

  it.each([
    ['nothing', null],
    ['no sequence', { stream: 'PERSON' }],
    ['a sequence that is no number', { stream: 'PERSON', seq: '7' }],
    ['sequence 0', { stream: 'PERSON', seq: 0 }],
    ['another stream', { stream: 'OTHER', seq: 7 }],
  ])('leaves open whether anything was written when it names %s', (_, reply) => {
    const unknown = { kind: 'unknown', reason: 'the log gave an answer that makes no sense' };
    expect(appendedBy(reply, 'PERSON', 1)).toEqual(unknown);
  });

  it('leaves it open too when so many blocks cannot lie there', () => {
    expect(appendedBy({ stream: 'PERSON', seq: 2 }, 'PERSON', 3).kind).toBe('unknown');
  });
});
