/** Moments that wait: in memory as the gateway has them, and as scheduled messages on the server, in one run. */

import { readFileSync } from 'node:fs';
import { jetstreamManager } from '@nats-io/jetstream';
import { connect, headers } from '@nats-io/transport-node';
import { Schedule } from '../../src/app/policies/schedule.ts';
import { serverOf } from '../gateway-process.ts';
import { aPlainServer, cleanUp } from '../nats/servers.ts';
import { collect } from './measure.ts';

const MOMENTS = 100_000;
const AT_ONCE = 1_000;
const A_YEAR_MS = 365 * 24 * 60 * 60 * 1_000;
const IDLE_MS = 3_000;

export async function benchSchedules(): Promise<void> {
  const now = Date.now();
  const moments = Array.from({ length: MOMENTS }, (_, n) => now + A_YEAR_MS + ((n * 7_919) % MOMENTS) * 1_000);
  ours(moments);
  await theirs(moments);
}

const bytes = (): number => {
  collect();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
};

function say(whose: string, ms: number, again: number, each: number, idle: string): void {
  const took = `${((ms * 1_000) / MOMENTS).toFixed(2)} µs to set, ${((again * 1_000) / MOMENTS).toFixed(2)} µs to move`;
  console.log(`${MOMENTS} moments ${whose}: ${took}, ${each.toFixed(0)} bytes each, ${idle}`);
}

function ours(moments: readonly number[]): void {
  const before = bytes();
  const schedule = new Schedule();
  const fill = (by: number) => {
    const begun = performance.now();
    schedule.clear(0);
    for (const [person, at] of moments.entries()) schedule.set({ at: at - by, person, policy: 0 });
    return performance.now() - begun;
  };
  const set = fill(0);
  const moved = fill(1_000);
  const each = (bytes() - before) / MOMENTS;
  const begun = performance.now();
  for (let tick = 0; tick < 10_000; tick += 1) schedule.take(Date.now());
  say('in memory', set, moved, each, `${((performance.now() - begun) / 10).toFixed(2)} µs a tick when none is due`);
}

async function theirs(moments: readonly number[]): Promise<void> {
  // Not synced one by one, as it would be slower by far.
  const server = await aPlainServer();
  const connection = await connect({ servers: server.url });
  try {
    const manager = await jetstreamManager(connection);
    const subjects = ['moments.>', 'due.>'];
    await manager.streams.add({ name: 'MOMENTS', subjects, allow_msg_schedules: true, allow_direct: true } as never);
    const pid = serverOf(process.pid) ?? 0;
    const before = residentBytes(pid);
    const fill = async (by: number) => {
      const begun = performance.now();
      for (let from = 0; from < moments.length; from += AT_ONCE) {
        const some = moments.slice(from, from + AT_ONCE);
        await Promise.all(
          some.map((at, index) => {
            const head = headers();
            head.set('Nats-Schedule', `@at ${new Date(at - by).toISOString()}`);
            head.set('Nats-Schedule-Target', `due.${from + index}`);
            return connection
              .request(`moments.${from + index}`, '', { headers: head, timeout: 60_000 })
              .then((reply) => {
                const { error } = reply.json<{ error?: { description: string } }>();
                if (error !== undefined) throw new Error(error.description);
              });
          }),
        );
      }
      return performance.now() - begun;
    };
    const set = await fill(0);
    const moved = await fill(1_000);
    const each = (residentBytes(pid) - before) / MOMENTS;
    const spent = processorMs(pid);
    await new Promise((resolve) => setTimeout(resolve, IDLE_MS));
    const idle = `${(((processorMs(pid) - spent) * 100) / IDLE_MS).toFixed(1)} % of a core when none is due`;
    say('on the server', set, moved, each, idle);
  } finally {
    await connection.close();
    await cleanUp();
  }
}

function residentBytes(pid: number): number {
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) * 1_024;
}

/** Time on a processor, in milliseconds. */
function processorMs(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  // In hundredths of a second: on its own, and of the system for it.
  return (Number(fields[11]) + Number(fields[12])) * 10;
}
