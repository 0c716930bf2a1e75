/**
 * A place in the log, as clients carry it: opaque, bound to one log, and checked for damage on the way.
 * Opaque because a second stream would need more than one number.
 */

import { createHash } from 'node:crypto';

const VERSION = 1;
const LOG_BYTES = 6;
const CHECK_BYTES = 4;
const SEQUENCE_BYTES = 6;

export type PositionFault = 'malformed' | 'otherLog';

export class Positions {
  readonly #log: Buffer;

  /** `logId` is any text that names one log for ever, such as its stream and the time of its creation. */
  constructor(logId: string) {
    this.#log = digest(logId).subarray(0, LOG_BYTES);
  }

  /** The token of a sequence. */
  encode(sequence: number): string {
    const body = Buffer.alloc(1 + LOG_BYTES + SEQUENCE_BYTES);
    body.writeUInt8(VERSION, 0);
    this.#log.copy(body, 1);
    body.writeUIntBE(sequence, 1 + LOG_BYTES, SEQUENCE_BYTES);
    return Buffer.concat([body, digest(body).subarray(0, CHECK_BYTES)]).toString('base64url');
  }

  /** The sequence in a token, or what is wrong with the token. */
  decode(token: string): number | PositionFault {
    const bytes = Buffer.from(token, 'base64url');
    if (bytes.length !== 1 + LOG_BYTES + SEQUENCE_BYTES + CHECK_BYTES || bytes.toString('base64url') !== token)
      return 'malformed';
    const body = bytes.subarray(0, -CHECK_BYTES);
    const intact = body[0] === VERSION && digest(body).subarray(0, CHECK_BYTES).equals(bytes.subarray(-CHECK_BYTES));
    if (!intact) return 'malformed';
    if (!body.subarray(1, 1 + LOG_BYTES).equals(this.#log)) return 'otherLog';
    return body.readUIntBE(1 + LOG_BYTES, SEQUENCE_BYTES);
  }
}

function digest(value: string | Buffer): Buffer {
  return createHash('sha256').update(value).digest();
}
