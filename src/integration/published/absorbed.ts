/** What the target of a merge takes over, as it is published: moments as text, and only what neighbours know already. */

import { z } from 'zod';
import type { Consent } from '../../domain/preferences/messages.ts';
import type { Relationship } from '../../domain/relationship/messages.ts';
import type { Skill } from '../../domain/skills/messages.ts';
import { ADDRESS, EMAIL, MESSAGING_HANDLE, PHONE, SOCIAL_PROFILE, WEBSITE } from './contact-info.ts';
import { ATTRIBUTE, IDENTITY } from './identity.ts';
import { type DataOf, flag, inWords, list, moment, reasoned, text, texts, uuid, words } from './language.ts';
import { CONSENT } from './preferences.ts';
import { AFFILIATION, EMPLOYMENT, LOCATION, PROJECT, RELATIONSHIP } from './relationship.ts';
import { CERTIFICATION, EDUCATION, ENDORSEMENT, SKILL } from './skills.ts';

const endorsement = z.object({ ...ENDORSEMENT, at: moment() });
const consent = z.object({
  ...CONSENT,
  status: words(['granted', 'revoked']),
  at: moment(),
  reason: text().optional(),
});
const relationship = RELATIONSHIP.extend({
  /** Whether the other person's history tells of it too. */
  shared: flag(),
  status: words(['proposed', 'established', 'ended']),
  since: moment(),
  end: text().optional(),
  endReason: text().optional(),
});

export const ABSORBED = z.object({
  sourceId: uuid(),
  ...reasoned,
  identities: list(IDENTITY),
  tags: texts(),
  attributes: list(ATTRIBUTE),
  emails: list(EMAIL.extend({ verified: flag() })),
  phones: list(PHONE),
  addresses: list(ADDRESS),
  socialProfiles: list(SOCIAL_PROFILE),
  messagingHandles: list(MESSAGING_HANDLE),
  websites: list(WEBSITE),
  skills: list(SKILL.extend({ endorsements: list(endorsement) })),
  certifications: list(CERTIFICATION),
  educations: list(EDUCATION),
  consents: list(consent),
  relationships: list(relationship),
  employments: list(EMPLOYMENT),
  affiliations: list(AFFILIATION),
  projects: list(PROJECT),
  locations: list(LOCATION),
});

export function absorbed(data: DataOf<'PersonAbsorbed'>): z.input<typeof ABSORBED> {
  const { contactInfo, skills, preferences, relationships, ...own } = data;
  return {
    ...own,
    ...contactInfo,
    ...skills,
    skills: skills.skills.map(publishedSkill),
    consents: preferences.consents.map(publishedConsent),
    ...relationships,
    relationships: relationships.relationships.map(publishedRelationship),
  };
}

function publishedSkill({ endorsements, ...skill }: Skill) {
  return { ...skill, endorsements: endorsements.map(({ at, ...endorsed }) => ({ ...endorsed, at: inWords(at) })) };
}

function publishedConsent({ at, ...consent }: Consent) {
  return { ...consent, at: inWords(at) };
}

function publishedRelationship({ since, ...relationship }: Relationship) {
  return { ...relationship, since: inWords(since) };
}
