/**
 * Looks after a nats-server of the gateway's own. After a full or broken disk a server goes on refusing every write, also
 * when there is room again, until it is started anew; and one that is frozen says nothing at all. Both are cured here,
 * and until then it is said what is wrong. Nothing acknowledged is lost by it: that is on disk.
 */

import { closeSync, fsyncSync, openSync, rmSync, statfsSync, writeSync } from 'node:fs';
import { get } from 'node:http';
import { join } from 'node:path';
import { messageOf } from './errors.ts';

const LOOK_EVERY_MS = 1_000;

/** How long the server may take to say how it is, in milliseconds. */
const ANSWER_MS_MAX = 2_000;

/** How long it may say nothing before it is taken for frozen, in milliseconds. */
const SILENT_MS_MAX = 5_000;

/** How long it may be ill, or writes may fail, before it is started anew, in milliseconds. */
const ILL_MS_MAX = 3_000;

/** How long the next cure waits at least, in milliseconds; doubled each time, up to the most. */
const CURE_MS_MIN = 5_000;
const CURE_MS_MAX = 60_000;

/** Without so much room a new start would soon end like the last one. */
const FREE_BYTES_MIN = 32 * 1024 * 1024;

export interface Patient {
  /** The folder of its store. */
  readonly home: string;
  /** Where it tells how it is, by HTTP; null while it is starting. */
  monitor(): string | null;
  /** Since when writes fail without a success between; null when the last one did not. On the clock of this process. */
  writesFailSince(): number | null;
  /** Ends it hard; it is started again by whoever runs it. */
  kill(reason: string): void;
}

export class Watchdog {
  readonly #patient: Patient;
  readonly #timer: NodeJS.Timeout;
  #problem: string | null = null;
  #isLooking = false;
  #silentSince: number | null = null;
  #illSince: number | null = null;
  #cureMs = CURE_MS_MIN;
  #curedAt = -CURE_MS_MAX;

  constructor(patient: Patient) {
    this.#patient = patient;
    this.#timer = setInterval(() => void this.#look(), LOOK_EVERY_MS);
  }

  /** What is wrong with the server; null when nothing is known to be. */
  get problem(): string | null {
    return this.#problem;
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  async #look(): Promise<void> {
    const monitor = this.#patient.monitor();
    if (this.#isLooking || monitor === null) return;
    this.#isLooking = true;
    const ill = await illnessOf(monitor);
    this.#isLooking = false;
    const now = performance.now();
    this.#silentSince = ill === SILENT ? (this.#silentSince ?? now) : null;
    const failsSince = this.#patient.writesFailSince();
    this.#illSince = ill === null && failsSince === null ? null : (this.#illSince ?? now);
    this.#problem = ill;
    if (this.#illSince === null) {
      if (now - this.#curedAt > CURE_MS_MAX) this.#cureMs = CURE_MS_MIN;
      return;
    }
    if (this.#silentSince !== null) {
      if (now - this.#silentSince >= SILENT_MS_MAX) this.#cure(now, SILENT);
      return;
    }
    const noRoom = roomFault(this.#patient.home);
    if (noRoom !== null) this.#problem = noRoom;
    else if (now - this.#illSince >= ILL_MS_MAX) this.#cure(now, ill ?? 'writes fail');
  }

  #cure(now: number, reason: string): void {
    if (now - this.#curedAt < this.#cureMs) return;
    this.#cureMs = Math.min(this.#cureMs * 2, CURE_MS_MAX);
    this.#curedAt = now;
    this.#silentSince = null;
    this.#illSince = null;
    this.#patient.kill(reason);
  }
}

const SILENT = 'it does not answer';

/** What the server says is wrong with it; null when it is well. */
function illnessOf(monitor: string): Promise<string | null> {
  return new Promise((resolve) => {
    const request = get(`${monitor}/healthz`, { timeout: ANSWER_MS_MAX, agent: false }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk;
      });
      response.on('end', () => resolve(response.statusCode === 200 ? null : complaintIn(text)));
    });
    request.on('timeout', () => request.destroy(new Error(SILENT)));
    request.on('error', () => resolve(SILENT));
  });
}

function complaintIn(text: string): string {
  try {
    const { error } = JSON.parse(text) as { error?: string };
    if (error !== undefined) return error;
  } catch {
    // Said below.
  }
  return 'it does not say what is wrong with it';
}

/** Why nothing can be written to the folder; null when it can, and there is room. */
function roomFault(folder: string): string | null {
  const path = join(folder, 'probe');
  try {
    const { bavail, bsize } = statfsSync(folder);
    if (bavail * bsize < FREE_BYTES_MIN)
      return `the disk of ${folder} has only ${Math.round((bavail * bsize) / 1e6)} MB left`;
    const file = openSync(path, 'w', 0o600);
    try {
      writeSync(file, 'can this be written?');
      fsyncSync(file);
    } finally {
      closeSync(file);
      rmSync(path);
    }
    return null;
  } catch (error) {
    return `the disk of ${folder} cannot be written to (${messageOf(error)})`;
  }
}
