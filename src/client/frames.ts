/** Server-sent events out of a body, one by one as they come. */

import { Lost, lost } from './http.ts';

export interface Frame {
  readonly event: string;
  /** Null of a frame that only says where the stream is. */
  readonly data: string | null;
  readonly id: string | null;
}

/** How long a connection may be silent before it counts as broken, in milliseconds. The gateway speaks every 10 s. */
export const SILENT_MS_MAX = 30_000;

/** Reads until the body ends. Throws Lost when it breaks off or goes silent while it is waited for. */
export async function* framesIn(body: ReadableStream<Uint8Array>): AsyncGenerator<Frame, undefined> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let text = '';
  try {
    for (;;) {
      const { done, value } = await within(SILENT_MS_MAX, reader.read());
      if (done) return;
      text += decoder.decode(value, { stream: true });
      for (let end = END.exec(text); end !== null; end = END.exec(text)) {
        const block = text.slice(0, end.index);
        text = text.slice(end.index + end[0].length);
        yield frameOf(block);
      }
    }
  } finally {
    // Whoever stops reading in the middle gives the connection up.
    await reader.cancel().catch(() => {});
  }
}

const END = /\r?\n\r?\n/;

function frameOf(block: string): Frame {
  let event = 'message';
  let id: string | null = null;
  const data: string[] = [];
  for (const line of block.split(/\r?\n/)) {
    const [, field, value = ''] = /^([^:]+): ?(.*)$/.exec(line) ?? [];
    if (field === 'event') event = value;
    else if (field === 'id') id = value;
    else if (field === 'data') data.push(value);
  }
  return { event, id, data: data.length === 0 ? null : data.join('\n') };
}

/** What is promised, if it comes in time. Throws Lost. */
export async function within<T>(ms: number, promise: Promise<T>): Promise<T> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Lost(`nothing came for ${ms / 1000} s`)), ms);
  try {
    return await Promise.race([promise, late]);
  } catch (error) {
    throw error instanceof Lost ? error : lost(error);
  } finally {
    clearTimeout(timer);
  }
}
