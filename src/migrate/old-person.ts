/** What the old world knew of a person, and what its queries would have answered. */

import { type Answers, inOrder, lower, sorted } from './answers.ts';

/** A thing: which list it is on, and its key there. */
export interface Named {
  readonly list: 'emails' | 'phones' | 'profiles' | 'skills' | 'jobs';
  readonly key: string;
}

export interface Job {
  readonly company: string;
  role: string;
  isCurrent: boolean;
}

export class OldPerson {
  status = 'active';
  name = 'Unknown';
  birthDate: string | null = null;
  deathDate: string | null = null;
  mergedInto: string | null = null;
  readonly emails = new Map<string, boolean>();
  primaryEmail: string | null = null;
  readonly phones = new Set<string>();
  primaryPhone: string | null = null;
  readonly profiles = new Set<string>();
  readonly addresses = new Set<string>();
  readonly skills = new Map<string, string>();
  readonly jobs = new Map<string, Job>();
  readonly ties = new Map<string, Set<string>>();
  readonly consents = new Map<string, boolean>();
  language: string | null = null;
  visibility: string | null = null;
  readonly identities = new Set<string>();
  readonly places = new Set<string>();
  readonly components = new Set<string>();
  unknownChange: string | null = null;
  /** Things that were added under an id of their own, by that. */
  readonly named = new Map<string, Named>();

  answers(moments: Iterable<number>): Answers {
    const { status, birthDate, deathDate, mergedInto } = this;
    const ties = [...this.ties].flatMap(([other, kinds]) => [...kinds].map((kind) => `${other} ${lower(kind)}`));
    const current = [...this.jobs.values()].filter(({ isCurrent }) => isCurrent);
    return {
      lifecycle: [status, birthDate, deathDate, status === 'merged' ? mergedInto : null],
      GetSummary: [this.name, this.primaryEmail, this.primaryPhone, this.skills.size],
      contact: [
        sorted([...this.emails].map(([address, verified]) => `${address} ${verified}`)),
        sorted(this.phones),
        sorted(this.profiles),
        sorted(this.addresses),
      ],
      GetSkills: sorted([...this.skills].map(([name, level]) => `${name} ${level}`)),
      GetByEmployer: sorted(current.map(({ company, role }) => `${company} ${role}`)),
      GetConnections: sorted(ties),
      GetTimeline: inOrder(moments),
      preferences: [this.language, this.visibility, sorted([...this.consents].map(([to, yes]) => `${to} ${yes}`))],
      others: [sorted(this.identities), sorted(this.places), sorted(this.components), this.unknownChange],
    };
  }

  /** What somebody had who was merged into this person. Its own stands. */
  takeOver(source: OldPerson, sourceId: string, ownId: string): void {
    for (const [address, verified] of source.emails) if (!this.emails.has(address)) this.emails.set(address, verified);
    this.primaryEmail ??= source.primaryEmail;
    for (const phone of source.phones) this.phones.add(phone);
    this.primaryPhone ??= source.primaryPhone;
    for (const each of ['profiles', 'addresses', 'identities', 'places', 'components'] as const) {
      for (const item of source[each]) this[each].add(item);
    }
    for (const [name, level] of source.skills) if (!this.skills.has(name)) this.skills.set(name, level);
    for (const [key, job] of source.jobs) {
      const own = this.jobs.get(key);
      // What differs is not the same, so both are there.
      const isOther = own !== undefined && own.isCurrent !== job.isCurrent;
      if (own === undefined || isOther) this.jobs.set(isOther ? `${key} of ${sourceId}` : key, { ...job });
    }
    for (const [purpose, granted] of source.consents)
      if (!this.consents.has(purpose)) this.consents.set(purpose, granted);
    this.ties.delete(sourceId);
    for (const [other, kinds] of source.ties) {
      if (other !== ownId) this.ties.set(other, new Set([...(this.ties.get(other) ?? []), ...kinds]));
    }
    this.unknownChange ??= source.unknownChange;
  }
}
