/** What can be told from the log alone: whether each history is a chain, and whether it could have come about. */

import { type Block, type Message, open } from './blocks.ts';
import type { Fault } from './fault.ts';
import { Law } from './law.ts';

/** The blocks in the messages, and what is wrong with them. */
export async function readLog(
  log: readonly Message[],
): Promise<{ readonly blocks: Block[]; readonly faults: Fault[] }> {
  const blocks: Block[] = [];
  const faults: Fault[] = [];
  for (const [at, message] of log.entries()) {
    if (message.sequence !== at + 1) {
      faults.push({ kind: 'gap', what: `the log has the sequence ${message.sequence} in place of ${at + 1}` });
      break;
    }
    const block = await open(message);
    if (typeof block === 'string') faults.push({ kind: 'bytes', what: `sequence ${message.sequence}: ${block}` });
    else blocks.push(block);
  }
  return { blocks, faults: [...faults, ...chainFaults(blocks), ...batchFaults(blocks)] };
}

function chainFaults(blocks: readonly Block[]): Fault[] {
  const faults: Fault[] = [];
  const persons = new Map<string, { last: Block | null; readonly law: Law; readonly commands: Set<string> }>();
  for (const block of blocks) {
    const { personId, n, prev, commandId, type } = block;
    const known = persons.get(personId) ?? { last: null, law: new Law(), commands: new Set() };
    persons.set(personId, known);
    const what = `${type} of ${commandId} about ${personId} at ${block.sequence}`;
    const expected = (known.last?.n ?? 0) + 1;
    if (n !== expected) faults.push({ kind: 'gap', what: `${what} is number ${n} in place of ${expected}` });
    if (prev !== (known.last?.cid ?? null))
      faults.push({ kind: 'link', what: `${what} does not follow the one before` });
    if (known.commands.has(commandId)) faults.push({ kind: 'doubled', what: `${what} is there a second time` });
    const against = known.law.take(block);
    if (against !== null) faults.push({ kind: 'law', what: `${what}: the person ${against}` });
    known.commands.add(commandId);
    known.last = block;
  }
  return faults;
}

/** Batches lie whole and together. */
function batchFaults(blocks: readonly Block[]): Fault[] {
  const faults: Fault[] = [];
  let open: Block['batch'] = null;
  for (const { batch, sequence } of blocks) {
    const follows = open === null ? (batch?.at ?? 1) === 1 : batch?.id === open.id && batch.at === open.at + 1;
    if (!follows) faults.push({ kind: 'half', what: `a batch is torn before sequence ${sequence}` });
    open = batch?.isLast === false ? batch : null;
  }
  if (open !== null) faults.push({ kind: 'half', what: `the batch ${open.id} has no end` });
  return faults;
}
