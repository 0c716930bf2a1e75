/** As much of the law as the load of the crash test needs: what can follow on what in the history of one person. */

import type { Block } from './blocks.ts';

type Item = Readonly<Record<string, unknown>>;

export class Law {
  #isThere = false;
  #isMerged = false;
  readonly #tags = new Set<unknown>();
  readonly #emails = new Set<unknown>();
  /** Status by id. */
  readonly #relationships = new Map<unknown, unknown>();

  /** Takes the next event; says why it cannot be the next, or null. */
  take({ type, data }: Block): string | null {
    if (this.#isThere === (type === 'PersonCreated')) return this.#isThere ? 'exists already' : 'does not exist';
    if (this.#isMerged) return 'was merged';
    switch (type) {
      case 'PersonCreated':
        this.#isThere = true;
        return null;
      case 'PersonMerged':
        this.#isMerged = true;
        return null;
      case 'PersonAbsorbed':
        this.#absorb(data);
        return null;
      case 'TagAdded':
        return added(this.#tags, data.tag);
      case 'TagRemoved':
        return this.#tags.delete(data.tag) ? null : `has no tag ${String(data.tag)}`;
      case 'EmailAdded':
        return added(this.#emails, data.address);
      default:
        return this.#relate(type, data.relationshipId);
    }
  }

  #relate(type: string, id: unknown): string | null {
    const status = this.#relationships.get(id);
    const [before, after] = STEPS[type] ?? [[], ''];
    if (!before.includes(status as string | undefined))
      return `has the relationship ${String(id)} ${status ?? 'not at all'}`;
    this.#relationships.set(id, after);
    return null;
  }

  #absorb(data: Item): void {
    for (const tag of data.tags as unknown[]) this.#tags.add(tag);
    for (const { address } of (data.contactInfo as { emails: Item[] }).emails) this.#emails.add(address);
    for (const { relationshipId, status } of (data.relationships as { relationships: Item[] }).relationships) {
      this.#relationships.set(relationshipId, status);
    }
  }
}

/** By type: which status a relationship may have before, and which one it has then. */
const STEPS: Readonly<Record<string, readonly [readonly (string | undefined)[], string]>> = {
  RelationshipProposed: [[undefined], 'proposed'],
  RelationshipEstablished: [[undefined], 'established'],
  RelationshipAccepted: [['proposed'], 'established'],
  RelationshipDeclined: [['proposed'], 'ended'],
  RelationshipEnded: [['proposed', 'established'], 'ended'],
};

function added(set: Set<unknown>, value: unknown): string | null {
  if (set.has(value)) return `has ${String(value)} already`;
  set.add(value);
  return null;
}
