/** Whom the verbs talk to, and as whom: the options that all of them have. */

import type { Command } from 'commander';
import { type Client, createClient } from '../client/client.ts';
import { wrongUsage } from './exits.ts';

export interface Connection {
  readonly client: Client;
  /** Of the GraphQL endpoint. */
  readonly url: string;
  /** Whether the output is for programs. */
  readonly isJson: boolean;
}

interface Said {
  readonly url?: string;
  readonly actor?: string;
  readonly json?: boolean;
}

const URL_HELP = 'address of the gateway, else PERSON_URL, else the one on this machine';

/** Gives a verb the options; without `--url` where it has an option of that name for something else. */
export function withConnection(command: Command, { hasUrl = false, acts = false } = {}): Command {
  if (!hasUrl) command.option('--url <address>', URL_HELP);
  if (acts) command.option('--actor <name>', 'who acts, to be recorded with the events, else PERSON_ACTOR');
  return command.option('--json', 'write JSON, one value a line');
}

/** What the options say. Those before the verb count too, unless they are said again behind it. `name` is recorded. */
export function connect(command: Command, name = 'person'): Connection {
  const ways: Command[] = [];
  for (let each: Command | null = command; each !== null; each = each.parent) ways.unshift(each);
  const said: Said = Object.assign({}, ...ways.map((each) => each.opts<Said>()));
  const url = addressIn(said.url ?? (process.env.PERSON_URL || localAddress()));
  const actor = said.actor ?? (process.env.PERSON_ACTOR || undefined);
  if (actor !== undefined && !IN_HEADER.test(actor))
    throw wrongUsage(
      'The name of an actor is sent in a header, which has room for Latin letters, digits and signs only.',
    );
  return { client: createClient({ url, name, actor, onWait: once() }), url, isJson: said.json === true };
}

const IN_HEADER = /^[\x20-\x7e\xa0-\xff]+$/;

function localAddress(): string {
  return `http://${process.env.HOST || '127.0.0.1'}:${process.env.PORT || '4000'}/graphql`;
}

/** The address; without a path, that of the endpoint there. */
function addressIn(text: string): string {
  const url = URL.parse(text);
  if (url === null || !/^https?:$/.test(url.protocol))
    throw wrongUsage(`The address of a gateway is such as http://127.0.0.1:4000/graphql, not ${text}.`);
  if (url.pathname === '/') url.pathname = '/graphql';
  return url.href;
}

/** Says each reason for waiting once, however often it is waited. */
function once(): (reason: string) => void {
  const told = new Set<string>();
  return (reason) => {
    if (!told.has(reason)) console.error(reason);
    told.add(reason);
  };
}
