/** Questions that take more than one view: the summary of a person, lists with filters, and search. */

import type { ContactInfo } from '../src/domain/contact-info/contact-info.ts';
import type { AddressData } from '../src/domain/contact-info/messages.ts';
import type { IsoDate } from '../src/domain/message.ts';
import type { Profile } from '../src/domain/person/core.ts';
import type { PersonStatus } from '../src/domain/person/messages.ts';
import { displayName } from '../src/domain/person/name.ts';
import type { Employment } from '../src/domain/relationship/messages.ts';
import type { Relationships } from '../src/domain/relationship/relationships.ts';
import { type Skills, skillKey } from '../src/domain/skills/skills.ts';
import { folded } from '../src/domain/values.ts';
import type { Views } from './index.ts';
import { compareKeys, type Key, type Page, type PageArgs, pageOf, pageOfWalk } from './page.ts';
import { LISTED_STATUSES } from './standing.ts';
import type { OrderEntry, OrderField } from './summary.ts';

export interface PersonSummary {
  readonly displayName: string;
  readonly primaryEmail: string | null;
  readonly primaryPhone: string | null;
  readonly currentEmployer: string | null;
  readonly currentRole: string | null;
  readonly location: string | null;
  readonly skillCount: number;
  readonly relationshipCount: number;
  /** UTC milliseconds. */
  readonly lastActivityAt: number;
}

export interface PersonFilter {
  readonly statuses?: readonly PersonStatus[] | null | undefined;
  /** Part of the display name. */
  readonly name?: string | null | undefined;
  /** Parts of the employer, the role, or the place of today. */
  readonly employer?: string | null | undefined;
  readonly role?: string | null | undefined;
  readonly location?: string | null | undefined;
  /** Skills that the person must all have. */
  readonly skills?: readonly string[] | null | undefined;
  readonly tag?: string | null | undefined;
  readonly bornFrom?: IsoDate | null | undefined;
  readonly bornTo?: IsoDate | null | undefined;
}

export interface Facet {
  readonly name: string;
  readonly values: readonly { readonly value: string; readonly count: number }[];
}

export interface SearchHit {
  readonly person: number;
  readonly score: number;
}

/** How many values of a facet are told. */
export const FACET_VALUES_MAX = 10;

/** What a summary is made of. */
export interface SummaryParts {
  readonly profile: Profile;
  readonly contactInfo: ContactInfo;
  readonly relationships: Relationships;
  readonly skills: Skills;
  readonly relationshipCount: number;
  readonly lastActivityAt: number;
}

/** The summary of a person as of a day. */
export function summarize(parts: SummaryParts, today: IsoDate): PersonSummary {
  const { profile, contactInfo, relationships, skills, relationshipCount, lastActivityAt } = parts;
  const job = currentEmployment(relationships.employments.live.values(), today);
  return {
    displayName: displayName(profile.name),
    primaryEmail: primaryOf(contactInfo.emails.live.values())?.address ?? null,
    primaryPhone: primaryOf(contactInfo.phones.live.values())?.number ?? null,
    currentEmployer: job?.organization ?? null,
    currentRole: job?.role ?? null,
    location: locationOf(contactInfo) ?? job?.location ?? null,
    skillCount: skills.skills.size,
    relationshipCount,
    lastActivityAt,
  };
}

/** Persons in an order, by page. Merged persons are only there when their status is asked for. */
export function listPersons(
  views: Views,
  filter: PersonFilter,
  order: { readonly field: OrderField; readonly descending: boolean },
  args: PageArgs,
  today: IsoDate,
): Page<number> {
  const passes = passing(views, filter, today);
  const { field, descending } = order;
  const walk = function* (backwards: boolean, from: Key | null): Generator<number> {
    const entry = from === null ? undefined : ({ key: from[0], person: from[1] } as OrderEntry);
    for (const { person } of views.summary.ordered(field, backwards !== descending, entry))
      if (passes(person)) yield person;
  };
  return pageOfWalk(
    {
      forwards: (after) => walk(false, after),
      backwards: (before) => walk(true, before),
      keyOf: (person) => keyIn(views, field, person),
      compare: (a, b) => (descending ? compareKeys(b, a) : compareKeys(a, b)),
      totalCount: () => (isEmpty(filter) ? views.summary.size : count(walk(false, null))),
    },
    args,
  );
}

/** Who is found by the text and passes the filter, the best first; everybody listed, all alike, without a text. */
export function searchPersons(views: Views, text: string | null, filter: PersonFilter, today: IsoDate): SearchHit[] {
  const passes = passing(views, { ...filter, statuses: filter.statuses ?? [...LISTED_STATUSES] }, today);
  const found = text === null ? everybody(views) : views.search.find(text);
  return found
    .filter(({ person }) => passes(person))
    .sort((a, b) => b.score - a.score || compareNames(views, a.person, b.person));
}

export function pageOfHits(views: Views, hits: readonly SearchHit[], args: PageArgs): Page<SearchHit> {
  return pageOf(hits, ({ person, score }) => [-score, views.summary.nameKey(person), person], args);
}

/** How the persons found spread over what they can be filtered by, the most frequent values first. */
export function facetsOf(views: Views, hits: readonly SearchHit[], today: IsoDate): Facet[] {
  const counts: Record<string, Map<string, number>> = {
    status: new Map(),
    employer: new Map(),
    role: new Map(),
    skill: new Map(),
    location: new Map(),
    tag: new Map(),
  };
  for (const { person } of hits) {
    const profile = views.summary.profile(person);
    const job = currentEmployment(views.network.relationshipsOf(person).employments.live.values(), today);
    const values: Record<string, Iterable<string | null | undefined>> = {
      status: [profile?.status],
      employer: [job?.organization],
      role: [job?.role],
      skill: [...views.skills.skillsOf(person).skills.values()].map(({ name }) => name),
      location: [locationOf(views.search.contactInfo(person)) ?? job?.location],
      tag: profile?.tags.values() ?? [],
    };
    for (const [name, all] of Object.entries(values)) {
      for (const value of all) if (value) counts[name]?.set(value, (counts[name]?.get(value) ?? 0) + 1);
    }
  }
  return Object.entries(counts).map(([name, values]) => ({
    name,
    values: [...values]
      .map(([value, times]) => ({ value, count: times }))
      .sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1))
      .slice(0, FACET_VALUES_MAX),
  }));
}

/** Persons by name, then by the order of the log. */
export function byName(views: Views, persons: readonly number[]): number[] {
  return [...persons].sort((a, b) => compareNames(views, a, b));
}

export function nameKeyOf(views: Views, person: number): Key {
  return [views.summary.nameKey(person), person];
}

/** The job of a day: the primary one of those held, else the one begun last. */
export function currentEmployment(employments: Iterable<Employment>, today: IsoDate): Employment | null {
  const held = [...employments].filter(({ start, end }) => start <= today && (end === undefined || end >= today));
  return held.find(({ primary }) => primary === true) ?? held.sort((a, b) => (a.start < b.start ? 1 : -1))[0] ?? null;
}

function primaryOf<T extends { readonly primary?: boolean }>(items: Iterable<T>): T | undefined {
  const all = [...items];
  return all.find(({ primary }) => primary === true) ?? all[0];
}

const HOMES: ReadonlySet<string> = new Set(['home', 'residential']);

function locationOf({ addresses }: ContactInfo): string | null {
  const placed = [...addresses.live.values()].filter(({ city }) => city !== undefined);
  const chosen =
    placed.find(({ primary }) => primary === true) ?? placed.find(({ kind }) => HOMES.has(kind)) ?? placed[0];
  return chosen === undefined ? null : placeOf(chosen);
}

function placeOf({ city, region, country, countryCode }: AddressData): string {
  return [city, region, country ?? countryCode].filter((part) => part !== undefined).join(', ');
}

function passing(views: Views, filter: PersonFilter, today: IsoDate): (person: number) => boolean {
  const employed = filter.employer == null ? null : views.network.employedAt(filter.employer);
  const [name, role, location] = [filter.name, filter.role, filter.location].map((text) =>
    text == null ? null : folded(text),
  );
  const skills = filter.skills?.map(skillKey) ?? [];
  const contains = (text: string | null | undefined, part: string | null | undefined) =>
    part == null || (text != null && folded(text).includes(part));
  return (person) => {
    const profile = views.summary.profile(person);
    if (profile === null) return false;
    if (filter.statuses == null ? profile.status === 'merged' : !filter.statuses.includes(profile.status)) return false;
    if (employed !== null && !employed.has(person)) return false;
    if (!skills.every((key) => views.skills.skillsOf(person).skills.has(key))) return false;
    if (filter.tag != null && !profile.tags.has(filter.tag.toLowerCase())) return false;
    if (filter.bornFrom != null && !(profile.birthDate !== undefined && profile.birthDate >= filter.bornFrom))
      return false;
    if (filter.bornTo != null && !(profile.birthDate !== undefined && profile.birthDate <= filter.bornTo)) return false;
    if (!contains(displayName(profile.name), name)) return false;
    if (role == null && location == null) return true;
    const job = currentEmployment(views.network.relationshipsOf(person).employments.live.values(), today);
    return (
      contains(job?.role, role) && contains(locationOf(views.search.contactInfo(person)) ?? job?.location, location)
    );
  };
}

function isEmpty(filter: PersonFilter): boolean {
  return Object.values(filter).every((value) => value == null);
}

function keyIn(views: Views, field: OrderField, person: number): Key {
  return [views.summary.entry(field, person)?.key ?? '', person];
}

function everybody(views: Views): SearchHit[] {
  return [...views.summary.ordered('name', false)].map(({ person }) => ({ person, score: 1 }));
}

function compareNames(views: Views, a: number, b: number): number {
  const [left, right] = [views.summary.nameKey(a), views.summary.nameKey(b)];
  return left < right ? -1 : left > right ? 1 : a - b;
}

function count(items: Iterable<unknown>): number {
  let total = 0;
  for (const _ of items) total += 1;
  return total;
}
