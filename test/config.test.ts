/** The settings: what holds when nothing is said, and how wrong ones are named. */

import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ConfigInvalid, parseConfig } from '../src/config.ts';

const DEFAULTS = {
  host: '127.0.0.1',
  port: 4000,
  dataDirectory: resolve('data'),
  natsUrl: null,
  replicas: 1,
  logLevel: 'info',
  graphiql: true,
  corsOrigins: [],
  neighbours: { hear: new Map(), hearKeepDays: 14, people: false, publish: null },
  legacy: null,
};

function problems(env: NodeJS.ProcessEnv): string[] {
  try {
    parseConfig(env);
  } catch (error) {
    if (error instanceof ConfigInvalid) return error.message.split('\n');
    throw error;
  }
  return [];
}

describe('the settings', () => {
  it('have safe defaults: this machine alone, and a server of its own', () => {
    expect(parseConfig({})).toEqual(DEFAULTS);
  });

  it('are not set when they are empty, since shells cannot tell the two apart', () => {
    const env = { HOST: '', PORT: ' ', DATA_DIR: '', NATS_URL: '', NATS_REPLICAS: '', LOG_LEVEL: '\t', GRAPHIQL: '' };
    expect(parseConfig(env)).toEqual(DEFAULTS);
  });

  it('are taken from the environment', () => {
    const env = {
      HOST: '0.0.0.0',
      PORT: '8080',
      DATA_DIR: '/var/lib/persons',
      NATS_URL: 'nats://nats.example.org:4222',
      NATS_REPLICAS: '3',
      LOG_LEVEL: 'warn',
      GRAPHIQL: 'off',
      CORS_ORIGINS: 'https://app.example.org, http://localhost:3000',
      INTEGRATIONS: 'organization, people, git=scm.event.>|git.event.*.created',
      INBOX_KEEP_DAYS: '3',
      PUBLISH: 'on',
      PUBLISH_FROM: 'now',
      PUBLISHED_KEEP_DAYS: '90',
      PUBLISHED_KEEP_MIB: '0',
      LEGACY: 'on',
      LEGACY_FILTERS: 'strict',
      LEGACY_FORM: 'array',
      LEGACY_SUNSET: '2027-06-30',
      LEGACY_SHADOW: 'old.world',
      LEGACY_SHADOW_COMMANDS: 'on',
      LEGACY_EVENTS: 'both',
      LEGACY_EVENTS_STREAM: 'OLD_EVENTS',
      LEGACY_EVENTS_FROM: 'beginning',
      LEGACY_EVENTS_KEEP_DAYS: '30',
    };
    expect(parseConfig(env)).toEqual({
      host: '0.0.0.0',
      port: 8080,
      dataDirectory: '/var/lib/persons',
      natsUrl: 'nats://nats.example.org:4222',
      replicas: 3,
      logLevel: 'warn',
      graphiql: false,
      corsOrigins: ['https://app.example.org', 'http://localhost:3000'],
      neighbours: {
        hear: new Map([
          ['organization', null],
          ['git', ['scm.event.>', 'git.event.*.created']],
        ]),
        hearKeepDays: 3,
        people: true,
        publish: { from: 'now', keepDays: 90, keepMebibytes: 0 },
      },
      legacy: {
        isStrict: true,
        form: 'array',
        sunset: '2027-06-30',
        shadow: { prefix: 'old.world', hasCommands: true },
        events: { families: ['v1', 'v2'], stream: 'OLD_EVENTS', from: 'beginning', keepDays: 30 },
      },
    });
  });

  it('may have space around them, and the environment may have anything else', () => {
    expect(parseConfig({ PORT: ' 8080 ', HOME: '/root', PORTS: 'many' })).toEqual({ ...DEFAULTS, port: 8080 });
  });

  it('name the data directory from the root, wherever the gateway is started', () => {
    expect(parseConfig({ DATA_DIR: 'here/data' }).dataDirectory).toBe(resolve('here/data'));
  });

  it('cannot be changed afterwards', () => {
    const config = parseConfig({});
    expect(() => Object.assign(config, { port: 1 })).toThrow(TypeError);
  });

  it.each([
    ['PORT', '0'],
    ['PORT', '65535'],
    ['NATS_URL', 'tls://nats.example.org'],
    ['NATS_URL', 'nats://user:password@127.0.0.1:4222'],
    ['NATS_REPLICAS', '5'],
    ['LOG_LEVEL', 'silent'],
    ['GRAPHIQL', 'on'],
    ['CORS_ORIGINS', '*'],
    ['INTEGRATIONS', 'off'],
    ['PUBLISH', 'off'],
  ])('may say %s=%s', (name, value) => {
    expect(problems({ [name]: value })).toEqual([]);
  });
});

describe('a wrong setting', () => {
  const PORT = 'PORT must be a number from 0 to 65535; 0 takes any free port, but is';
  const NATS_URL = 'NATS_URL must be an address such as nats://127.0.0.1:4222, but is';

  const INTEGRATIONS =
    'INTEGRATIONS must be off, or some of organization, location, agent, identity, git, people with commas between; a name may have subjects, such as git=scm.event.>|git.event.>, but is';

  it.each([
    ['PORT', '65536', `${PORT} "65536".`],
    ['PORT', '-1', `${PORT} "-1".`],
    ['PORT', '80.5', `${PORT} "80.5".`],
    ['PORT', 'http', `${PORT} "http".`],
    ['PORT', '123456', `${PORT} "123456".`],
    ['NATS_URL', 'localhost:4222', `${NATS_URL} "localhost:4222".`],
    ['NATS_URL', 'http://localhost', `${NATS_URL} "http://localhost".`],
    ['NATS_URL', 'nats://', `${NATS_URL} "nats://".`],
    ['NATS_REPLICAS', '2', 'NATS_REPLICAS must be 1, 3 or 5, but is "2".'],
    ['NATS_REPLICAS', 'three', 'NATS_REPLICAS must be 1, 3 or 5, but is "three".'],
    ['LOG_LEVEL', 'INFO', 'LOG_LEVEL must be one of trace, debug, info, warn, error, silent, but is "INFO".'],
    ['GRAPHIQL', 'true', 'GRAPHIQL must be on or off, but is "true".'],
    [
      'CORS_ORIGINS',
      'app.example.org',
      'CORS_ORIGINS must be origins such as https://app.example.org, with commas between, or *, but is "app.example.org".',
    ],
    ['PUBLISH', 'yes', 'PUBLISH must be on or off, but is "yes".'],
    ['PUBLISH_FROM', '2020', 'PUBLISH_FROM must be beginning or now, but is "2020".'],
    ['LEGACY', 'yes', 'LEGACY must be on or off, but is "yes".'],
    ['LEGACY_FILTERS', 'none', 'LEGACY_FILTERS must be lenient or strict, but is "none".'],
    ['LEGACY_FORM', 'list', 'LEGACY_FORM must be data or array, but is "list".'],
    ['LEGACY_SHADOW', 'old.>', 'LEGACY_SHADOW must be the beginning of subjects, such as old, but is "old.>".'],
    ['LEGACY_EVENTS', 'v3', 'LEGACY_EVENTS must be off, v1, v2 or both, but is "v3".'],
    ['LEGACY_SUNSET', '2027-02-30', 'LEGACY_SUNSET must be a date such as 2027-06-30, but is "2027-02-30".'],
    ['INTEGRATIONS', 'weather', `${INTEGRATIONS} "weather".`],
    ['INTEGRATIONS', 'git=scm..>', `${INTEGRATIONS} "git=scm..>".`],
    ['INTEGRATIONS', 'git=a=b', `${INTEGRATIONS} "git=a=b".`],
  ])('is named with what would be right: %s=%s', (name, value, problem) => {
    expect(problems({ [name]: value })).toEqual([problem]);
  });

  it('is named together with all the others', () => {
    const env = { PORT: 'x', NATS_URL: 'x', NATS_REPLICAS: 'x', LOG_LEVEL: 'x', GRAPHIQL: 'x' };
    expect(problems(env).map((line) => line.split(' ')[0])).toEqual(Object.keys(env));
  });
});
