/**
 * What becomes of relationships when one of the two persons dies, is archived or comes back, and when an employment
 * ends. A merge moves them by itself. What only the history of somebody tells who takes no commands any more stays as
 * it is there.
 */

import type { ItemId, PersonId } from '../ids.ts';
import type { IsoDate } from '../message.ts';
import type { PresentPerson } from '../person/person.ts';
import { RELATIONSHIP_KINDS } from '../relationship/messages.ts';
import { dateOf, folded } from '../values.ts';
import {
  A_DAY_MS,
  act,
  type Known,
  leave,
  type Occasion,
  type Policy,
  type PolicyDecision,
  type Tie,
} from './policy.ts';
import { type SettingValues, word, words } from './settings.ts';

const SETTINGS = {
  whenDeceased: word('What becomes of relationships with a person that died.', 'end', ['end', 'keep']),
  whenArchived: word('What becomes of relationships with an archived person.', 'rest', ['rest', 'end', 'keep']),
  whenEmploymentEnds: word(
    'What becomes of work relationships whose context names the organization, and of who reports to the person there.',
    'end',
    ['end', 'keep'],
  ),
  workKinds: words('Kinds of work relationships.', ['colleague', 'manager', 'report'], RELATIONSHIP_KINDS),
} as const;

type Values = SettingValues<typeof SETTINGS>;

/** An employment whose last day came while no gateway ran is looked at for so long afterwards, in milliseconds. */
const MISSED_MS_MAX = 7 * A_DAY_MS;

export const relationshipCascade: Policy<typeof SETTINGS> = {
  name: 'relationship-cascade',
  description: 'Ends or rests relationships when a person dies, is archived, or leaves an organization.',
  settings: SETTINGS,
  after: new Set([
    'DeathRecorded',
    'PersonArchived',
    'PersonReactivated',
    'EmploymentEnded',
    'EmploymentUpdated',
    'EmploymentRemoved',
  ]),
  *decide(occasion, known, settings): Iterable<PolicyDecision> {
    const person = known.person(occasion.personId);
    if (person === null || person.core.status === 'merged') return;
    const left = organizationsLeft(person, occasion.at, settings);
    for (const tie of known.ties(occasion.personId)) {
      const other = known.person(tie.otherId);
      if (other === null) continue;
      const leftByBoth = [...left.values(), ...organizationsLeft(other, occasion.at, settings).values()];
      // Looked at from either end, the same is wished: an end first, and rest otherwise.
      const wish =
        afterDeath(person, other, tie, settings) ??
        afterWork(tie, leftByBoth, settings) ??
        afterArchival(occasion, person, other, tie, settings);
      if (wish !== null) yield* fulfil(wish, occasion.personId, person, other, tie);
    }
    for (const { organization } of left.values()) yield* withoutManager(occasion, organization, known);
  },
  due: ({ core, relationships }, { at }, _, settings) => {
    if (settings.whenEmploymentEnds !== 'end' || core.status === 'merged') return null;
    const lastDays = [...relationships.employments.live.values()].flatMap(({ end }) =>
      end === undefined ? [] : Date.parse(`${end}T00:00:00Z`),
    );
    const coming = lastDays.filter((moment) => moment > at - MISSED_MS_MAX);
    return coming.length === 0 ? null : Math.min(...coming);
  },
};

interface Left {
  readonly organization: string;
  readonly end: IsoDate;
}

/** What a relationship shall become. */
interface Wish {
  readonly command: 'EndRelationship' | 'UpdateRelationship';
  readonly data: { readonly end?: IsoDate; readonly reason?: string; readonly dormant?: true | null };
  readonly because: string;
}

function afterDeath(person: PresentPerson, other: PresentPerson, tie: Tie, settings: Values): Wish | null {
  const deceased = [person, other].find(({ core }) => core.status === 'deceased');
  if (deceased === undefined || settings.whenDeceased === 'keep') return null;
  const because = 'One of the two died.';
  return { command: 'EndRelationship', data: { ...endOn(deceased.core.deathDate, tie), reason: because }, because };
}

function afterArchival(
  { fact }: Occasion,
  person: PresentPerson,
  other: PresentPerson,
  tie: Tie,
  settings: Values,
): Wish | null {
  if ([person, other].some(({ core }) => core.status === 'deceased')) return null;
  const isArchived = [person, other].some(({ core }) => core.status === 'archived');
  if (isArchived) {
    const because = 'One of the two is archived.';
    if (settings.whenArchived === 'end') return { command: 'EndRelationship', data: { reason: because }, because };
    const rests = settings.whenArchived === 'rest' && tie.status === 'established' && !tie.dormant;
    return rests ? { command: 'UpdateRelationship', data: { dormant: true }, because } : null;
  }
  // Who rests for other reasons is not woken at other times.
  const wakes = fact?.type === 'PersonReactivated' && settings.whenArchived === 'rest' && tie.dormant;
  return wakes
    ? { command: 'UpdateRelationship', data: { dormant: null }, because: 'The person is back, and none is archived.' }
    : null;
}

function endOn(date: IsoDate | undefined, { start }: Tie): { readonly end?: IsoDate } {
  if (date === undefined) return {};
  return { end: start !== undefined && start > date ? start : date };
}

/** Organizations by folded name where the person worked and does not any more, with its last day. */
function organizationsLeft({ relationships }: PresentPerson, at: number, settings: Values): ReadonlyMap<string, Left> {
  const today = dateOf(at);
  const left = new Map<string, Left>();
  if (settings.whenEmploymentEnds !== 'end') return left;
  const employments = [...relationships.employments.live.values()];
  for (const { organization, end } of employments) {
    const key = folded(organization);
    const isThere = employments.some((each) => !isOver(each.end, today) && folded(each.organization) === key);
    if (end === undefined || isThere) continue;
    const known = left.get(key);
    if (known === undefined || known.end < end) left.set(key, { organization, end });
  }
  return left;
}

const isOver = (end: IsoDate | undefined, today: IsoDate) => end !== undefined && end <= today;

/** The end of the earliest of the employments that the relationship belonged to. */
function afterWork(tie: Tie, left: readonly Left[], { workKinds }: Values): Wish | null {
  if (left.length === 0 || tie.context === undefined || !workKinds.includes(tie.kind)) return null;
  const context = folded(tie.context);
  const over = left.filter(({ organization }) => context.includes(folded(organization)));
  const first = over.toSorted((a, b) => (a.end < b.end ? -1 : a.end > b.end ? 1 : 0))[0];
  if (first === undefined) return null;
  const because = `The employment at ${first.organization} ended.`;
  return { command: 'EndRelationship', data: { ...endOn(first.end, tie), reason: because }, because };
}

/** Sent to whichever of the two can take it: both sides of a shared relationship change at once. */
function* fulfil(
  { command, data, because }: Wish,
  personId: PersonId,
  person: PresentPerson,
  other: PresentPerson,
  tie: Tie,
): Iterable<PolicyDecision> {
  const sides = [
    { id: tie.otherId, side: other, isKnown: tie.isKnownToOther },
    { id: personId, side: person, isKnown: tie.isKnownToSelf },
  ].filter(({ isKnown }) => isKnown);
  // The same from either end, so that looking from both does it once; and not the one that everybody is related to,
  // whose relationships a command may have to be compared with.
  const countOf = ({ relationships }: PresentPerson) => relationships.relationships.live.size;
  sides.sort((a, b) => countOf(a.side) - countOf(b.side) || (a.id < b.id ? -1 : 1));
  const able = sides.find(({ side: { core } }) => core.status === 'active' || core.status === 'draft');
  if (able !== undefined) {
    const { relationshipId } = tie;
    yield act(able.id, command, { relationshipId, ...data } as never, because, relationshipId);
    return;
  }
  const waiting = sides.find(({ side: { core } }) => core.status === 'suspended');
  if (waiting !== undefined) yield leave(waiting.id, 'The person is suspended; it is looked at again when it is back.');
}

/** Who reported to the person at the organization reports to nobody there now. */
function* withoutManager({ personId, at }: Occasion, organization: string, known: Known): Iterable<PolicyDecision> {
  const because = `Whom the person reports to left ${organization}.`;
  for (const reportId of known.employedAt(organization)) {
    const report = known.person(reportId);
    if (report === null || (report.core.status !== 'active' && report.core.status !== 'draft')) continue;
    for (const {
      employmentId,
      reportsTo,
      end,
      organization: place,
    } of report.relationships.employments.live.values()) {
      if (reportsTo !== personId || isOver(end, dateOf(at)) || folded(place) !== folded(organization)) continue;
      const data: { readonly employmentId: ItemId; readonly reportsTo: null } = { employmentId, reportsTo: null };
      yield act(reportId, 'UpdateEmployment', data, because, employmentId);
    }
  }
}
