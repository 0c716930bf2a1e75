/**
 * A place in the log, as clients carry it: opaque, bound to one log, and checked for damage on the way.
 * Opaque because a second stream would need more than one number.
 */

import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';

const VERSION = 1;
const LOG_BYTES = 6;
const CHECK_BYTES = 4;
const SEQUENCE_BYTES = 6;
const BODY_BYTES = 1 + LOG_BYTES + SEQUENCE_BYTES;

export type PositionFault = 'malformed' | 'otherLog';

export class Positions {
  readonly #log: Buffer;
  /** The token given last: most answers tell the newest position, and several times. */
  #latest = { sequence: -1, token: '' };

  /** `logId` is any text that names one log for ever, such as its stream and the time of its creation. */
  constructor(logId: string) {
    this.#log = createHash('sha256').update(logId).digest().subarray(0, LOG_BYTES);
  }

  /** The token of a sequence. */
  encode(sequence: number): string {
    if (this.#latest.sequence === sequence) return this.#latest.token;
    const bytes = Buffer.alloc(BODY_BYTES + CHECK_BYTES);
    bytes.writeUInt8(VERSION, 0);
    this.#log.copy(bytes, 1);
    bytes.writeUIntBE(sequence, 1 + LOG_BYTES, SEQUENCE_BYTES);
    bytes.writeUInt32BE(crc32(bytes.subarray(0, BODY_BYTES)), BODY_BYTES);
    this.#latest = { sequence, token: bytes.toString('base64url') };
    return this.#latest.token;
  }

  /** The sequence in a token, or what is wrong with the token. */
  decode(token: string): number | PositionFault {
    const bytes = Buffer.from(token, 'base64url');
    if (bytes.length !== BODY_BYTES + CHECK_BYTES || bytes.toString('base64url') !== token) return 'malformed';
    const body = bytes.subarray(0, BODY_BYTES);
    if (body[0] !== VERSION || crc32(body) !== bytes.readUInt32BE(BODY_BYTES)) return 'malformed';
    if (!body.subarray(1, 1 + LOG_BYTES).equals(this.#log)) return 'otherLog';
    return body.readUIntBE(1 + LOG_BYTES, SEQUENCE_BYTES);
  }
}
