/** The old timeline: which events are told, and in which words, which clients show as they are. */

import { OldTimelineDocument, type OldTimelineQuery } from '../../client/generated.ts';
import { preferencesIdOf, skillIdOf } from '../ids.ts';
import { isPossible, type Moment } from '../reading.ts';
import { momentOf, oldDisplayName, oldNameOf, partsIn, personIdOf, REGISTERED } from '../writing.ts';
import { type Asking, ROWS } from './people.ts';

export interface OldEntry {
  readonly timestamp: string;
  readonly event_type: string;
  readonly title: string;
  readonly description: string;
  readonly metadata: Readonly<Record<string, unknown>>;
}

interface Told {
  readonly type: string;
  readonly at: string;
  readonly personId: string;
  readonly data: unknown;
}

type Data = Readonly<Record<string, unknown>>;
type Words = Omit<OldEntry, 'timestamp'>;

const entry = (event_type: string, title: string, description: string, metadata: Data = {}): Words => ({
  event_type,
  title,
  description,
  metadata,
});

const component = (kind: string, key: string) => (data: Data) =>
  entry(`${kind}_updated`, `${kind} Updated`, `${kind} information updated`, { component_id: data[key] ?? null });

/** Skills and preferences have no id of their own here; theirs follows from the person, and from the name. */
const skills = ({ name }: Data, personId: string) =>
  component('Skills', 'id')({ id: skillIdOf(personId, String(name)) });

const place = (key: string) => (data: Data) =>
  entry('location_updated', 'Location Updated', 'Location information updated', { component_id: data[key] ?? null });

const preferences = (_: Data, personId: string) =>
  entry('preferences_updated', 'Preferences Updated', 'Preferences updated', {
    component_id: preferencesIdOf(personId),
  });

const profile = (data: Data) =>
  component(data.memberId === undefined ? 'SocialMedia' : 'ProfessionalNetwork', 'profileId')(data);

/** Tells it of whoever took the step; the old network knew only that side. */
const relationship = (data: Data) =>
  data.direction === 'incoming' ? null : component('Relationship', 'relationshipId')(data);

/** A component that was registered is an attribute with a name of its own; others are not told of. */
function registered(data: Data): Words | null {
  const name = String(data.name ?? '');
  if (!name.startsWith(REGISTERED)) return null;
  const type = name.slice(REGISTERED.length);
  return entry('component_registered', `${type} Component Added`, `Registered ${type} component`, {
    component_type: type,
  });
}

const all = (types: readonly string[], words: (data: Data, personId: string) => Words | null) =>
  types.map((type) => [type, words] as const);

const WORDS: ReadonlyMap<string, (data: Data, personId: string) => Words | null> = new Map([
  ...all(['PersonCreated'], ({ name }) =>
    entry('person_created', 'Person Record Created', `Created person record for ${oldDisplayName(partsIn(name))}`),
  ),
  ...all(['PersonRenamed'], ({ before, name }) => {
    const [old, now] = [partsIn(before), partsIn(name)];
    const change = `Name changed from ${oldDisplayName(old)} to ${oldDisplayName(now)}`;
    return entry('name_updated', 'Name Changed', change, { old_name: oldNameOf(old), new_name: oldNameOf(now) });
  }),
  ...all(['BirthDateSet'], ({ date }) =>
    entry('birth_date_set', 'Birth Date Recorded', `Birth date set to ${date}`, { birth_date: date }),
  ),
  ...all(['DeathRecorded'], ({ date }) =>
    entry('death_recorded', 'Death Recorded', `Death recorded on ${date}`, { date_of_death: date }),
  ),
  ...all(['PersonSuspended'], ({ reason }) =>
    entry('person_deactivated', 'Person Deactivated', `Person deactivated: ${reason}`, { reason }),
  ),
  ...all(['PersonReactivated'], () => entry('person_reactivated', 'Person Reactivated', 'Person record reactivated')),
  ...all(['PersonArchived'], ({ reason }) =>
    entry('person_archived', 'Person Archived', `Person archived: ${reason}`, { reason }),
  ),
  ...all(['PersonMerged'], ({ targetId }) =>
    entry('person_merged', 'Person Record Merged', `Merged into person ${targetId}`, {
      merged_into_id: personIdOf(String(targetId)),
    }),
  ),
  ...all(['PersonAbsorbed'], ({ sourceId }) =>
    entry('person_merged', 'Person Record Merged', `Merged with person ${sourceId}`, {
      merged_from_id: personIdOf(String(sourceId)),
    }),
  ),
  ...all(['AttributeSet'], registered),
  ...all(
    ['EmailAdded', 'EmailUpdated', 'EmailVerified', 'PrimaryEmailSet', 'EmailRemoved'],
    component('Email', 'emailId'),
  ),
  ...all(['PhoneAdded', 'PhoneUpdated', 'PrimaryPhoneSet', 'PhoneRemoved'], component('Phone', 'phoneId')),
  ...all(['MessagingHandleAdded', 'MessagingHandleRemoved'], component('Messaging', 'handleId')),
  ...all(
    ['EmploymentAdded', 'EmploymentUpdated', 'EmploymentEnded', 'EmploymentRemoved'],
    component('Employment', 'employmentId'),
  ),
  ...all(['AffiliationAdded', 'AffiliationEnded'], component('Affiliation', 'affiliationId')),
  ...all(['ProjectAdded', 'ProjectEnded'], component('Project', 'projectId')),
  ...all(['SkillAdded', 'SkillUpdated', 'SkillEndorsed', 'SkillRemoved'], skills),
  ...all(['SocialProfileAdded', 'SocialProfileUpdated', 'SocialProfileRemoved'], profile),
  ...all(['WebsiteAdded', 'WebsiteRemoved'], component('Website', 'websiteId')),
  ...all(['RelationshipEstablished', 'RelationshipUpdated', 'RelationshipEnded'], relationship),
  ...all(['AddressAdded', 'AddressUpdated', 'AddressRemoved'], place('addressId')),
  ...all(['LocationAssigned', 'LocationUnassigned'], place('assignmentId')),
  ...all(
    [
      'CommunicationPreferencesUpdated',
      'PrivacyPreferencesUpdated',
      'GeneralPreferencesUpdated',
      'ConsentGranted',
      'ConsentRevoked',
    ],
    preferences,
  ),
]);

const TYPES = [...WORDS.keys()];

export function entryOf({ type, at, data, personId }: Told): OldEntry | null {
  const words = WORDS.get(type)?.((data ?? {}) as Data, personId) ?? null;
  return words === null ? null : { timestamp: momentOf(at), ...words };
}

/** Without a limit all of it, the oldest first; with one the newest so many, the newest first. */
export async function timelineOf(asking: Asking, id: string, limit: number | null): Promise<readonly OldEntry[]> {
  if (!isPossible(id) || limit === 0) return [];
  return limit === null ? forwards(asking, { id }) : backwards(asking, id, limit);
}

/** Both ends included, the oldest first. */
export async function timelineBetween(
  asking: Asking,
  id: string,
  start: Moment,
  end: Moment,
): Promise<readonly OldEntry[]> {
  // Ours are as exact as a millisecond: what lies a part of one later lies before the next.
  const from = start.isLater ? start.ms + 1 : start.ms;
  if (!isPossible(id) || from > end.ms) return [];
  return forwards(asking, { id, from: new Date(from).toISOString(), to: new Date(end.ms).toISOString() });
}

async function forwards(
  asking: Asking,
  what: { readonly id: string; readonly from?: string; readonly to?: string },
): Promise<readonly OldEntry[]> {
  const told: OldEntry[] = [];
  for (let after: string | null = null; ; ) {
    const { timeline }: OldTimelineQuery = await asking.ask(OldTimelineDocument, {
      ...what,
      types: TYPES,
      first: ROWS,
      after,
    });
    told.push(...timeline.edges.flatMap(({ node }) => entryOf(node.event) ?? []));
    if (!timeline.pageInfo.hasNextPage) return told;
    after = timeline.pageInfo.endCursor;
  }
}

async function backwards(asking: Asking, id: string, limit: number): Promise<readonly OldEntry[]> {
  const told: OldEntry[] = [];
  for (let before: string | null = null; ; ) {
    const last = Math.min(ROWS, limit);
    const { timeline }: OldTimelineQuery = await asking.ask(OldTimelineDocument, { id, types: TYPES, last, before });
    told.push(...timeline.edges.toReversed().flatMap(({ node }) => entryOf(node.event) ?? []));
    // Some events are not told of, so that more of them may be needed.
    if (told.length >= limit || !timeline.pageInfo.hasPreviousPage) return told.slice(0, limit);
    before = timeline.pageInfo.startCursor;
  }
}
