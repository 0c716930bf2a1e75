/** Blocks as a CAR file: exactly the bytes that lie in the log, each under its content id. */

import { hash } from 'node:crypto';
import { CarWriter } from '@ipld/car';
import { CID } from 'multiformats/cid';
import { EXIT, Failure } from './exits.ts';

export interface Sealed {
  readonly cid: string;
  /** The stored bytes, in base64. */
  readonly block: string;
}

/** The file, piece by piece. Throws Failure when a block is not what its content id says. */
export async function* carOf(roots: readonly string[], blocks: AsyncIterable<Sealed>): AsyncGenerator<Uint8Array> {
  const { writer, out } = CarWriter.create(roots.map((root) => CID.parse(root)));
  const writing = (async () => {
    for await (const sealed of blocks) await writer.put(opened(sealed));
    await writer.close();
  })();
  // What goes wrong there ends what comes out here, and is thrown below.
  writing.catch(() => writer.close());
  yield* out;
  await writing;
}

function opened({ cid: text, block }: Sealed): { readonly cid: CID; readonly bytes: Uint8Array } {
  const cid = CID.parse(text);
  const bytes = Buffer.from(block, 'base64');
  if (!hash('sha256', bytes, 'buffer').equals(cid.multihash.digest))
    throw new Failure(EXIT.refused, `The block ${text} is not what its content id says. Nothing was written.`);
  return { cid, bytes };
}
