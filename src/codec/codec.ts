/** The codec as the application asks for it: what cannot be believed is a value, not an exception. */

import { type Codec, EventTooLarge } from '../app/ports.ts';
import { parseCid } from './cid.ts';
import { BLOCK_BYTES_MAX, digestOf } from './dag-cbor.ts';
import { open, seal } from './envelope.ts';
import { MalformedBlock } from './malformed.ts';
import { versionOf } from './upcast.ts';

export const codec: Codec = {
  seal: (event) => {
    const sealed = seal(event);
    if (sealed.bytes.length > BLOCK_BYTES_MAX) {
      throw new EventTooLarge(`The event has ${sealed.bytes.length} bytes, more than ${BLOCK_BYTES_MAX}`);
    }
    return sealed;
  },
  open: ({ bytes, cid, personId, sequence }) => {
    try {
      return { ...open(bytes, cid), sequence };
    } catch (error) {
      if (!(error instanceof MalformedBlock)) throw error;
      return { kind: 'damage', sequence, personId, cid, reason: error.message };
    }
  },
  versionOf,
  isCid: (text) => parseCid(text) !== null,
  digest: digestOf,
};
