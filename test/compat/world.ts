/** Gateways that play the old service on a real server, and an old client that asks them. */

import { headers, type NatsConnection } from '@nats-io/transport-node';
import { pino } from 'pino';
import { type Client, createClient } from '../../src/client/client.ts';
import { parseConfig } from '../../src/config.ts';
import { start } from '../../src/start.ts';
import { anAdmin, aPlainServer, atEnd, type PlainServer, scratch } from '../nats/servers.ts';

export const AMARA = '3f6c1d52-9b0e-4a77-8c21-5d4e90ab17c3';
export const GRACE = 'a1e47c90-2f63-4d18-b7f5-0c9d83e6124b';
export const CHIDI = 'c85b02fe-61d7-4f39-9a40-e2b71d5f8036';

/** A person by number, with an id of version 4 as the old service made them. */
export const idOf = (number: number): string => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;

export type Json = Readonly<Record<string, unknown>>;

export interface Site {
  readonly server: PlainServer;
  /** The endpoint of GraphQL. */
  readonly url: string;
  readonly client: Client;
  /** What operators were told. */
  readonly told: readonly string[];
  stop(): Promise<void>;
}

export async function aServer(): Promise<PlainServer> {
  return aPlainServer();
}

/** A gateway with the layer in it, ready. */
export async function aSite(env: Readonly<Record<string, string>> = {}, given?: PlainServer): Promise<Site> {
  const server = given ?? (await aServer());
  const told: string[] = [];
  const logger = pino({ level: 'warn' }, { write: (line: string) => told.push(String(JSON.parse(line).msg)) });
  const config = parseConfig({ NATS_URL: server.url, DATA_DIR: scratch(), PORT: '0', LEGACY: 'on', ...env });
  const running = await start(config, process.env, logger);
  let stopped: Promise<void> | null = null;
  const stop = () => {
    stopped ??= running.stop();
    return stopped;
  };
  atEnd(stop);
  await running.ready;
  const url = `${running.address}/graphql`;
  return { server, url, client: createClient({ url, name: 'tests' }), told, stop };
}

export interface Answer {
  readonly body: Json;
  readonly header: (name: string) => string | undefined;
}

export interface OldClient {
  readonly connection: NatsConnection;
  /** A request as it is. */
  request(subject: string, body: string | Uint8Array, more?: Readonly<Record<string, string>>): Promise<Answer>;
  /** A command, under the subject of its person. */
  command(document: unknown, more?: Readonly<Record<string, string>>): Promise<Json>;
  /** A query; the data of the answer to it. */
  ask(query_type: string, fields?: Json): Promise<unknown>;
  /** Every answer that comes to a request within a while. */
  answers(subject: string, body: unknown): Promise<readonly Json[]>;
}

export async function anOldClient({ server }: Pick<Site, 'server'>): Promise<OldClient> {
  const { connection } = await anAdmin({ url: server.url });
  const request: OldClient['request'] = async (subject, body, more = {}) => {
    const lines = headers();
    for (const [name, value] of Object.entries(more)) lines.set(name, value);
    const message = await connection.request(subject, body, { timeout: 10_000, headers: lines });
    return { body: message.json<Json>(), header: (name) => message.headers?.get(name) };
  };
  return {
    connection,
    request,
    command: async (document, more) => {
      return (await request('person.commands.any', JSON.stringify(document), more)).body;
    },
    ask: async (query_type, fields = {}) => {
      const { body } = await request('person.queries', JSON.stringify({ query_type, ...fields }));
      return body.response_type === 'Error' ? body : 'data' in body ? body.data : body;
    },
    answers: async (subject, body) => {
      const all: Json[] = [];
      const text = typeof body === 'string' ? body : JSON.stringify(body);
      for await (const answer of await connection.requestMany(subject, text, { maxWait: 500 })) all.push(answer.json());
      return all;
    },
  };
}

export const person = (id: string): Json => ({ id });

export const oldName = (given_name: string, family_name: string, more: Json = {}): Json => ({
  given_name,
  family_name,
  middle_names: [],
  preferred_name: null,
  honorific: null,
  suffix: null,
  ...more,
});

export const create = (id: string, given: string, family: string, more: Json = {}): Json => ({
  CreatePerson: { person_id: person(id), name: oldName(given, family, more), source: 'hr-import' },
});
