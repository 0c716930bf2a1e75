/** Sends many commands to a gateway: in requests of moderate size, several at once. */

import type { Client } from '../client/client.ts';
import type { CommandInput } from '../client/generated.ts';
import type { CommandResult } from '../client/results.ts';

/** Commands in one request, as long as one person's commands are not more. */
const COMMANDS_PER_REQUEST = 100;

const REQUESTS_AT_ONCE = 8;

export interface Tally {
  /** Commands that recorded something now. */
  recorded: number;
  /** Commands that had been taken before, or asked for what is so already. */
  repeated: number;
  readonly refused: { readonly commandId: string; readonly message: string }[];
}

export function newTally(): Tally {
  return { recorded: 0, repeated: 0, refused: [] };
}

/**
 * Sends lists of commands, each list in its order. Commands need ids of their own, so that sending them again is safe.
 * Throws GatewayUnreachable when the gateway stays away.
 */
export async function sendAll(
  client: Client,
  lists: readonly (readonly CommandInput[])[],
  advance: (by: number) => void,
): Promise<Tally> {
  const tally = newTally();
  const requests = packed(lists);
  const worker = async (): Promise<void> => {
    for (let request = requests.shift(); request !== undefined; request = requests.shift()) {
      for (const result of await client.submitCommands(request)) count(tally, result);
      advance(request.length);
    }
  };
  await Promise.all(Array.from({ length: REQUESTS_AT_ONCE }, worker));
  return tally;
}

/** Lists packed into requests; no list is torn apart, so that its order holds. */
function packed(lists: readonly (readonly CommandInput[])[]): CommandInput[][] {
  const requests: CommandInput[][] = [];
  for (const list of lists) {
    const last = requests.at(-1);
    if (last !== undefined && last.length + list.length <= COMMANDS_PER_REQUEST) last.push(...list);
    else requests.push([...list]);
  }
  return requests;
}

export function count(tally: Tally, result: CommandResult): void {
  if (result.__typename !== 'Recorded') {
    const field = result.__typename === 'Refused' && result.field !== null ? ` (${result.field})` : '';
    tally.refused.push({ commandId: result.commandId, message: `${result.message}${field}` });
  } else if (result.replayed || result.events.length === 0) tally.repeated += 1;
  else tally.recorded += 1;
}
