/** The environment, parsed once into a frozen value. */

import { resolve } from 'node:path';
import { z } from 'zod';

const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'silent'] as const;

/** An empty variable counts as not set, since shells cannot easily tell the two apart. */
const optional = (text: string | undefined) => (text === undefined || text.trim() === '' ? undefined : text.trim());

const SETTINGS = {
  HOST: z.string().default('127.0.0.1'),
  PORT: z
    .string()
    .regex(/^\d{1,5}$/, 'must be a number from 0 to 65535; 0 takes any free port')
    .transform(Number)
    .refine((port) => port <= 65_535, 'must be a number from 0 to 65535; 0 takes any free port')
    .default(4000),
  DATA_DIR: z.string().default('data'),
  NATS_URL: z
    .string()
    .regex(/^(nats|tls):\/\/\S+$/, 'must be an address such as nats://127.0.0.1:4222')
    .optional(),
  NATS_REPLICAS: z.enum(['1', '3', '5'], 'must be 1, 3 or 5').transform(Number).default(1),
  LOG_LEVEL: z.enum(LOG_LEVELS, `must be one of ${LOG_LEVELS.join(', ')}`).default('info'),
  CORS_ORIGINS: z
    .string()
    .transform((text) => text.split(',').map((origin) => origin.trim()))
    .refine(
      (origins) => origins.every((origin) => origin === '*' || URL.parse(origin)?.origin === origin),
      'must be origins such as https://app.example.org, with commas between, or *',
    )
    .default([]),
  GRAPHIQL: z
    .enum(['on', 'off'], 'must be on or off')
    .transform((text) => text === 'on')
    .default(true),
};

export interface Config {
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
  readonly dataDirectory: string;
  /** A NATS server of the user's; null for one that the gateway manages. */
  readonly natsUrl: string | null;
  readonly replicas: number;
  readonly logLevel: (typeof LOG_LEVELS)[number];
  readonly graphiql: boolean;
  /** Origins of other sites whose pages may use the gateway; `*` for all. */
  readonly corsOrigins: readonly string[];
}

/** The environment has settings that cannot be. Each line of the message names one, and what would be right. */
export class ConfigInvalid extends Error {
  override readonly name = 'ConfigInvalid';
}

/** Throws ConfigInvalid naming every wrong setting at once. */
export function parseConfig(env: NodeJS.ProcessEnv): Config {
  const given = Object.fromEntries(Object.keys(SETTINGS).map((name) => [name, optional(env[name])]));
  const parsed = z.object(SETTINGS).safeParse(given);
  if (!parsed.success) {
    const lines = parsed.error.issues.map(({ path, message }) => {
      const name = String(path[0]);
      return `${name} ${message}, but is ${JSON.stringify(env[name] ?? '')}.`;
    });
    throw new ConfigInvalid(lines.join('\n'));
  }
  const { HOST, PORT, DATA_DIR, NATS_URL, NATS_REPLICAS, LOG_LEVEL, GRAPHIQL, CORS_ORIGINS } = parsed.data;
  return Object.freeze({
    host: HOST,
    port: PORT,
    dataDirectory: resolve(DATA_DIR),
    natsUrl: NATS_URL ?? null,
    replicas: NATS_REPLICAS,
    logLevel: LOG_LEVEL,
    graphiql: GRAPHIQL,
    corsOrigins: CORS_ORIGINS,
  });
}
