/** The things a person has several of, as the law tables speak of them: how to bring one about, and where it stands. */

import { contactInfoGate } from '../../src/domain/contact-info/machine.ts';
import type { Gate, Hints } from '../../src/domain/gate.ts';
import type { ItemId } from '../../src/domain/ids.ts';
import type { Items } from '../../src/domain/listing.ts';
import { type AnyCommand, type CommandName, nounOf, type Person } from '../../src/domain/person/person.ts';
import { preferencesGate } from '../../src/domain/preferences/machine.ts';
import { relationshipGate } from '../../src/domain/relationship/machine.ts';
import { skillStatus } from '../../src/domain/skills/decide.ts';
import { skillsGate } from '../../src/domain/skills/machine.ts';
import { folded } from '../../src/domain/values.ts';

const GATES: Readonly<Record<string, Gate<string>>> = {
  'contact-info': contactInfoGate,
  skills: skillsGate,
  preferences: preferencesGate,
  relationship: relationshipGate,
};

/** The gate of one of the four item tables. */
export const gateOf = (command: CommandName): Gate<string> | undefined => GATES[nounOf(command)];

function listed<T extends object>(items: Items<T>, id: unknown, status: (item: T) => string = () => 'listed'): string {
  const item = items.live.get(id as ItemId);
  if (item !== undefined) return status(item);
  return items.removed.has(id as ItemId) ? 'removed' : 'absent';
}

const byEnd = (item: { readonly end?: string }) => (item.end === undefined ? 'established' : 'ended');

type Data = Readonly<Record<string, unknown>>;

/** Where the thing stands that commands of this ending are about: `Email` for `AddEmail`. The longest ending counts. */
const STANDINGS: Readonly<Record<string, (person: Person, data: Data) => string>> = {
  Email: ({ contactInfo }, { emailId }) =>
    listed(contactInfo.emails, emailId, ({ verified }) => (verified ? 'verified' : 'unverified')),
  Phone: ({ contactInfo }, { phoneId }) => listed(contactInfo.phones, phoneId),
  Address: ({ contactInfo }, { addressId }) => listed(contactInfo.addresses, addressId),
  SocialProfile: ({ contactInfo }, { profileId }) => listed(contactInfo.socialProfiles, profileId),
  MessagingHandle: ({ contactInfo }, { handleId }) => listed(contactInfo.messagingHandles, handleId),
  Website: ({ contactInfo }, { websiteId }) => listed(contactInfo.websites, websiteId),
  Skill: ({ skills }, { name }) => skillStatus(skills, String(name)),
  SkillRecommendation: ({ skills }, { name }) => skillStatus(skills, String(name)),
  Certification: ({ skills }, { certificationId }) => listed(skills.certifications, certificationId),
  Education: ({ skills }, { educationId }) => listed(skills.educations, educationId),
  Consent: ({ preferences }, { purpose }) => preferences.consents.get(folded(String(purpose)))?.status ?? 'absent',
  Relationship: ({ relationships }, { relationshipId }) =>
    listed(relationships.relationships, relationshipId, ({ status }) => status),
  Employment: ({ relationships }, { employmentId }) => listed(relationships.employments, employmentId, byEnd),
  Affiliation: ({ relationships }, { affiliationId }) => listed(relationships.affiliations, affiliationId, byEnd),
  Project: ({ relationships }, { projectId }) => listed(relationships.projects, projectId, byEnd),
  Location: ({ relationships }, { assignmentId }) => listed(relationships.locations, assignmentId, byEnd),
};

const THING = new RegExp(`(${Object.keys(STANDINGS).join('|')})$`);

/** `Email` for `SetPrimaryEmail`; none for the preferences, which are there from the start. */
export const thingOf = (command: CommandName): string | undefined => THING.exec(command)?.[1];

/** The status of the thing that the command is about, or null when it is about none. */
export function statusOf({ type, data }: Pick<AnyCommand, 'type' | 'data'>, person: Person): string | null {
  const thing = gateOf(type) === undefined ? undefined : thingOf(type);
  return thing === undefined ? null : (STANDINGS[thing]?.(person, data as Data) ?? null);
}

/** What the machine's guards ask of the command. */
export function hintsOf({ type, data }: AnyCommand, person: Person): Hints {
  if (type === 'UpdateEmail') {
    const address = person.contactInfo.emails.live.get(data.emailId)?.address;
    return { newAddress: data.address !== undefined && data.address !== address };
  }
  const { end } = data as { readonly end?: string | null };
  return end === undefined ? {} : { end: end !== null };
}
