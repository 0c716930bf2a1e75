/**
 * The notebook as this gateway knows it: the settings in force, an index of decisions, and what is parked. Every gateway
 * reads all of it, so a change made at one is known to all as soon as it is written.
 */

import type { PersonId } from '../../domain/ids.ts';
import type { Policy } from '../../domain/policies/policy.ts';
import { changeSettings, type SettingValues, schemaOf, standardsOf } from '../../domain/policies/settings.ts';
import { LogUnavailable, type Notebook, type NotedLine } from '../ports.ts';
import { DECIDED, type DecisionRecord, decodeLine, policyIn, type SettingsRecord } from './records.ts';

/** Decisions whose ids are remembered, to know those again that were written twice after a crash. */
const RECENT_IDS_MAX = 100_000;

/** Lines that a question reads at a time. */
const LINES_AT_A_TIME = 50;

/** How long a line that is written may take to be read here, in milliseconds. */
const REACHED_MS_MAX = 10_000;

export interface PolicyState {
  readonly policy: Policy;
  readonly settings: SettingValues;
  /** 0 while nobody has changed anything. */
  readonly version: number;
  /** Sequence of the line that has the settings; 0 for none. */
  readonly line: number;
  readonly since: number;
  /** Newest last. */
  readonly history: readonly SettingsRecord[];
  readonly counts: { readonly fired: number; readonly left: number; readonly parked: number };
}

type Changing = { -readonly [K in keyof PolicyState]: PolicyState[K] };

export interface DecisionFilter {
  readonly personId?: PersonId | undefined;
  readonly policy?: string | undefined;
  readonly kinds?: ReadonlySet<string> | undefined;
}

export interface FoundDecision {
  readonly record: DecisionRecord;
  /** Its place: the line, and which of the decisions in it. */
  readonly line: number;
  readonly at: number;
}

export class PolicyBook {
  readonly #notebook: Notebook;
  readonly #states: ReadonlyMap<string, Changing>;
  /** In the order of the policies, for ever. */
  readonly states: readonly PolicyState[];
  /** Lines with decisions about a person, oldest first. */
  readonly #byPerson = new Map<string, number[]>();
  readonly #lines: number[] = [];
  readonly #parked = new Map<string, DecisionRecord>();
  /** Those that fired apart from the others: however much is left alone since, they are known. */
  readonly #fired = new RecentIds();
  readonly #recent = new RecentIds();
  /** Why something was left alone, by policy and person: said again and again it is written once. */
  readonly #left = new Map<string, Set<string>>();
  readonly #onChange = new Set<(name: string) => void>();
  readonly #waiters = new Set<{ readonly sequence: number; readonly wake: () => void }>();
  #asking: Promise<void> = Promise.resolve();
  #nextAsking: Promise<void> | null = null;
  #position = 0;

  constructor(notebook: Notebook, policies: readonly Policy[]) {
    this.#notebook = notebook;
    this.#states = new Map(policies.map((policy) => [policy.name, stateOf(policy)]));
    this.states = [...this.#states.values()];
  }

  get position(): number {
    return this.#position;
  }

  state(name: string): PolicyState | null {
    return this.#states.get(name) ?? null;
  }

  get parked(): readonly DecisionRecord[] {
    return [...this.#parked.values()];
  }

  /** Calls back with the name of each policy whose settings changed. */
  observe(changed: (name: string) => void): void {
    this.#onChange.add(changed);
  }

  follow(signal: AbortSignal): Promise<void> {
    return this.#notebook.follow(this.#position, (lines) => this.#receive(lines), signal);
  }

  /** Resolves when the line has been read here. Throws LogUnavailable when that takes too long. */
  async reached(sequence: number): Promise<void> {
    if (this.#position >= sequence) return;
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const waiter = { sequence, wake: resolve };
    this.#waiters.add(waiter);
    const giveUp = () => reject(new LogUnavailable('what is set for policies cannot be read now'));
    const timer = setTimeout(giveUp, REACHED_MS_MAX);
    await promise.finally(() => {
      clearTimeout(timer);
      this.#waiters.delete(waiter);
    });
  }

  /**
   * Resolves when all that is written now has been read here, so that what was set a moment ago, at whichever gateway,
   * is in force. Those who ask while the log is being asked share the next question. Throws LogUnavailable.
   */
  caughtUp(): Promise<void> {
    this.#nextAsking ??= this.#asking
      .catch(() => {})
      .then(() => {
        this.#nextAsking = null;
        this.#asking = this.#notebook.lastSequence().then((last) => this.reached(last));
        return this.#asking;
      });
    return this.#nextAsking;
  }

  /** Whether the decision, which fired, was read here not long ago. */
  hasFired(id: string): boolean {
    return this.#fired.has(id);
  }

  /** Whether this was left alone for the same reason before, and nothing was done since. */
  wasLeft(policy: string, personId: string, because: string): boolean {
    return this.#left.get(`${policy} ${personId}`)?.has(because) === true;
  }

  /** Remembers that this was left alone, as it will be read here in a moment. */
  markLeft(policy: string, personId: string, because: string): void {
    const whom = `${policy} ${personId}`;
    this.#left.set(whom, (this.#left.get(whom) ?? new Set()).add(because));
  }

  /** Decisions that pass the filter, newest first, before a place. Throws LogUnavailable. */
  async *decisions(
    filter: DecisionFilter,
    before: Pick<FoundDecision, 'line' | 'at'> | null,
  ): AsyncGenerator<FoundDecision> {
    const lines = filter.personId === undefined ? this.#lines : (this.#byPerson.get(filter.personId) ?? []);
    const seen = new Set<string>();
    const wanted = before === null ? lines : lines.filter((line) => line <= before.line);
    for (let end = wanted.length; end > 0; end -= LINES_AT_A_TIME) {
      const chunk = wanted.slice(Math.max(0, end - LINES_AT_A_TIME), end).reverse();
      const read = await this.#notebook.read(chunk);
      for (const line of read) {
        if (line === null) continue;
        const records = decodeLine<readonly DecisionRecord[]>(line.bytes) ?? [];
        for (const [at, record] of [...records.entries()].reverse()) {
          const isBeyond = before === null || line.sequence < before.line || at < before.at;
          const isKnown = seen.has(record.id);
          seen.add(record.id);
          if (isBeyond && !isKnown && passes(record, filter)) yield { record, line: line.sequence, at };
        }
      }
    }
  }

  #receive(lines: readonly NotedLine[]): void {
    const changed: string[] = [];
    for (const line of lines) {
      if (line.sequence <= this.#position) continue;
      const policy = policyIn(line.name);
      if (policy !== null && this.#takeSettings(policy, line)) changed.push(policy);
      if (line.name === DECIDED) this.#takeDecisions(line);
      this.#position = line.sequence;
    }
    for (const waiter of this.#waiters) {
      if (waiter.sequence > this.#position) continue;
      this.#waiters.delete(waiter);
      waiter.wake();
    }
    for (const name of changed) for (const tell of this.#onChange) tell(name);
  }

  #takeSettings(name: string, line: NotedLine): boolean {
    const state = this.#states.get(name);
    const record = decodeLine<SettingsRecord>(line.bytes);
    if (state === undefined || record === null) return false;
    state.settings = settingsOf(state.policy, record.settings);
    state.version = record.version;
    state.line = line.sequence;
    state.since = record.since;
    state.history = [...state.history, record];
    return true;
  }

  #takeDecisions(line: NotedLine): void {
    this.#lines.push(line.sequence);
    for (const record of decodeLine<readonly DecisionRecord[]>(line.bytes) ?? []) this.#take(record, line.sequence);
  }

  #take(record: DecisionRecord, line: number): void {
    for (const personId of new Set([record.about, record.personId])) {
      const lines = this.#byPerson.get(personId);
      if (lines === undefined) this.#byPerson.set(personId, [line]);
      else if (lines.at(-1) !== line) lines.push(line);
    }
    const recent = record.kind === 'fired' ? this.#fired : this.#recent;
    if (recent.has(record.id)) return;
    recent.add(record.id);
    if (record.kind === 'left') this.markLeft(record.policy, record.personId, record.because);
    else if (record.kind === 'fired') this.#left.delete(`${record.policy} ${record.personId}`);
    const before = this.#parked.size;
    if (record.kind === 'parked') this.#parked.set(record.id, record);
    if (record.settles !== null) {
      this.#parked.delete(record.settles.id);
      // It may be parked again under the same id.
      this.#recent.delete(record.settles.id);
    }
    const state = this.#states.get(record.policy);
    if (state === undefined) return;
    const { fired, left, parked } = state.counts;
    state.counts = {
      fired: fired + (record.kind === 'fired' ? 1 : 0),
      left: left + (record.kind === 'left' ? 1 : 0),
      parked: parked + this.#parked.size - before,
    };
  }
}

function stateOf(policy: Policy): Changing {
  return {
    policy,
    settings: standardsOf(policy.settings),
    version: 0,
    line: 0,
    since: 0,
    history: [],
    counts: { fired: 0, left: 0, parked: 0 },
  };
}

/** What was set once may have no place in a newer program; then the standard holds. */
function settingsOf(policy: Policy, given: SettingsRecord['settings']): SettingValues {
  let settings = standardsOf(policy.settings);
  for (const name of Object.keys(schemaOf(policy.settings))) {
    if (!Object.hasOwn(given, name)) continue;
    const changed = changeSettings(policy.settings, settings, { [name]: given[name] });
    if (changed.kind === 'settings') settings = changed.settings;
  }
  return settings;
}

function passes(record: DecisionRecord, { personId, policy, kinds }: DecisionFilter): boolean {
  const isAbout = personId === undefined || record.personId === personId || record.about === personId;
  return (
    isAbout && (policy === undefined || record.policy === policy) && (kinds === undefined || kinds.has(record.kind))
  );
}

/** The newest ids of many. */
class RecentIds {
  readonly #ids = new Set<string>();

  has(id: string): boolean {
    return this.#ids.has(id);
  }

  add(id: string): void {
    this.#ids.add(id);
    if (this.#ids.size <= RECENT_IDS_MAX) return;
    for (const oldest of this.#ids) {
      this.#ids.delete(oldest);
      break;
    }
  }

  delete(id: string): void {
    this.#ids.delete(id);
  }
}
