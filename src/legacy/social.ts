/** Whom a person knew and where it could be found on networks, as old data tell it. */

import {
  MEMBERSHIP_LEVELS,
  SOCIAL_PLATFORMS,
  type SocialProfileData,
  WEBSITE_KINDS,
  type WebsiteData,
} from '../domain/contact-info/messages.ts';
import { RELATIONSHIP_KINDS, type Relationship, type RelationshipData } from '../domain/relationship/messages.ts';
import { dateOf, difference, folded } from '../domain/values.ts';
import { nameOf } from './contact.ts';
import { type Fields, present } from './fields.ts';
import { known, type Telling } from './telling.ts';

/** How strong a relationship was that nobody said anything about. */
const STRENGTH = 0.5;

/** `Social.SocialMedia`. */
export function socialMedia(telling: Telling, fields: Fields): boolean {
  const username = fields.text('username');
  if (username === undefined) return false;
  const platform = fields.word('platform', SOCIAL_PLATFORMS);
  tellProfile(telling, fields, {
    platform: platform ?? 'other',
    platformName: platform === undefined ? nameOf(fields, 'platform') : undefined,
    username,
    url: fields.text('profile_url'),
    displayName: fields.text('display_name'),
    bio: fields.text('bio'),
    followers: fields.count('follower_count'),
    following: fields.count('following_count'),
    verified: fields.flag('is_verified'),
    business: fields.flag('is_business_account'),
    syncedOn: fields.date('last_synced'),
  });
  return true;
}

/** `Social.ProfessionalNetwork`. */
export function professionalNetwork(telling: Telling, fields: Fields): boolean {
  const memberId = fields.text('member_id');
  if (memberId === undefined) return false;
  const specializations = fields.texts('specializations');
  const platform = fields.word('network_name', SOCIAL_PLATFORMS);
  tellProfile(telling, fields, {
    platform: platform ?? 'other',
    platformName: fields.text('network_name'),
    username: memberId,
    memberId,
    url: fields.text('profile_url'),
    connections: fields.count('connection_count'),
    membershipLevel: fields.word('membership_level', MEMBERSHIP_LEVELS),
    specializations: specializations?.length === 0 ? undefined : specializations,
    joinedOn: fields.date('joined_date'),
  });
  return true;
}

type ToldProfile = { [K in keyof Omit<SocialProfileData, 'profileId'>]: SocialProfileData[K] | undefined };

function tellProfile(
  telling: Telling,
  fields: Fields,
  told: Partial<ToldProfile> & Pick<SocialProfileData, 'platform' | 'username'>,
): void {
  const { socialProfiles } = telling.person.contactInfo;
  const isSame = (each: SocialProfileData) =>
    each.platform === told.platform && folded(each.username) === folded(told.username);
  const same = known(socialProfiles, null, isSame);
  const profileId = same?.[0] ?? telling.oldId(fields, 'profile', socialProfiles);
  fields.pass('component_id');
  const profile = present(told);
  if (same === undefined) return telling.tell('SocialProfileAdded', { profileId, ...profile } as SocialProfileData);
  const changes = difference(same[1], profile);
  if (changes !== null) telling.tell('SocialProfileUpdated', { profileId, ...(changes as object) });
}

/** `Social.Website`. */
export function website(telling: Telling, fields: Fields): boolean {
  const url = fields.text('url');
  if (url === undefined) return false;
  const technologies = fields.texts('technologies');
  const { websites } = telling.person.contactInfo;
  const same = known(websites, null, (each) => each.url === url);
  const websiteId = same?.[0] ?? telling.oldId(fields, 'website', websites);
  fields.pass('component_id');
  const data = {
    url,
    kind: fields.word('website_type', WEBSITE_KINDS) ?? 'other',
    title: fields.text('title'),
    description: fields.text('description'),
    primary: fields.flag('is_primary'),
    technologies: technologies?.length === 0 ? undefined : technologies,
    updatedOn: fields.date('last_updated'),
  } as const;
  telling.tell('WebsiteAdded', present({ ...same?.[1], ...present(data), websiteId }) as WebsiteData);
  return true;
}

/** `Social.Relationship`: one step from this person to another. Of one to the same person the newest kind counted. */
export function relationship(telling: Telling, fields: Fields): boolean {
  const otherId = fields.person('other_person_id') ?? fields.person('related_person_id');
  const written = fields.text('relationship_type');
  if (otherId === undefined || written === undefined) return false;
  const kind = RELATIONSHIP_KINDS.find((each) => each === written.toLowerCase().replace(/[\s-]/g, '_')) ?? 'other';
  const data = {
    otherId,
    kind,
    // Only words spelt exactly like ours were known; any other is kept as it was.
    label: written === kind ? undefined : written,
    strength: fields.real('strength'),
    start: fields.date('start_date'),
    notes: fields.text('notes'),
    lastInteractionOn: fields.date('last_interaction'),
    interactions: fields.count('interaction_count'),
  };
  const end = fields.date('end_date');
  const id = tellRelationship(telling, fields, data);
  if (end !== undefined) telling.tell('RelationshipEnded', { relationshipId: id, otherId, end });
  return true;
}

type ToldRelationship = Pick<RelationshipData, 'otherId' | 'kind'> & {
  [K in keyof RelationshipData]?: RelationshipData[K] | undefined;
};

function tellRelationship(telling: Telling, fields: Fields, told: ToldRelationship): Relationship['relationshipId'] {
  const { otherId, kind, strength, ...rest } = told;
  const open = [...telling.person.relationships.relationships.live.values()].filter(
    (each) => each.otherId === otherId && each.direction === 'outgoing' && each.status !== 'ended',
  );
  const same = open.find((each) => each.kind === kind && folded(each.label ?? '') === folded(told.label ?? ''));
  for (const { relationshipId } of open.filter((each) => each !== same)) {
    const end = dateOf(telling.subject.at);
    telling.tell('RelationshipEnded', { relationshipId, otherId, end, reason: 'A later kind took its place.' });
  }
  const relationshipId =
    same?.relationshipId ?? telling.oldId(fields, 'relationship', telling.person.relationships.relationships);
  fields.pass('component_id');
  if (same === undefined) {
    const data = present({
      ...rest,
      relationshipId,
      otherId,
      kind,
      strength: strength ?? STRENGTH,
      direction: 'outgoing' as const,
    });
    telling.tell('RelationshipEstablished', data as RelationshipData & { direction: 'outgoing' });
  } else {
    const changes = difference(same, present({ ...rest, strength }));
    if (changes !== null) telling.tell('RelationshipUpdated', { relationshipId, otherId, ...changes });
  }
  return relationshipId;
}
