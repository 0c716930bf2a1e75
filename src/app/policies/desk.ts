/** What people do with policies: change their settings, try them, let them look at everybody, settle what is parked. */

import type { PersonId } from '../../domain/ids.ts';
import type { Json, Recorded } from '../../domain/message.ts';
import type { PolicyDecision } from '../../domain/policies/policy.ts';
import { changeSettings, type SettingValues } from '../../domain/policies/settings.ts';
import type { Refusal } from '../../domain/rejection.ts';
import type { LogReader } from '../log-reader.ts';
import type { Clock, Notebook } from '../ports.ts';
import type { Projector } from '../projector.ts';
import type { PolicyState } from './book.ts';
import { presentAtHand } from './known.ts';
import type { Policies } from './policies.ts';
import { messageOf } from './problems.ts';
import type { Tally } from './reactor.ts';
import { type DecisionRecord, encodeLine, hashOf, type SettingsRecord, settingsName } from './records.ts';

/** Persons that are looked at before others get their turn. */
const PERSONS_AT_A_TIME = 500;

export interface DeskParts {
  readonly policies: Policies;
  readonly notebook: Notebook;
  readonly projector: Projector;
  readonly reader: LogReader;
  readonly clock: Clock;
}

export interface Change {
  readonly name: string;
  readonly settings: unknown;
  readonly by: string;
  readonly reason: string | null;
  /** The version it must be in; null when any will do. */
  readonly expectedVersion: number | null;
}

export type PolicyOutcome =
  | { readonly kind: 'changed'; readonly state: PolicyState }
  | { readonly kind: 'refused'; readonly refusal: Refusal }
  | { readonly kind: 'contended'; readonly expectedVersion: number | null; readonly actualVersion: number }
  | { readonly kind: 'unsettled'; readonly reason: string };

export interface Preview extends Tally {
  /** Persons that were looked at. */
  readonly persons: number;
  /** The first decisions. */
  readonly decisions: readonly PolicyDecision[];
  /** What the policy failed with, and at whom; it goes on with the others. */
  readonly failures: readonly { readonly personId: PersonId; readonly problem: string }[];
}

export interface Outlook {
  readonly policy: string;
  readonly enabled: boolean;
  /** UTC milliseconds. */
  readonly dueAt: number | null;
  readonly decisions: readonly PolicyDecision[];
  readonly problem: string | null;
}

export interface Run extends Tally {
  readonly persons: number;
  /** Where to go on; null when everybody was looked at. */
  readonly next: number | null;
}

export class PolicyDesk {
  readonly #parts: DeskParts;

  constructor(parts: DeskParts) {
    this.#parts = parts;
  }

  /** Changes settings. What is so already is no change. Throws LogUnavailable. */
  async change({ name, settings: changes, by, reason, expectedVersion }: Change): Promise<PolicyOutcome> {
    const { policies, notebook, projector, clock } = this.#parts;
    await policies.current();
    const state = policies.book.state(name);
    if (state === null) return refused({ code: 'POLICY_UNKNOWN', field: 'name' });
    const { version } = state;
    if (expectedVersion !== null && expectedVersion !== version) {
      return { kind: 'contended', expectedVersion, actualVersion: version };
    }
    const changed = changeSettings(state.policy.settings, state.settings, changes);
    if (changed.kind === 'refused') return changed;
    if (JSON.stringify(changed.settings) === JSON.stringify(state.settings)) return { kind: 'changed', state };
    const isWoken = changed.settings.enabled && !state.settings.enabled;
    const record: SettingsRecord = {
      version: version + 1,
      settings: { ...state.history.at(-1)?.settings, ...(changes as Record<string, Json>) },
      changes: changes as Record<string, Json>,
      by,
      at: clock(),
      reason,
      since: isWoken ? projector.position : state.since,
    };
    const written = await notebook.write(settingsName(name), encodeLine(record), state.line);
    if (written.kind === 'appended') {
      await policies.book.reached(written.sequences[0] ?? 0);
      return { kind: 'changed', state: policies.book.state(name) ?? state };
    }
    if (written.kind !== 'conflict') return { kind: 'unsettled', reason: written.reason };
    await policies.book.reached(await notebook.lastSequence());
    return { kind: 'contended', expectedVersion, actualVersion: policies.book.state(name)?.version ?? version };
  }

  /** What the policy would do on the data of now, at a moment, under other settings. Nothing is written. */
  async preview(name: string, changes: unknown, at: number | null, most: number): Promise<Preview | Refusal> {
    const { policies, clock } = this.#parts;
    const state = policies.book.state(name);
    if (state === null) return { code: 'POLICY_UNKNOWN', field: 'name' };
    const changed = changeSettings(state.policy.settings, state.settings, changes);
    if (changed.kind === 'refused') return changed.refusal;
    const decisions: PolicyDecision[] = [];
    const failures: { personId: PersonId; problem: string }[] = [];
    const sum = { persons: 0, fired: 0, left: 0, parked: 0 };
    // What concerns two persons is wanted by the look at either, and done once.
    const seen = new Set<string>();
    for await (const { personId } of this.#everybody(0)) {
      sum.persons += 1;
      try {
        const look = policies.lookOf({ ...state, settings: changed.settings as SettingValues }, personId, null);
        for (const decision of policies.reactor.decisions(look, at ?? clock())) {
          const matter = matterOf(decision);
          if (seen.has(matter)) continue;
          seen.add(matter);
          sum[decision.kind === 'act' ? 'fired' : 'left'] += 1;
          if (decisions.length < most) decisions.push(decision);
        }
      } catch (error) {
        sum.parked += 1;
        const problem = messageOf(error);
        if (failures.length < most) failures.push({ personId, problem });
      }
    }
    return { ...sum, decisions, failures };
  }

  /** What the policy would do about one person now. */
  outlook(state: PolicyState, personId: PersonId): Outlook {
    const { policies } = this.#parts;
    const { policy, settings } = state;
    const about = { policy: policy.name, enabled: settings.enabled };
    let dueAt: number | null = null;
    try {
      dueAt = policies.timer.dueAt(state, personId);
      const decisions = [...policies.reactor.decisions(policies.lookOf(state, personId, null))];
      return { ...about, dueAt, decisions, problem: null };
    } catch (error) {
      return { ...about, dueAt, decisions: [], problem: messageOf(error) };
    }
  }

  /**
   * Lets the policy look at everybody, from a place on, until so many decisions were made. What was done before is not
   * done again. Throws LogUnavailable.
   */
  async run(name: string, from: number, most: number): Promise<Run | Refusal> {
    const { policies } = this.#parts;
    await policies.current();
    const state = policies.book.state(name);
    if (state === null) return { code: 'POLICY_UNKNOWN', field: 'name' };
    if (!state.settings.enabled) return { code: 'POLICY_IS_OFF', field: 'name' };
    const sum = { persons: 0, fired: 0, left: 0, parked: 0 };
    for await (const { personId, person } of this.#everybody(from)) {
      if (sum.fired + sum.left + sum.parked >= most) return { ...sum, next: person };
      const tally = await policies.reactor.look(policies.lookOf(state, personId, null));
      sum.persons += 1;
      sum.fired += tally.fired;
      sum.left += tally.left;
      sum.parked += tally.parked;
    }
    return { ...sum, next: null };
  }

  /** Lets the policy look again at what it was parked for, and settles it. Throws LogUnavailable. */
  async replay(id: string, by: string): Promise<{ readonly tally: Tally; readonly record: DecisionRecord } | Refusal> {
    const { policies, reader } = this.#parts;
    const record = await this.#parkedBy(id);
    const state = record === null ? null : policies.book.state(record.policy);
    if (record === null || state === null) return { code: 'DECISION_NOT_PARKED', field: 'id' };
    if (!state.settings.enabled) return { code: 'POLICY_IS_OFF', field: 'id' };
    let cause: Recorded | null = null;
    if (record.cause !== null) [cause = null] = await reader.read([record.cause.sequence]);
    const parked: DecisionRecord[] = [];
    const tally = await policies.reactor.look(policies.lookOf(state, record.about, cause), parked);
    // Settled together with what is parked anew, so that nothing is lost in between.
    await this.#settle(record, 'replayed', by, 'Looked at again.', parked);
    return { tally, record };
  }

  /** Settles what is parked, without doing it. Throws LogUnavailable. */
  async drop(id: string, by: string, reason: string): Promise<DecisionRecord | Refusal> {
    const record = await this.#parkedBy(id);
    if (record === null) return { code: 'DECISION_NOT_PARKED', field: 'id' };
    await this.#settle(record, 'dropped', by, reason, []);
    return record;
  }

  async #parkedBy(id: string): Promise<DecisionRecord | null> {
    const { policies } = this.#parts;
    await policies.current();
    return policies.book.parked.find((each) => each.id === id) ?? null;
  }

  async #settle(
    record: DecisionRecord,
    kind: 'replayed' | 'dropped',
    by: string,
    because: string,
    parked: readonly DecisionRecord[],
  ): Promise<void> {
    const { policies, clock } = this.#parts;
    const at = clock();
    const settled = { ...record, id: hashOf([record.id, kind, at]), kind, at, because, settles: { id: record.id, by } };
    await policies.book.reached(await policies.scribe.note(settled, ...parked));
  }

  async *#everybody(from: number): AsyncGenerator<{ readonly personId: PersonId; readonly person: number }> {
    const { views } = this.#parts.projector;
    for (let person = from; person < views.persons.size; person += 1) {
      if (presentAtHand(views, person) !== null) yield { personId: views.persons.id(person), person };
      if (person % PERSONS_AT_A_TIME === PERSONS_AT_A_TIME - 1) await new Promise((resolve) => setImmediate(resolve));
    }
  }
}

/** Tells a decision from all others about the same persons. */
function matterOf(decision: PolicyDecision): string {
  const what = decision.kind === 'act' ? `${decision.type} ${decision.key}` : decision.because;
  return `${decision.kind} ${decision.personId} ${what}`;
}

const refused = (refusal: Refusal): PolicyOutcome => ({ kind: 'refused', refusal });
