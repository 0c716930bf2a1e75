/**
 * Archives who has not been active for long, after having said so. Activity is every event about the person that no
 * policy recorded.
 */

import type { ItemId } from '../ids.ts';
import { type Dated, tagKey } from '../person/core.ts';
import type { Note } from '../person/messages.ts';
import type { PresentPerson } from '../person/person.ts';
import { dateOf } from '../values.ts';
import { A_DAY_MS, act, type Known, leave, type Occasion, type Policy, type PolicyDecision } from './policy.ts';
import { flag, number, type SettingValues, words } from './settings.ts';

const SETTINGS = {
  days: number('Without activity for so long a person is archived.', 365, 1, 36_500, 'days'),
  warningDays: number('So long before, it is noted on the person; 0 for no warning.', 30, 0, 3_650, 'days'),
  graceDays: number('Nobody is archived earlier than so long after becoming active.', 30, 0, 3_650, 'days'),
  statuses: words('Statuses that persons are archived from.', ['active'], ['draft', 'active', 'suspended']),
  exemptTags: words('Who has one of these tags is never archived.', []),
  exemptEmployed: flag('Who works somewhere is not archived.', true),
  exemptRetentions: words(
    'Who wishes its data to be kept like this is not archived.',
    ['indefinite'],
    ['minimum_required', 'one_year', 'three_years', 'five_years', 'indefinite'],
  ),
} as const;

type Values = SettingValues<typeof SETTINGS>;

export const ANNOUNCED = 'ARCHIVE_ANNOUNCED';

export const autoArchive: Policy<typeof SETTINGS> = {
  name: 'auto-archive',
  description: 'Archives persons without activity, after a warning.',
  settings: SETTINGS,
  after: new Set(),
  *decide(occasion, known, settings): Iterable<PolicyDecision> {
    const { personId, at } = occasion;
    const person = known.person(personId);
    if (person === null || !settings.statuses.includes(person.core.status)) return;
    const { announcedAt, stale, next } = planOf(person, occasion, known, settings);
    for (const note of stale) yield resolve(occasion, note);
    if (next > at) return;
    const exemption = exemptionOf(person, at, settings);
    if (exemption !== null) yield leave(personId, exemption);
    else if (announcedAt === null && settings.warningDays > 0) yield announce(occasion, known, settings);
    else yield archive(occasion, settings);
  },
  due: (person, occasion, known, settings) => {
    if (!settings.statuses.includes(person.core.status)) return null;
    const { stale, next } = planOf(person, occasion, known, settings);
    return stale.length > 0 ? occasion.at : next;
  },
};

interface Plan {
  /** When it was said that the person will be archived, if that still holds. */
  readonly announcedAt: number | null;
  /** Announcements that activity came after. */
  readonly stale: readonly Dated<Note>[];
  /** When there is something to do next. */
  readonly next: number;
}

function planOf({ core }: PresentPerson, { personId }: Occasion, known: Known, settings: Values): Plan {
  const activeAt = known.activeAt(personId);
  const announcements = [...core.notes.live.values()].filter(({ code }) => code === ANNOUNCED);
  const stale = announcements.filter(({ at }) => at < activeAt);
  const announcedAt = announcements.find(({ at }) => at >= activeAt)?.at ?? null;
  const archiveAt = Math.max(activeAt + settings.days * A_DAY_MS, core.statusSince + settings.graceDays * A_DAY_MS);
  const warning = settings.warningDays * A_DAY_MS;
  // Whoever was warned late has the whole time of the warning all the same.
  const next = announcedAt === null ? archiveAt - warning : Math.max(archiveAt, announcedAt + warning);
  return { announcedAt, stale, next };
}

function exemptionOf({ core, relationships, preferences }: PresentPerson, at: number, settings: Values): string | null {
  const tag = settings.exemptTags.find((each) => core.tags.has(tagKey(each)));
  if (tag !== undefined) return `The person is exempt by the tag ${tag}.`;
  const today = dateOf(at);
  const job = [...relationships.employments.live.values()].find(({ end }) => end === undefined || end >= today);
  if (settings.exemptEmployed && job !== undefined) return `The person works at ${job.organization}.`;
  const { dataRetention } = preferences.privacy;
  const isKept = dataRetention !== undefined && settings.exemptRetentions.includes(dataRetention);
  return isKept ? `The person wishes its data to be kept: ${dataRetention}.` : null;
}

function announce({ personId }: Occasion, known: Known, settings: Values): PolicyDecision {
  const since = known.activeAt(personId);
  const note = {
    noteId: known.id(personId, `announced ${since}`),
    kind: 'inactivity' as const,
    code: ANNOUNCED,
    text: `There was no activity since ${dateOf(since)}. Without any, the person is archived in ${settings.warningDays} days.`,
  };
  return act(personId, 'AddNote', note, `There was no activity since ${dateOf(since)}.`);
}

function archive({ personId }: Occasion, { days }: Values): PolicyDecision {
  const reason = `Auto-archived due to ${days} days of inactivity`;
  return act(personId, 'ArchivePerson', { reason }, `There was no activity for ${days} days.`);
}

function resolve({ personId }: Occasion, { noteId }: { readonly noteId: ItemId }): PolicyDecision {
  return act(personId, 'ResolveNote', { noteId, reason: 'Active again' }, 'The person is active again.', noteId);
}
