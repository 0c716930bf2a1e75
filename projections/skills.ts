/** Skills: what each person can do, who can do what, and which skills go together. */

import type { Happened, Recorded } from '../src/domain/message.ts';
import { FACT_NOUNS } from '../src/domain/person/facts.ts';
import type { PersonFact } from '../src/domain/person/messages.ts';
import type { SkillsFact } from '../src/domain/skills/messages.ts';
import { applySkills, noSkills, type Skills, skillKey } from '../src/domain/skills/skills.ts';
import type { Projection } from './projection.ts';
import { STANDING_TYPES, Standing } from './standing.ts';

/** One skill over all persons that are listed. */
interface Entry {
  readonly key: string;
  readonly name: string;
  /** How many holders put it into which category. */
  readonly categories: Map<string, number>;
  readonly holders: Set<number>;
  /** With how many holders it goes together with another skill. */
  readonly related: Map<string, number>;
}

export interface SkillSummary {
  readonly key: string;
  readonly name: string;
  readonly category: string;
  readonly personCount: number;
}

export interface RelatedSkill extends SkillSummary {
  /** Persons that have both. */
  readonly together: number;
}

export interface Recommendation extends SkillSummary {
  /** How many of the person's own skills it goes together with. */
  readonly score: number;
  /** Names of those skills. */
  readonly because: readonly string[];
}

const NO_SKILLS = noSkills();

/** The types that change what is known here; most events of a log are none of them. */
const RELEVANT: ReadonlySet<string> = new Set([
  ...Object.entries(FACT_NOUNS).flatMap(([type, noun]) => (noun === 'skills' ? type : [])),
  ...STANDING_TYPES,
  'PersonAbsorbed',
]);

export class SkillsView implements Projection {
  readonly name = 'Skills';
  readonly #states: (Skills | undefined)[] = [];
  readonly #entries = new Map<string, Entry>();
  readonly #standing = new Standing();

  apply(event: Recorded, person: number): void {
    if (!RELEVANT.has(event.type)) return;
    const before = this.#shown(person);
    this.#standing.apply(event, person);
    const state = this.#states[person] ?? this.#begin(person);
    applySkills(state, event as unknown as Happened<SkillsFact | PersonFact>);
    this.#reconcile(person, before, this.#shown(person));
  }

  row(person: number): unknown {
    const state = this.#states[person];
    if (state === undefined) return undefined;
    const lists = [
      [...state.skills.values()],
      [...state.certifications.live.values()],
      [...state.educations.live.values()],
      [...state.recommendations.values()],
    ];
    return [...lists, this.#standing.isListed(person)];
  }

  /** What the person can do; empty for whom nothing is known of. */
  skillsOf(person: number): Skills {
    return this.#states[person] ?? NO_SKILLS;
  }

  /** The skill of this name, whatever its case; null when nobody listed has it. */
  skill(name: string): SkillSummary | null {
    const entry = this.#entries.get(skillKey(name));
    return entry === undefined ? null : summaryOf(entry);
  }

  /** All skills, the most frequent first, then by name. */
  all(category?: string): SkillSummary[] {
    const wanted = category?.toLowerCase();
    const all = [...this.#entries.values()].map(summaryOf);
    return all.filter((skill) => wanted === undefined || skill.category.toLowerCase() === wanted).sort(byFrequency);
  }

  /** Every category with its number of skills, by name. */
  categories(): { readonly category: string; readonly skillCount: number }[] {
    const counts = new Map<string, number>();
    for (const { category } of this.all()) counts.set(category, (counts.get(category) ?? 0) + 1);
    return [...counts]
      .map(([category, skillCount]) => ({ category, skillCount }))
      .sort((a, b) => (a.category < b.category ? -1 : 1));
  }

  /** Listed persons that have all of the skills; everybody listed with a profile when none is named. */
  holders(names: readonly string[]): number[] {
    if (names.length === 0)
      return [...this.#states.keys()].filter((person) => this.#states[person] && this.#standing.isListed(person));
    const sets = names.map((name) => this.#entries.get(skillKey(name))?.holders ?? new Set<number>());
    const [smallest = new Set<number>(), ...others] = sets.sort((a, b) => a.size - b.size);
    return [...smallest].filter((person) => others.every((set) => set.has(person)));
  }

  /** Skills that go together with this one, the most frequent company first. */
  related(name: string): RelatedSkill[] {
    const entry = this.#entries.get(skillKey(name));
    if (entry === undefined) return [];
    const all = [...entry.related].flatMap(([key, together]) => {
      const other = this.#entries.get(key);
      return other === undefined ? [] : { ...summaryOf(other), together };
    });
    return all.sort((a, b) => b.together - a.together || byFrequency(a, b));
  }

  /** Skills the person does not have and that go together with those it has, the best supported first. */
  recommendations(person: number): Recommendation[] {
    const own = this.skillsOf(person).skills;
    const because = new Map<string, string[]>();
    for (const [key, { name }] of own) {
      for (const related of this.#entries.get(key)?.related.keys() ?? []) {
        if (own.has(related)) continue;
        const names = because.get(related);
        if (names === undefined) because.set(related, [name]);
        else names.push(name);
      }
    }
    const all = [...because].flatMap(([key, names]) => {
      const entry = this.#entries.get(key);
      return entry === undefined ? [] : { ...summaryOf(entry), score: names.length, because: names };
    });
    return all.sort((a, b) => b.score - a.score || byFrequency(a, b));
  }

  #begin(person: number): Skills {
    const state = noSkills();
    this.#states[person] = state;
    return state;
  }

  /** Category by key of the skills that the person contributes now. */
  #shown(person: number): ReadonlyMap<string, { readonly name: string; readonly category: string }> {
    const state = this.#states[person];
    return state !== undefined && this.#standing.isListed(person) ? new Map(state.skills) : new Map();
  }

  #reconcile(
    person: number,
    before: ReadonlyMap<string, { readonly name: string; readonly category: string }>,
    after: ReadonlyMap<string, { readonly name: string; readonly category: string }>,
  ): void {
    const rest = new Set(before.keys());
    for (const [key, { category }] of before) {
      if (after.has(key)) continue;
      rest.delete(key);
      this.#withdraw(person, key, category, rest);
    }
    for (const [key, { name, category }] of after) {
      const known = before.get(key);
      if (known === undefined) {
        this.#contribute(person, key, name, category, rest);
        rest.add(key);
      } else if (known.category !== category) this.#recategorize(key, known.category, category);
    }
  }

  #contribute(person: number, key: string, name: string, category: string, others: ReadonlySet<string>): void {
    const entry = this.#entries.get(key) ?? {
      key,
      name,
      categories: new Map(),
      holders: new Set(),
      related: new Map(),
    };
    this.#entries.set(key, entry);
    entry.holders.add(person);
    add(entry.categories, category, 1);
    for (const other of others) this.#pair(key, other, 1);
  }

  #withdraw(person: number, key: string, category: string, others: ReadonlySet<string>): void {
    const entry = this.#entries.get(key);
    if (entry === undefined) return;
    entry.holders.delete(person);
    add(entry.categories, category, -1);
    for (const other of others) this.#pair(key, other, -1);
    if (entry.holders.size === 0) this.#entries.delete(key);
  }

  #pair(a: string, b: string, change: number): void {
    for (const [from, to] of [
      [a, b],
      [b, a],
    ] as const) {
      const related = this.#entries.get(from)?.related;
      if (related !== undefined) add(related, to, change);
    }
  }

  #recategorize(key: string, before: string, after: string): void {
    const categories = this.#entries.get(key)?.categories;
    if (categories === undefined) return;
    add(categories, before, -1);
    add(categories, after, 1);
  }
}

function add(counts: Map<string, number>, key: string, change: number): void {
  const next = (counts.get(key) ?? 0) + change;
  if (next > 0) counts.set(key, next);
  else counts.delete(key);
}

/** A skill belongs to the category most of its holders put it into. */
function summaryOf({ key, name, categories, holders }: Entry): SkillSummary {
  const [category = ''] = [...categories].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))[0] ?? [];
  return { key, name, category, personCount: holders.size };
}

function byFrequency(a: SkillSummary, b: SkillSummary): number {
  return b.personCount - a.personCount || (a.name < b.name ? -1 : a.name > b.name ? 1 : 0);
}
