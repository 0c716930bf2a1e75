/** The old commands on employments, preferences and consents, as ours. */

import { dateTime, flag, list, optional, text } from '../reading.ts';
import { newWordOf } from '../writing.ts';
import { dayOf, given, madeBy, make, notBlank, one, own, wordIn } from './component.ts';
import type { Translated } from './desk.ts';
import { type OldCommand, oldCommand } from './person.ts';
import * as words from './words.ts';

const today = (): string => new Date().toISOString().slice(0, 10);

const EMPLOYMENTS = {
  AddEmployment: oldCommand(
    'AddEmployment',
    {
      ...own,
      company_name: text,
      company_id: optional(text),
      job_title: text,
      department: optional(text),
      employment_type: words.employmentType,
      start_date: dateTime,
      is_current: flag,
      location: optional(text),
      remote_type: words.remoteType,
    },
    (fields, desk) => {
      const { person_id, company_name, company_id, job_title, department, is_current, location } = fields;
      notBlank(company_name, 'Company name cannot be empty');
      notBlank(job_title, 'Position cannot be empty');
      const employmentId = madeBy(desk);
      const details = given({
        organizationId: company_id?.trim() || null,
        department: department?.trim() || null,
        location: location?.trim() || null,
        // The old service had no other end for a job that is over.
        end: is_current ? null : today(),
      });
      const input = {
        personId: person_id,
        employmentId,
        organization: company_name,
        role: job_title,
        employmentType: newWordOf<'OTHER'>(fields.employment_type),
        start: dayOf(fields.start_date),
        workMode: newWordOf<'REMOTE'>(fields.remote_type),
      };
      return make([{ addEmployment: { ...input, ...details } }], person_id, employmentId);
    },
    true,
  ),
  UpdateEmployment: oldCommand(
    'UpdateEmployment',
    {
      ...one,
      job_title: optional(text),
      department: optional(text),
      end_date: optional(dateTime),
      is_current: optional(flag),
      responsibilities: optional(list(text)),
      achievements: optional(list(text)),
    },
    (fields) => {
      const { person_id, component_id, job_title, department, end_date, is_current } = fields;
      const named = { personId: person_id, employmentId: component_id };
      const changes = {
        ...given({
          role: job_title,
          department,
          responsibilities: fields.responsibilities?.slice() ?? null,
          achievements: fields.achievements?.slice() ?? null,
          end: end_date === null ? null : dayOf(end_date),
        }),
        // What is current again has no end.
        ...(is_current === true && end_date === null ? { end: null } : {}),
        ...(is_current === false && end_date === null ? { end: today() } : {}),
      };
      return make([{ updateEmployment: { ...named, ...changes } }], person_id);
    },
    true,
  ),
  RemoveEmployment: oldCommand(
    'RemoveEmployment',
    one,
    ({ person_id, component_id }) =>
      make([{ removeEmployment: { personId: person_id, employmentId: component_id } }], person_id),
    true,
  ),
};

const PREFERENCES = {
  UpdateCommunicationPreferences: oldCommand(
    'UpdateCommunicationPreferences',
    {
      ...own,
      preferred_language: optional(text),
      preferred_channels: optional(list(words.channel)),
      contact_frequency: optional(words.frequency),
      email_format: optional(words.emailFormat),
    },
    (fields) => {
      const changes = given({
        language: fields.preferred_language,
        channels: fields.preferred_channels?.map((each) => newWordOf<'SMS'>(each)) ?? null,
        frequency: wordIn<'NEVER'>(fields.contact_frequency),
        emailFormat: wordIn<'BOTH'>(fields.email_format),
      });
      return unlessEmpty(fields.person_id, changes, (personId) => ({
        updateCommunicationPreferences: { personId, ...changes },
      }));
    },
    true,
  ),
  UpdatePrivacyPreferences: oldCommand(
    'UpdatePrivacyPreferences',
    {
      ...own,
      allow_analytics: optional(flag),
      allow_marketing: optional(flag),
      allow_third_party_sharing: optional(flag),
      profile_visibility: optional(words.visibility),
      data_retention_preference: optional(words.retention),
    },
    (fields) => {
      const changes = given({
        allowAnalytics: fields.allow_analytics,
        allowMarketing: fields.allow_marketing,
        allowThirdPartySharing: fields.allow_third_party_sharing,
        profileVisibility: wordIn<'PUBLIC'>(fields.profile_visibility),
        dataRetention: wordIn<'INDEFINITE'>(fields.data_retention_preference),
      });
      return unlessEmpty(fields.person_id, changes, (personId) => ({
        updatePrivacyPreferences: { personId, ...changes },
      }));
    },
    true,
  ),
  RecordConsent: oldCommand(
    'RecordConsent',
    { ...own, consent_type: text, granted: flag, version: text, ip_address: optional(text) },
    ({ person_id, consent_type, granted, version, ip_address }) => {
      const details = given({ textVersion: version.trim() || null, ipAddress: ip_address?.trim() || null });
      const input = { personId: person_id, purpose: consent_type, ...details };
      return make([granted ? { grantConsent: input } : { revokeConsent: input }], person_id);
    },
    true,
  ),
};

function unlessEmpty(
  personId: string,
  changes: object,
  command: (personId: string) => Translated['commands'][number],
): Translated {
  return make(Object.keys(changes).length === 0 ? [] : [command(personId)], personId);
}

export const WORK_COMMANDS: Readonly<Record<string, OldCommand>> = { ...EMPLOYMENTS, ...PREFERENCES };
