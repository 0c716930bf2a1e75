/** The environment, parsed once into a frozen value. */

import { resolve } from 'node:path';
import { z } from 'zod';
import { LEGACY_SETTINGS, type LegacySettings, legacySettingsOf } from './compat/settings.ts';
import { NEIGHBOURS } from './integration/neighbours.ts';

const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'silent'] as const;

/** An empty variable counts as not set, since shells cannot easily tell the two apart. */
const optional = (text: string | undefined) => (text === undefined || text.trim() === '' ? undefined : text.trim());

const onOrOff = z.enum(['on', 'off'], 'must be on or off').transform((text) => text === 'on');

const days = z
  .string()
  .regex(/^\d{1,5}$/, 'must be a number of days; 0 for ever')
  .transform(Number);

/** What INTEGRATIONS may name besides `off`. */
const HEARD: readonly string[] = [...NEIGHBOURS.map(({ name }) => name), 'people'];

const A_SUBJECT = /^[^\s.>*,;|=]+(\.([^\s.>*,;|=]+|\*))*(\.>)?$/;

/** `organization, git=scm.event.>|git.event.>`: who is heard, where the subjects are others than usual with them. */
const integrations = z
  .string()
  .transform((text) => (text.toLowerCase() === 'off' ? [] : text.split(',').map((each) => each.trim().split('='))))
  .refine(
    (all) =>
      all.every(
        ([name = '', subjects, ...more]) =>
          more.length === 0 &&
          HEARD.includes(name) &&
          (subjects === undefined || subjects.split('|').every((subject) => A_SUBJECT.test(subject))),
      ),
    `must be off, or some of ${HEARD.join(', ')} with commas between; a name may have subjects, such as git=scm.event.>|git.event.>`,
  )
  .transform((all) => new Map(all.map(([name = '', subjects]) => [name, subjects?.split('|') ?? null] as const)));

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
  GRAPHIQL: onOrOff.default(true),
  INTEGRATIONS: integrations.default(new Map()),
  INBOX_KEEP_DAYS: days.default(14),
  PUBLISH: onOrOff.default(false),
  PUBLISH_FROM: z.enum(['beginning', 'now'], 'must be beginning or now').default('beginning'),
  PUBLISHED_KEEP_DAYS: days.default(30),
  PUBLISHED_KEEP_MIB: z
    .string()
    .regex(/^\d{1,9}$/, 'must be a number of MiB; 0 without limit')
    .transform(Number)
    .default(4096),
  ...LEGACY_SETTINGS,
};

const ALL = z.object(SETTINGS);

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
  readonly neighbours: NeighbourConfig;
  /** What is done for the clients of the service before this one; null for nothing. */
  readonly legacy: LegacySettings | null;
}

/** What goes to other domains and comes from them. */
export interface NeighbourConfig {
  /** The domains that are heard, with subjects where those are others than usual. */
  readonly hear: ReadonlyMap<string, readonly string[] | null>;
  /** How long what they say is kept while nobody hears it, in days; 0 for ever. */
  readonly hearKeepDays: number;
  /** Whether questions of the clients of people.person.*.v1 are answered. */
  readonly people: boolean;
  /** How the published language goes out; null when it does not. */
  readonly publish: {
    readonly from: 'beginning' | 'now';
    readonly keepDays: number;
    readonly keepMebibytes: number;
  } | null;
}

/** The environment has settings that cannot be. Each line of the message names one, and what would be right. */
export class ConfigInvalid extends Error {
  override readonly name = 'ConfigInvalid';
}

/** Throws ConfigInvalid naming every wrong setting at once. */
export function parseConfig(env: NodeJS.ProcessEnv): Config {
  const given = Object.fromEntries(Object.keys(SETTINGS).map((name) => [name, optional(env[name])]));
  const parsed = ALL.safeParse(given);
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
    neighbours: neighboursIn(parsed.data),
    legacy: parsed.data.LEGACY ? legacySettingsOf(parsed.data) : null,
  });
}

function neighboursIn(given: z.output<typeof ALL>): NeighbourConfig {
  const { INTEGRATIONS, INBOX_KEEP_DAYS, PUBLISH, PUBLISH_FROM, PUBLISHED_KEEP_DAYS, PUBLISHED_KEEP_MIB } = given;
  const publish = { from: PUBLISH_FROM, keepDays: PUBLISHED_KEEP_DAYS, keepMebibytes: PUBLISHED_KEEP_MIB };
  return Object.freeze({
    hear: new Map([...INTEGRATIONS].filter(([name]) => name !== 'people')),
    hearKeepDays: INBOX_KEEP_DAYS,
    people: INTEGRATIONS.has('people'),
    publish: PUBLISH ? publish : null,
  });
}
