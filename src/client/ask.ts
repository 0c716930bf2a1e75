/** Asks a question until there is an answer that includes all that was seen before. */

import { gatewayError } from './errors.ts';
import { type Answer, exchange, type Question, type Wire } from './http.ts';
import { ATTEMPTS_MAX, type Patience } from './patience.ts';
import { CARRIED_MAX, carrying, type Seen } from './seen.ts';

/** Answers like any gateway, and does no work. */
const NOTHING = { query: '{ __typename }', variables: {} };

export class Asking {
  readonly #wire: Wire;
  readonly #patience: Patience;
  readonly #seen: Seen;

  constructor(wire: Wire, patience: Patience, seen: Seen) {
    this.#wire = wire;
    this.#patience = patience;
    this.#seen = seen;
  }

  /** The data of the answer. Throws GatewayError and GatewayUnreachable. */
  async ask(query: string, variables: unknown): Promise<unknown> {
    await this.gather();
    const { data, errors } = await this.#including({ query, variables }, this.#seen.some());
    if (errors !== undefined) throw gatewayError(errors);
    return data;
  }

  /** The position of now, which includes all that was seen. Throws as `ask` does. */
  async now(signal?: AbortSignal): Promise<string> {
    await this.gather();
    const { extensions, errors } = await this.#including(NOTHING, this.#seen.some(), signal);
    if (extensions?.position === undefined) throw gatewayError(errors ?? [{ message: 'The answer has no position.' }]);
    return extensions.position;
  }

  /** Brings positions together until one request can carry them. */
  async gather(max = CARRIED_MAX): Promise<void> {
    while (this.#seen.size > max) {
      const { errors } = await this.#including(NOTHING, this.#seen.some(CARRIED_MAX));
      if (errors !== undefined) throw gatewayError(errors);
    }
  }

  async #including(
    operation: Pick<Question, 'query' | 'variables'>,
    positions: readonly string[],
    signal?: AbortSignal,
  ): Promise<Answer> {
    const question = { ...operation, headers: carrying(positions) };
    const canRepeat = !/(^|\}|\s)mutation\b/.test(operation.query);
    for (let attempt = 1; ; attempt += 1) {
      const answer = await this.#patience.until(() => exchange(this.#wire, question), { signal, canRepeat });
      const isBehind = answer.data === null && answer.errors?.[0]?.extensions?.code === 'PROJECTION_LAGGING';
      if (!isBehind) {
        this.#seen.note(answer.extensions?.position, answer.errors === undefined ? positions : []);
        return answer;
      }
      if (attempt === ATTEMPTS_MAX) throw gatewayError(answer.errors ?? []);
      await this.#patience.pause(attempt, answer.errors?.[0]?.message ?? '', 0, signal);
    }
  }
}
