/** What happened to the things of a person, in the old words. Changes are told as what the thing is after them. */

import { preferencesIdOf, skillIdOf } from '../ids.ts';
import { oldWordOf, personIdOf } from '../writing.ts';
import {
  affiliationData,
  type ComponentData,
  emailData,
  employmentData,
  type Item,
  locationData,
  messagingData,
  phoneData,
  profileData,
  projectData,
  relationshipData,
  skillsData,
  websiteData,
} from './component-data.ts';
import type { State, Told } from './lifecycle.ts';
import { communicationData, generalData, privacyData } from './preferences.ts';
import { componentGone, componentTold, isUuid, type OldFact, within } from './shapes.ts';

type Print = (item: Item, at: string) => ComponentData;
type Find = (state: State) => readonly object[];

const plain = (item: Item, print: Print, at: string): object => within(print(item, at).data);

/** With the keys and the figures that the projections of the old service looked for. */
const ADDED: Readonly<Record<string, (item: Item) => object>> = {
  EmailAddress: ({ address, verified }) => ({ email: address, verified: verified === true }),
  PhoneNumber: ({ number }) => ({ phone_number: number }),
};

const added = (key: string, print: Print): Told => {
  return (event, data) => {
    const told = print(data, event.at);
    const more = { ...plain(data, print, event.at), ...ADDED[told.type]?.(data) };
    return [componentTold(event, String(data[key]), told, more)];
  };
};

/** As it is after the event; nothing where it is gone by then. */
const changed = (key: string, find: Find, print: Print): Told => {
  return async (event, data, state) => {
    const id = String(data[key]);
    const item = (find(await state(event.version)) as readonly Item[]).find((each) => each.id === id);
    return item === undefined ? [] : [componentTold(event, id, print(item, event.at), null)];
  };
};

const gone =
  (key: string, type: string): Told =>
  (event, data) => [componentGone(event, String(data[key]), type)];

const kinds = (types: readonly string[], told: Told) => types.map((type) => [type, told] as const);

const emails = changed('emailId', ({ contactInfo }) => contactInfo.emails, emailData);
const phones = changed('phoneId', ({ contactInfo }) => contactInfo.phones, phoneData);
const profiles = changed('profileId', ({ contactInfo }) => contactInfo.socialProfiles, profileData);
const addresses = changed('addressId', ({ contactInfo }) => contactInfo.addresses, locationData);
const jobs = changed('employmentId', ({ employments }) => employments, employmentData);
const relations = changed(
  'relationshipId',
  ({ relationships }) => relationships.nodes.filter(({ direction }) => direction === 'OUTGOING'),
  relationshipData,
);

/** The second family has an event of its own for a job at an organization that has an id. */
const employed: Told = async (event, data, state) => {
  const { organizationId, role } = data;
  const told = await added('employmentId', employmentData)(event, data, state);
  const person_id = personIdOf(event.personId);
  if (!isUuid(organizationId)) return told;
  return [
    ...told,
    { v2: ['EmploymentAdded', 'employment_added', { person_id, organization_id: organizationId, role }] },
  ];
};

const placed: Told = (event, { locationId, kind }) => {
  const fields = { person_id: personIdOf(event.personId), location_id: locationId, location_type: kind };
  return isUuid(locationId) ? [{ v2: ['LocationAssigned', 'location_assigned', fields] }] : [];
};

const PROFICIENCIES: Readonly<Record<string, number>> = {
  Beginner: 0.25,
  Intermediate: 0.5,
  Advanced: 0.75,
  Expert: 1,
};

const skills: Told = async (event, { name }, state) => {
  const { nodes } = (await state(event.version)).skills;
  const own = nodes.find((skill) => skill.name === name);
  const isNew = event.type === 'SkillAdded' && own !== undefined;
  const figures = isNew && {
    name,
    category: own.category,
    proficiency: PROFICIENCIES[oldWordOf(own.proficiency)] ?? 0,
    endorsements: own.endorsementCount,
  };
  const id = skillIdOf(event.personId, String(name));
  const told = componentTold(event, id, skillsData(nodes), figures || null);
  // The first family tells all that are left; the second one which is gone.
  return event.type === 'SkillRemoved' ? [{ ...told, ...componentGone(event, id, 'Skill') }] : [told];
};

const preferences = (print: (state: State['preferences']) => ComponentData): Told => {
  return async (event, _, state) => {
    const told = print((await state(event.version)).preferences);
    return [componentTold(event, preferencesIdOf(event.personId), told, null)];
  };
};

const privacy = preferences((state) => privacyData(state.privacy as Item, state.consents));

/** Only whoever took the step tells of it: the old network had it with them. */
const outgoing =
  (told: Told): Told =>
  (event, data, state) =>
    data.direction === 'incoming' ? [] : told(event, data, state);

/** What a person took over from who became part of it, one by one; the skills all together. */
const absorbed: Told = async (event, data, state) => {
  const parts = data as unknown as Absorbed;
  const each = (items: readonly Item[], key: string, print: Print): OldFact[] =>
    items.flatMap((item) => added(key, print)(event, item, state) as OldFact[]);
  const { contactInfo, relationships } = parts;
  const facts = [
    ...each(contactInfo.emails, 'emailId', emailData),
    ...each(contactInfo.phones, 'phoneId', phoneData),
    ...each(contactInfo.addresses, 'addressId', locationData),
    ...each(contactInfo.socialProfiles, 'profileId', profileData),
    ...each(contactInfo.messagingHandles, 'handleId', messagingData),
    ...each(contactInfo.websites, 'websiteId', websiteData),
    ...each(relationships.employments, 'employmentId', employmentData),
    ...each(relationships.affiliations, 'affiliationId', affiliationData),
    ...each(relationships.projects, 'projectId', projectData),
    ...each(
      relationships.relationships.filter(({ direction }) => direction !== 'incoming'),
      'relationshipId',
      relationshipData,
    ),
  ];
  if (parts.skills.skills.length === 0) return facts;
  const { nodes } = (await state(event.version)).skills;
  const id = skillIdOf(event.personId, String(parts.skills.skills[0]?.name));
  return [...facts, componentTold(event, id, skillsData(nodes), null)];
};

interface Absorbed {
  readonly contactInfo: Readonly<
    Record<'emails' | 'phones' | 'addresses' | 'socialProfiles' | 'messagingHandles' | 'websites', readonly Item[]>
  >;
  readonly skills: { readonly skills: readonly Item[] };
  readonly relationships: Readonly<
    Record<'employments' | 'affiliations' | 'projects' | 'relationships', readonly Item[]>
  >;
}

export const COMPONENTS: Readonly<Record<string, Told>> = Object.fromEntries([
  ...kinds(['EmailAdded'], added('emailId', emailData)),
  ...kinds(['EmailUpdated', 'EmailVerified', 'PrimaryEmailSet'], emails),
  ...kinds(['EmailRemoved'], gone('emailId', 'EmailAddress')),
  ...kinds(['PhoneAdded'], added('phoneId', phoneData)),
  ...kinds(['PhoneUpdated', 'PrimaryPhoneSet'], phones),
  ...kinds(['PhoneRemoved'], gone('phoneId', 'PhoneNumber')),
  ...kinds(['AddressAdded'], added('addressId', locationData)),
  ...kinds(['AddressUpdated'], addresses),
  ...kinds(['AddressRemoved'], gone('addressId', 'Address')),
  ...kinds(['SocialProfileAdded'], added('profileId', profileData)),
  ...kinds(['SocialProfileUpdated'], profiles),
  ...kinds(['SocialProfileRemoved'], gone('profileId', 'SocialProfile')),
  ...kinds(['MessagingHandleAdded'], added('handleId', messagingData)),
  ...kinds(['MessagingHandleRemoved'], gone('handleId', 'MessagingApp')),
  ...kinds(['WebsiteAdded'], added('websiteId', websiteData)),
  ...kinds(['WebsiteRemoved'], gone('websiteId', 'Website')),
  ...kinds(['SkillAdded', 'SkillUpdated', 'SkillEndorsed', 'SkillRemoved'], skills),
  ...kinds(['EmploymentAdded'], employed),
  ...kinds(['EmploymentUpdated', 'EmploymentEnded'], jobs),
  ...kinds(['EmploymentRemoved'], gone('employmentId', 'Employment')),
  ...kinds(['AffiliationAdded'], added('affiliationId', affiliationData)),
  ...kinds(
    ['AffiliationEnded'],
    changed('affiliationId', ({ affiliations }) => affiliations, affiliationData),
  ),
  ...kinds(['ProjectAdded'], added('projectId', projectData)),
  ...kinds(
    ['ProjectEnded'],
    changed('projectId', ({ projects }) => projects, projectData),
  ),
  ...kinds(['LocationAssigned'], placed),
  ...kinds(['RelationshipEstablished'], outgoing(added('relationshipId', relationshipData))),
  ...kinds(['RelationshipUpdated', 'RelationshipEnded'], relations),
  ...kinds(
    ['CommunicationPreferencesUpdated'],
    preferences(({ communication }) => communicationData(communication as Item)),
  ),
  ...kinds(['PrivacyPreferencesUpdated', 'ConsentGranted', 'ConsentRevoked'], privacy),
  ...kinds(
    ['GeneralPreferencesUpdated'],
    preferences(({ general }) => generalData(general as Item)),
  ),
  ...kinds(['PersonAbsorbed'], absorbed),
]);
