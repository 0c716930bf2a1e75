/** The compatibility layer as a program of its own, beside any number of others, in front of gateways over HTTP. */

import { jetstreamManager } from '@nats-io/jetstream';
import { z } from 'zod';
import { createClient } from '../client/client.ts';
import { plugIn } from '../nats/connect.ts';
import { oldWire } from '../nats/old-wire.ts';
import { StartRefused } from '../nats/start-refused.ts';
import { OldWorld } from './old-world.ts';
import { LEGACY_SETTINGS, legacySettingsOf } from './settings.ts';

/** What the program ends with when it cannot be started as it is set up. */
const EXIT_CONFIG = 78;

const SETTINGS = z.object({
  ...LEGACY_SETTINGS,
  NATS_REPLICAS: z.enum(['1', '3', '5'], 'must be 1, 3 or 5').transform(Number).default(1),
  NATS_URL: z.string('is needed: the server that the old clients use').regex(/^(nats|tls):\/\/\S+$/, {
    message: 'must be an address such as nats://127.0.0.1:4222',
  }),
  GATEWAY_URL: z.string('is needed: the GraphQL endpoint of a gateway').regex(/^https?:\/\/\S+$/, {
    message: 'must be an address such as http://127.0.0.1:4000/graphql',
  }),
});

class SettingsInvalid extends Error {}

try {
  const settings = settingsIn(process.env);
  const cable = await plugIn({ url: settings.NATS_URL });
  const manager = await jetstreamManager(cable.connection, { checkAPI: false });
  const tell = (text: string) => console.error(text);
  const service = new OldWorld({
    gateway: createClient({ url: settings.GATEWAY_URL, name: 'legacy', onWait: tell }),
    wire: oldWire(cable, manager, settings.NATS_REPLICAS),
    settings: legacySettingsOf(settings),
    clock: Date.now,
    tell,
  });
  await service.start();
  endOnSignal(async () => {
    await service.stop();
    await cable.close();
  });
  console.log(`Old clients are answered, from ${settings.GATEWAY_URL}. Press Ctrl-C to stop.`);
} catch (error) {
  const isSetUpWrong = error instanceof StartRefused || error instanceof SettingsInvalid;
  console.error(isSetUpWrong ? error.message : error);
  process.exit(EXIT_CONFIG);
}

/** Names every setting that is wrong at once. */
function settingsIn(env: NodeJS.ProcessEnv): z.output<typeof SETTINGS> {
  const given = Object.keys(SETTINGS.shape).map((name) => [name, env[name]?.trim() || undefined]);
  const parsed = SETTINGS.safeParse(Object.fromEntries(given));
  if (parsed.success) return parsed.data;
  throw new SettingsInvalid(
    parsed.error.issues.map(({ path, message }) => `${String(path[0])} ${message}.`).join('\n'),
  );
}

function endOnSignal(stop: () => Promise<void>): void {
  let isEnding = false;
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (isEnding) process.exit(130);
      isEnding = true;
      stop().then(
        () => process.exit(0),
        (error: unknown) => {
          console.error(error);
          process.exit(1);
        },
      );
    });
  }
}
