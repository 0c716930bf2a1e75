/** Events to blocks and back, beside the hash and the encoding alone. */

import { createHash } from 'node:crypto';
import { codec } from '../../src/codec/codec.ts';
import { decode, encode } from '../../src/codec/dag-cbor.ts';
import { decide, noPerson } from '../../src/domain/person/person.ts';
import { rateOf, tell } from './measure.ts';
import { lifeOf } from './people.ts';

const ROUNDS = 1_000;

export async function benchCodec(): Promise<void> {
  const [created] = lifeOf(1, 1);
  if (created === undefined) return;
  const { cid, bytes } = codec.seal(created);
  const block = { sequence: 1, personId: created.personId, cid, bytes };
  const value = decode(bytes);
  const command = { type: 'CreatePerson', personId: created.personId, at: 0, data: created.data } as never;
  const person = noPerson();
  const repeat = (work: () => unknown) => () => {
    for (let round = 0; round < ROUNDS; round += 1) work();
  };
  tell('a second', [
    [
      'sha2-256 of a block',
      await rateOf(
        ROUNDS,
        repeat(() => createHash('sha256').update(bytes).digest()),
      ),
    ],
    [
      'encode',
      await rateOf(
        ROUNDS,
        repeat(() => encode(value)),
      ),
    ],
    [
      'decode, and prove that it is canonical',
      await rateOf(
        ROUNDS,
        repeat(() => decode(bytes)),
      ),
    ],
    [
      'seal an event',
      await rateOf(
        ROUNDS,
        repeat(() => codec.seal(created)),
      ),
    ],
    [
      'open a block',
      await rateOf(
        ROUNDS,
        repeat(() => codec.open(block)),
      ),
    ],
    [
      'decide a command',
      await rateOf(
        ROUNDS,
        repeat(() => decide(command, person)),
      ),
    ],
  ]);
}
