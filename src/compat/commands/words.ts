/** The words of the old commands, as they were written. */

import { isObject, list, optional, type Read, struct, text, word } from '../reading.ts';

export const COMPONENT_TYPES = [
  'EmailAddress',
  'PhoneNumber',
  'MessagingApp',
  'Address',
  'Employment',
  'ProfessionalAffiliation',
  'Project',
  'Skill',
  'Certification',
  'Education',
  'SocialProfile',
  'Website',
  'ProfessionalNetwork',
  'Relationship',
  'CustomerSegment',
  'BehavioralData',
  'CommunicationPreferences',
  'PrivacyPreferences',
  'GeneralPreferences',
  'Tag',
  'CustomAttribute',
  // Of a later generation of the old service.
  'Skills',
  'Preferences',
  'Location',
  'Relationships',
] as const;

const named = word(COMPONENT_TYPES);

/** Some generations had types of a name of one's own, which are one text here: `Custom:badge`. */
export const componentType: Read<string> = (value) => {
  const [[kind, name] = ['', null]] = isObject(value) ? Object.entries(value) : [];
  return (kind === 'Custom' || kind === 'External') && typeof name === 'string' ? `${kind}:${name}` : named(value);
};

/** The type as it is written. */
export function oldTypeOf(type: string): string | object {
  const [kind, ...name] = type.split(':');
  return name.length === 0 || kind === undefined ? type : { [kind]: name.join(':') };
}

export const MERGE_REASONS = ['DuplicateIdentity', 'DataQualityIssue', 'UserRequested', 'PolicyDetermined'] as const;

export const mergeReason = word(MERGE_REASONS);

export const emailType = word(['Personal', 'Work', 'School', 'Other']);
export const phoneType = word(['Mobile', 'Home', 'Work', 'Emergency', 'Other']);
export const skillCategory = word([
  'Technical',
  'Programming',
  'Language',
  'Management',
  'Creative',
  'Analytical',
  'Communication',
  'Other',
]);
export const proficiency = word(['Beginner', 'Intermediate', 'Advanced', 'Expert']);
export const platform = word([
  'LinkedIn',
  'Twitter',
  'Facebook',
  'Instagram',
  'GitHub',
  'YouTube',
  'TikTok',
  'Reddit',
  'Pinterest',
  'Mastodon',
  'Other',
]);
export const employmentType = word([
  'FullTime',
  'PartTime',
  'Contract',
  'Freelance',
  'Internship',
  'Temporary',
  'Volunteer',
  'Other',
]);
export const remoteType = word(['OnSite', 'Remote', 'Hybrid', 'Unknown']);
export const channel = word(['Email', 'Phone', 'SMS', 'WhatsApp', 'InAppNotification', 'PostalMail']);
export const frequency = word(['Daily', 'Weekly', 'Monthly', 'Quarterly', 'OnlyImportant', 'Never']);
export const emailFormat = word(['PlainText', 'HTML', 'Both']);
export const visibility = word(['Public', 'RegisteredUsers', 'Connections', 'Private']);
export const retention = word(['MinimumRequired', 'OneYear', 'ThreeYears', 'FiveYears', 'Indefinite']);

export const personName = struct('PersonName', {
  given_name: text,
  family_name: text,
  middle_names: list(text),
  preferred_name: optional(text),
  honorific: optional(text),
  suffix: optional(text),
});
