/**
 * The data of components in the two-level shape of the old events. What a shape must have and nobody ever said is given
 * the least that it can be.
 */

import { parsePhoneNumberFromString } from 'libphonenumber-js';
import { midnightOf, momentOf, oldWordOf, personIdOf } from '../writing.ts';

/** A thing of a person, as its event or the person has it: the same keys, words in either case. */
export type Item = Readonly<Record<string, unknown>>;

/** The old name of the type of component, and the data. */
export interface ComponentData {
  readonly type: string;
  readonly data: object;
}

const textOr = (value: unknown, otherwise = ''): string => (typeof value === 'string' ? value : otherwise);
const orNull = <T>(value: T | null | undefined): T | null => value ?? null;
const isTrue = (value: unknown): boolean => value === true;
const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
const wordOr = (value: unknown, otherwise: string): string =>
  typeof value === 'string' && value !== '' ? oldWordOf(value) : otherwise;
const dayAsMoment = (value: unknown): string | null => (typeof value === 'string' ? midnightOf(value) : null);

export function emailData(item: Item): ComponentData {
  const data = {
    email: { address: item.address, verified: isTrue(item.verified) },
    email_type: wordOr(item.kind, 'Other'),
    is_preferred_contact: isTrue(item.primary),
    can_receive_notifications: item.notifications !== false,
    can_receive_marketing: isTrue(item.marketing),
  };
  return { type: 'EmailAddress', data: { Contact: { Email: data } } };
}

const DAYS: Readonly<Record<string, string>> = {
  monday: 'Mon',
  tuesday: 'Tue',
  wednesday: 'Wed',
  thursday: 'Thu',
  friday: 'Fri',
  saturday: 'Sat',
  sunday: 'Sun',
};

export function phoneData(item: Item): ComponentData {
  const number = textOr(item.number);
  const times = item.contactTimes as { timeZone: string; hours: object[]; days: string[] } | null | undefined;
  const data = {
    phone: {
      number,
      country_code: null,
      extension: orNull(item.extension),
      sms_capable: isTrue(item.sms),
    },
    phone_type: wordOr(item.kind, 'Other'),
    country_code: parsePhoneNumberFromString(number)?.countryCallingCode ?? '',
    is_mobile: isTrue(item.mobile),
    can_receive_sms: isTrue(item.sms),
    can_receive_calls: item.calls !== false,
    preferred_contact_time:
      times == null
        ? null
        : {
            timezone: times.timeZone,
            preferred_hours: times.hours,
            preferred_days: times.days.map((day) => DAYS[day.toLowerCase()] ?? day),
          },
  };
  return { type: 'PhoneNumber', data: { Contact: { Phone: data } } };
}

export function messagingData(item: Item): ComponentData {
  const data = {
    platform: wordOr(item.platform, 'Other'),
    handle: item.handle,
    display_name: orNull(item.displayName),
    is_verified: isTrue(item.verified),
    preferences: {
      allow_voice_calls: isTrue(item.voiceCalls),
      allow_video_calls: isTrue(item.videoCalls),
      allow_group_invites: isTrue(item.groupInvites),
      notification_enabled: isTrue(item.notifications),
    },
  };
  return { type: 'MessagingApp', data: { Contact: { Messaging: data } } };
}

export function employmentData(item: Item): ComponentData {
  const data = {
    company: item.organization,
    position: item.role,
    start_date: item.start,
    end_date: orNull(item.end),
    employment_type: wordOr(item.employmentType, 'Other'),
    is_current: item.end == null,
    description: orNull(item.description),
    achievements: listOf(item.achievements),
  };
  return { type: 'Employment', data: { Professional: { Employment: data } } };
}

/** `at` stands for the start where nobody said when that was. */
export function affiliationData(item: Item, at: string): ComponentData {
  const data = {
    organization_name: item.organization,
    membership_type: textOr(item.membershipType, wordOr(item.kind, 'Other')),
    member_id: orNull(item.memberId),
    role: orNull(item.role),
    start_date: dayAsMoment(item.start) ?? momentOf(at),
    end_date: dayAsMoment(item.end),
    is_active: item.end == null,
    committees: listOf(item.committees),
    contributions: listOf(item.contributions),
  };
  return { type: 'ProfessionalAffiliation', data: { Professional: { Affiliation: data } } };
}

export function projectData(item: Item, at: string): ComponentData {
  const data = {
    project_name: item.name,
    description: textOr(item.description),
    role: textOr(item.role),
    company: orNull(item.organization),
    client: orNull(item.client),
    start_date: dayAsMoment(item.start) ?? momentOf(at),
    end_date: dayAsMoment(item.end),
    is_ongoing: item.end == null,
    team_size: orNull(item.teamSize),
    budget: orNull(item.budget),
    technologies: listOf(item.technologies),
    methodologies: listOf(item.methodologies),
    deliverables: listOf(item.deliverables),
    outcomes: listOf(item.outcomes),
    url: orNull(item.url),
  };
  return { type: 'Project', data: { Professional: { Project: data } } };
}

/** All skills of the person: whoever hears of some of them takes those for all. */
export function skillsData(items: readonly Item[]): ComponentData {
  const skills = items.map((item) => ({
    name: item.name,
    category: textOr(item.category, 'Other'),
    proficiency: wordOr(item.proficiency, 'Beginner'),
    years_experience: orNull(item.yearsOfExperience),
    last_used: dayAsMoment(item.lastUsedOn),
    endorsement_count: orNull(item.endorsementCount),
    certifications: listOf(item.certifications),
  }));
  const specializations = [...new Set(items.flatMap((item) => listOf(item.specializations)))];
  return { type: 'Skill', data: { Professional: { Skills: { skills, specializations } } } };
}

const ADDRESS_TYPES: Readonly<Record<string, string>> = {
  home: 'Residential',
  residential: 'Residential',
  work: 'Business',
  office: 'Business',
  business: 'Business',
  mailing: 'Mailing',
  billing: 'Billing',
  shipping: 'Shipping',
};

export function locationData(item: Item): ComponentData {
  const [street1, street2] = listOf(item.street);
  const address = {
    address_type: ADDRESS_TYPES[textOr(item.kind).toLowerCase()] ?? 'Other',
    street1: textOr(street1, textOr(item.text)),
    street2: orNull(street2),
    city: textOr(item.city),
    state_province: orNull(item.region),
    postal_code: orNull(item.postalCode),
    country: textOr(item.country, textOr(item.countryCode)),
    country_code: textOr(item.countryCode),
    is_verified: item.verifiedOn != null,
    verification_date: dayAsMoment(item.verifiedOn),
  };
  const { latitude, longitude } = item;
  const accuracy_meters = orNull(item.accuracyMeters);
  const coordinates = latitude == null ? null : { latitude, longitude, accuracy_meters };
  return { type: 'Address', data: { Location: { address, coordinates, timezone: orNull(item.timeZone) } } };
}

export function profileData(item: Item): ComponentData {
  if (item.memberId != null) {
    const data = {
      network_name: textOr(item.platformName, wordOr(item.platform, 'Other')),
      member_id: item.memberId,
      profile_url: orNull(item.url),
      connection_count: orNull(item.connections),
      membership_level: wordOr(item.membershipLevel, 'Basic'),
      specializations: listOf(item.specializations),
      joined_date: dayAsMoment(item.joinedOn),
    };
    return { type: 'ProfessionalNetwork', data: { Social: { ProfessionalNetwork: data } } };
  }
  const data = {
    platform: wordOr(item.platform, 'Other'),
    username: item.username,
    profile_url: textOr(item.url),
    display_name: orNull(item.displayName),
    bio: orNull(item.bio),
    follower_count: orNull(item.followers),
    following_count: orNull(item.following),
    is_verified: isTrue(item.verified),
    is_business_account: isTrue(item.business),
    last_synced: dayAsMoment(item.syncedOn),
  };
  return { type: 'SocialProfile', data: { Social: { SocialMedia: data } } };
}

export function websiteData(item: Item): ComponentData {
  const data = {
    url: item.url,
    title: textOr(item.title),
    description: orNull(item.description),
    website_type: wordOr(item.kind, 'Other'),
    is_primary: isTrue(item.primary),
    technologies: listOf(item.technologies),
    last_updated: dayAsMoment(item.updatedOn),
  };
  return { type: 'Website', data: { Social: { Website: data } } };
}

export function relationshipData(item: Item): ComponentData {
  const kind = textOr(item.kind).toLowerCase();
  const data = {
    other_person_id: personIdOf(textOr(item.otherId)),
    relationship_type: kind === 'other' ? textOr(item.label, 'other') : kind,
    start_date: orNull(item.start),
    end_date: orNull(item.end),
    notes: orNull(item.notes),
  };
  return { type: 'Relationship', data: { Social: { Relationship: data } } };
}
