/** Waiting for a gateway: how often, how long, and when to give up. */

import { GatewayUnreachable } from './errors.ts';
import { Lost, NotReady } from './http.ts';

/** How often something is tried before it is given up. */
export const ATTEMPTS_MAX = 10;

/** How long the first pause is, in milliseconds; each one is longer than the one before by as much. */
export const PAUSE_MS = 250;

/** How long a gateway that is not ready yet is asked again, in milliseconds. */
export const READY_MS_MAX = 60_000;

/** Told of every pause, and why it is made. */
export type OnWait = (reason: string) => void;

export class Patience {
  readonly #url: string;
  readonly #onWait: OnWait;
  #hasAnswered = false;

  constructor(url: string, onWait: OnWait) {
    this.#url = url;
    this.#onWait = onWait;
  }

  /** Tries until there is an answer; once only where what is sent cannot be repeated. Throws GatewayUnreachable when nobody gives one; and what is thrown otherwise. */
  async until<T>(
    attempt: () => Promise<T>,
    { signal, canRepeat = true }: { readonly signal?: AbortSignal | undefined; readonly canRepeat?: boolean } = {},
  ): Promise<T> {
    const deadline = Date.now() + READY_MS_MAX;
    for (let losses = 0; ; ) {
      try {
        const answer = await attempt();
        this.answered();
        return answer;
      } catch (error) {
        if (signal?.aborted === true) throw error;
        if (error instanceof NotReady) {
          this.answered();
          if (Date.now() > deadline) throw new GatewayUnreachable(`The gateway at ${this.#url} does not get ready.`);
          await this.pause(1, error.message, 0, signal);
        } else if (error instanceof Lost) {
          losses += 1;
          // What cannot have arrived can be sent again, whatever it is.
          const isOver = losses === ATTEMPTS_MAX || !(canRepeat || error.isRefused);
          if (isOver || this.isHopeless(error)) throw this.unreachable(error);
          await this.pause(losses, this.trouble(error), 0, signal);
        } else throw error;
      }
    }
  }

  /** Notes that there is a gateway. */
  answered(): void {
    this.#hasAnswered = true;
  }

  /** Where nobody ever answered and nobody listens, waiting would only hide that the address is wrong. */
  isHopeless({ isRefused }: Lost): boolean {
    return isRefused && !this.#hasAnswered;
  }

  trouble({ message }: Lost): string {
    return `No gateway answers at ${this.#url} (${message}). Trying again.`;
  }

  unreachable({ message }: Lost): GatewayUnreachable {
    return new GatewayUnreachable(`No gateway answers at ${this.#url} (${message}).`);
  }

  /** Waits longer with each attempt, or as long as is asked for; and a little at random, since others wait as well. */
  async pause(attempt: number, reason: string, msMin = 0, signal?: AbortSignal): Promise<void> {
    this.#onWait(reason);
    const ms = Math.max(msMin, PAUSE_MS * attempt) * (1 + Math.random() / 4);
    const { promise, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, ms);
    const stop = () => resolve();
    signal?.addEventListener('abort', stop);
    await promise;
    clearTimeout(timer);
    signal?.removeEventListener('abort', stop);
  }
}
