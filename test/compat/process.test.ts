/** The layer as a program of its own, in front of a gateway over HTTP. */

import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { jetstreamManager } from '@nats-io/jetstream';
import { headers } from '@nats-io/transport-node';
import { afterEach, describe, expect, it } from 'vitest';
import { atEnd, cleanUp, until } from '../nats/servers.ts';
import { AMARA, anOldClient, aSite, create, idOf, oldName, person } from './world.ts';

afterEach(cleanUp);

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

interface Layer {
  output(): string;
  kill(signal: NodeJS.Signals): Promise<number | NodeJS.Signals | null>;
  readonly ended: Promise<number | NodeJS.Signals | null>;
}

function launch(env: NodeJS.ProcessEnv): Layer {
  const child = spawn(process.execPath, ['src/compat/main.ts'], {
    cwd: ROOT,
    env: { PATH: process.env.PATH, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const ended = new Promise<number | NodeJS.Signals | null>((resolve) =>
    child.once('close', (code, signal) => resolve(signal ?? code)),
  );
  const kill = async (signal: NodeJS.Signals) => {
    child.kill(signal);
    return ended;
  };
  atEnd(() => kill('SIGKILL'));
  return { output: () => output, kill, ended };
}

describe('The layer as a program', () => {
  it('answers once, beside others of its kind, whatever ends one of them', async () => {
    const site = await aSite({ LEGACY: 'off' });
    const old = await anOldClient(site);
    const events = { LEGACY_EVENTS: 'v2', LEGACY_EVENTS_FROM: 'beginning' };
    const env = { NATS_URL: site.server.url, GATEWAY_URL: site.url, ...events };
    const layers = [launch(env), launch(env)] as const;
    await until('both hear', () => layers.every(({ output }) => output().includes('Old clients are answered')));
    expect(await old.answers('person.commands.any', create(AMARA, 'Amara', 'Okafor'))).toEqual([
      { aggregate_id: person(AMARA), version: 1, events_generated: 1 },
    ]);
    expect(await old.ask('GetSummary', { person_id: person(AMARA) })).toMatchObject({ name: 'Amara Okafor' });
    const rename = { UpdateName: { person_id: person(AMARA), name: oldName('Ama', 'Okafor') } };
    // A command that goes unanswered with the process is sent again under its name, and is done once.
    const send = async () => {
      for (;;) {
        const answer = await old.connection
          .request('person.commands.any', JSON.stringify(rename), { timeout: 2_000, headers: named('once') })
          .catch(() => null);
        if (answer !== null) return answer.json();
      }
    };
    const sent = send();
    await layers[0].kill('SIGKILL');
    expect(await sent).toEqual({ aggregate_id: person(AMARA), version: 2, events_generated: 1 });
    expect(await send()).toEqual({ aggregate_id: person(AMARA), version: 2, events_generated: 1 });
    expect(await old.command(create(idOf(2), 'Bo', 'Berg'))).toMatchObject({ version: 1 });
    // Old subscribers are told by whichever of them is left, each event once.
    const manager = await jetstreamManager(old.connection);
    await until('all is told', async () => {
      const info = await manager.streams.info('PERSON_EVENTS').catch(() => null);
      return info !== null && info.state.messages >= 3;
    });
    expect((await manager.streams.info('PERSON_EVENTS')).state.messages).toBe(3);
    expect(await layers[1].kill('SIGTERM')).toBe(0);
  });

  it('tells old subscribers everything once and in order, though it is killed again and again', async () => {
    const site = await aSite({ LEGACY: 'off' });
    const old = await anOldClient(site);
    const manager = await jetstreamManager(old.connection);
    const events = { LEGACY_EVENTS: 'v1', LEGACY_EVENTS_FROM: 'beginning' };
    const env = { NATS_URL: site.server.url, GATEWAY_URL: site.url, ...events };
    const count = async () => (await manager.streams.info('PERSON_EVENTS').catch(() => null))?.state.messages ?? 0;
    const name = { given: ['Amara'], family: ['Okafor'] };
    await site.client.submitCommands([{ createPerson: { personId: AMARA, name } }]);
    let version = 1;
    const write = async (events: number) => {
      const renames = Array.from({ length: events }, (_, n) => ({
        renamePerson: { personId: AMARA, name: { ...name, given: [`Amara${version + n}`] } },
      }));
      version += events;
      return site.client.submitCommands(renames);
    };
    for (let round = 0; round < 3; round += 1) {
      const before = await count();
      const layer = launch(env);
      const written = write(400);
      await until('some of it is told', async () => (await count()) > before, 30_000);
      await layer.kill('SIGKILL');
      await written;
    }
    launch(env);
    await until('all of it is told', async () => (await count()) >= version, 30_000);
    const numbers: number[] = [];
    for (let seq = 1; seq <= (await manager.streams.info('PERSON_EVENTS')).state.last_seq; seq += 1) {
      const message = await manager.streams.getMessage('PERSON_EVENTS', { seq });
      numbers.push(message?.json<{ sequence: number }>().sequence ?? 0);
    }
    expect(numbers).toEqual(Array.from({ length: version }, (_, n) => n + 1));
  }, 120_000);

  it('says what is missing, and what cannot be', async () => {
    const layer = launch({ GATEWAY_URL: 'nowhere', LEGACY_FORM: 'list' });
    expect(await layer.ended).toBe(78);
    expect(layer.output()).toContain('LEGACY_FORM must be data or array.');
    expect(layer.output()).toContain('NATS_URL is needed');
    expect(layer.output()).toContain('GATEWAY_URL must be an address such as http://127.0.0.1:4000/graphql.');
    const away = launch({ GATEWAY_URL: 'http://127.0.0.1:9/graphql', NATS_URL: 'nats://127.0.0.1:9' });
    expect(await away.ended).toBe(78);
    expect(away.output()).toContain('No NATS server answers');
  });
});

function named(id: string) {
  const lines = headers();
  lines.set('Nats-Msg-Id', id);
  return lines;
}
