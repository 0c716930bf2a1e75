/** Inputs that are refused: what is wrong with each, under which code, at which field. For a person with nothing but a name. */

import { ADA, item } from './examples/example.ts';
import { type Input, idOf } from './gateway.ts';

/** What is wrong, the command, its input besides the person, the code, and the field. */
export type BadInput = readonly [problem: string, command: string, input: Input, code: string, field: string | null];

const BOB = idOf(2);
const long = (characters: number) => 'x'.repeat(characters);
const nested = (depth: number): unknown => (depth === 0 ? 1 : [nested(depth - 1)]);

const IDS: readonly BadInput[] = [
  ['a person id that is a word', 'AddTag', { personId: 'ada', tag: 'x' }, 'ID_INVALID', 'personId'],
  ['an empty person id', 'AddTag', { personId: '', tag: 'x' }, 'ID_INVALID', 'personId'],
  ['the nil UUID', 'AddTag', { personId: '00000000-0000-0000-0000-000000000000', tag: 'x' }, 'ID_INVALID', 'personId'],
  ['a wildcard as person id', 'AddTag', { personId: '>', tag: 'x' }, 'ID_INVALID', 'personId'],
  ['an id in braces', 'AddTag', { personId: `{${ADA}}`, tag: 'x' }, 'ID_INVALID', 'personId'],
  ['a bad id to create', 'CreatePerson', { personId: 'x', name: { given: ['X'] } }, 'ID_INVALID', 'personId'],
  ['a bad email id', 'RemoveEmail', { emailId: '1' }, 'ID_INVALID', 'emailId'],
  ['a bad target', 'MergePersons', { targetId: 'bob' }, 'ID_INVALID', 'targetId'],
  ['a bad other person', 'ProposeRelationship', { otherId: '?', kind: 'FRIEND' }, 'ID_INVALID', 'otherId'],
  ['a bad endorser', 'EndorseSkill', { name: 'x', endorserId: 'bob' }, 'ID_INVALID', 'endorserId'],
  ['an empty command id', 'AddTag', { commandId: '', tag: 'x' }, 'COMMAND_ID_INVALID', 'commandId'],
  ['a command id with a space', 'AddTag', { commandId: 'a b', tag: 'x' }, 'COMMAND_ID_INVALID', 'commandId'],
  ['a command id with a line break', 'AddTag', { commandId: 'a\r\nb', tag: 'x' }, 'COMMAND_ID_INVALID', 'commandId'],
  ['a command id of 129 characters', 'AddTag', { commandId: long(129), tag: 'x' }, 'COMMAND_ID_INVALID', 'commandId'],
];

const DATES: readonly BadInput[] = [
  ...[
    '2023-02-30',
    '2023-13-01',
    '2023-00-10',
    '2023-01-00',
    '0000-01-01',
    '2023-2-3',
    '20230203',
    'yesterday',
    '',
  ].map((date): BadInput => [`the date "${date}"`, 'SetBirthDate', { date }, 'DATE_INVALID', 'date']),
  ['the 29th of February of 2023', 'SetBirthDate', { date: '2023-02-29' }, 'DATE_INVALID', 'date'],
  ['a moment for a date', 'SetBirthDate', { date: '2023-02-03T00:00:00Z' }, 'DATE_INVALID', 'date'],
  ['a date within an address', 'AddAddress', { city: 'X', validFrom: '2023-02-30' }, 'DATE_INVALID', 'validFrom'],
  ['a birth to come', 'SetBirthDate', { date: '2026-03-03' }, 'DATE_IN_FUTURE', 'date'],
  ['a death to come', 'RecordDeath', { date: '2026-03-03' }, 'DATE_IN_FUTURE', 'date'],
  ['a skill used tomorrow', 'AddSkill', { name: 'x', lastUsedOn: '2027-01-01' }, 'DATE_IN_FUTURE', 'lastUsedOn'],
  [
    'a paper of tomorrow',
    'AddCertification',
    { name: 'x', issuer: 'y', issuedOn: '2027-01-01' },
    'DATE_IN_FUTURE',
    'issuedOn',
  ],
  [
    'an address checked tomorrow',
    'AddAddress',
    { city: 'X', verifiedOn: '2027-01-01' },
    'DATE_IN_FUTURE',
    'verifiedOn',
  ],
  [
    'a friendship to come',
    'EstablishRelationship',
    { otherId: BOB, kind: 'FRIEND', start: '2027-01-01' },
    'DATE_IN_FUTURE',
    'start',
  ],
  [
    'an end before the start',
    'AddEmployment',
    { organization: 'x', role: 'y', start: '2024-01-02', end: '2024-01-01' },
    'END_BEFORE_START',
    'end',
  ],
  [
    'a validity that is reversed',
    'SetAttribute',
    { name: 'x', value: 1, validFrom: '2024-01-02', validUntil: '2024-01-01' },
    'VALIDITY_REVERSED',
    'validUntil',
  ],
];

const FORMS: readonly BadInput[] = [
  ...['ada', 'ada@', '@example.org', 'a da@example.org', 'ada@example', 'ada@exam ple.org'].map(
    (address): BadInput => [`the email "${address}"`, 'AddEmail', { address }, 'EMAIL_INVALID', 'address'],
  ),
  ...['12', '+1 202', 'call me', '(202) 224-3121', '+999 123 456 789'].map(
    (number): BadInput => [`the phone "${number}"`, 'AddPhone', { number }, 'PHONE_INVALID', 'number'],
  ),
  ...['example.org', 'ftp://example.org', 'javascript:alert(1)', 'http://', 'https://exa mple.org'].map(
    (url): BadInput => [`the web address "${url}"`, 'AddWebsite', { url }, 'URL_INVALID', 'url'],
  ),
  ['an unknown country', 'AddAddress', { city: 'X', countryCode: 'XX' }, 'COUNTRY_INVALID', 'countryCode'],
  ['a country in words', 'AddAddress', { city: 'X', countryCode: 'Spain' }, 'COUNTRY_INVALID', 'countryCode'],
  ['the country of a phone', 'AddPhone', { number: '1', countryCode: '??' }, 'COUNTRY_INVALID', 'countryCode'],
  ['an unknown currency', 'UpdateGeneralPreferences', { currency: 'XYZ' }, 'CURRENCY_INVALID', 'currency'],
  ['a language in words', 'UpdateCommunicationPreferences', { language: 'in English' }, 'LANGUAGE_INVALID', 'language'],
  [
    'a second language',
    'UpdateCommunicationPreferences',
    { secondaryLanguages: ['en', '_'] },
    'LANGUAGE_INVALID',
    'secondaryLanguages.1',
  ],
  ['an unknown time zone', 'UpdateGeneralPreferences', { timeZone: 'Mars/Olympus' }, 'TIME_ZONE_INVALID', 'timeZone'],
  [
    'an IP address that is none',
    'GrantConsent',
    { purpose: 'x', ipAddress: '256.1.1.1' },
    'IP_ADDRESS_INVALID',
    'ipAddress',
  ],
  [
    'a handle of another platform',
    'AddMessagingHandle',
    { platform: 'TELEGRAM', handle: 'ada' },
    'HANDLE_INVALID',
    'handle',
  ],
];

const TEXTS: readonly BadInput[] = [
  ['an empty text', 'AddTag', { tag: '' }, 'TEXT_EMPTY', 'tag'],
  ['a blank text', 'AddTag', { tag: ' \t\n\u00a0\ufeff' }, 'TEXT_EMPTY', 'tag'],
  ['an empty reason', 'SuspendPerson', { reason: '' }, 'REASON_EMPTY', 'reason'],
  ['a blank reason', 'ArchivePerson', { reason: '   ' }, 'REASON_EMPTY', 'reason'],
  ['a name of nothing', 'RenamePerson', { name: { nickname: 'X' } }, 'NAME_EMPTY', 'name'],
  ['a name with an empty part', 'RenamePerson', { name: { given: ['X', ''] } }, 'TEXT_EMPTY', 'name.given.1'],
  ['a text of 101 characters', 'AddTag', { tag: long(101) }, 'TEXT_TOO_LONG', 'tag'],
  ['a text of 501 characters', 'LinkIdentity', { system: long(501), value: '1' }, 'TEXT_TOO_LONG', 'system'],
  ['a reason of 10,001 characters', 'SuspendPerson', { reason: long(10_001) }, 'TEXT_TOO_LONG', 'reason'],
  ['a null character', 'AddTag', { tag: 'a\u0000b' }, 'TEXT_MALFORMED', 'tag'],
  ['an escape character', 'AddTag', { tag: 'a\u001b[31m' }, 'TEXT_MALFORMED', 'tag'],
  ['a delete character', 'AddTag', { tag: 'a\u007f' }, 'TEXT_MALFORMED', 'tag'],
  ['half of a letter', 'AddTag', { tag: 'a\ud800' }, 'TEXT_MALFORMED', 'tag'],
  ['the other half', 'RenamePerson', { name: { given: ['\udc00'] } }, 'TEXT_MALFORMED', 'name.given.0'],
  ['half of a letter in JSON', 'SetAttribute', { name: 'x', value: { a: ['\ud800'] } }, 'VALUE_INVALID', 'value'],
  ['half of a letter as a key', 'SetAttribute', { name: 'x', value: { '\ud800': 1 } }, 'VALUE_INVALID', 'value'],
  ['a byte order mark in JSON', 'SetAttribute', { name: 'x', value: '\ufeffabc' }, 'VALUE_INVALID', 'value'],
  ['a byte order mark in a key', 'SetAttribute', { name: 'x', value: { '\ufeffabc': 1 } }, 'VALUE_INVALID', 'value'],
];

const NUMBERS_AND_SIZES: readonly BadInput[] = [
  [
    'a strength over 1',
    'EstablishRelationship',
    { otherId: BOB, kind: 'FRIEND', strength: 1.01 },
    'NUMBER_OUT_OF_RANGE',
    'strength',
  ],
  [
    'a strength under 0',
    'EstablishRelationship',
    { otherId: BOB, kind: 'FRIEND', strength: -0.01 },
    'NUMBER_OUT_OF_RANGE',
    'strength',
  ],
  [
    '121 years of experience',
    'AddSkill',
    { name: 'x', yearsOfExperience: 121 },
    'NUMBER_OUT_OF_RANGE',
    'yearsOfExperience',
  ],
  ['a latitude of 91', 'AddAddress', { latitude: 91, longitude: 0 }, 'NUMBER_OUT_OF_RANGE', 'latitude'],
  ['a longitude of -181', 'AddAddress', { latitude: 0, longitude: -181 }, 'NUMBER_OUT_OF_RANGE', 'longitude'],
  [
    'eight days a week',
    'AddEmployment',
    { organization: 'x', role: 'y', start: '2020-01-01', officeDaysPerWeek: 8 },
    'NUMBER_OUT_OF_RANGE',
    'officeDaysPerWeek',
  ],
  [
    'minus one follower',
    'AddSocialProfile',
    { platform: 'GITHUB', username: 'x', followers: -1 },
    'NUMBER_OUT_OF_RANGE',
    'followers',
  ],
  [
    'an hour of 24',
    'UpdateCommunicationPreferences',
    { contactHours: { start: 9, end: 24, days: [] } },
    'NUMBER_OUT_OF_RANGE',
    'contactHours.end',
  ],
  [
    'hours that are reversed',
    'UpdateCommunicationPreferences',
    { contactHours: { start: 17, end: 9, days: [] } },
    'HOURS_INVALID',
    'contactHours.start',
  ],
  [
    'hours of a phone that are reversed',
    'AddPhone',
    { number: '+442079460958', contactTimes: { timeZone: 'UTC', days: [], hours: [{ start: 9, end: 9 }] } },
    'HOURS_INVALID',
    'contactTimes.hours.0',
  ],
  ['a version below 0', 'AddTag', { tag: 'x', expectedVersion: -1 }, 'NUMBER_OUT_OF_RANGE', 'expectedVersion'],
  ['21 given names', 'RenamePerson', { name: { given: Array(21).fill('x') } }, 'LIST_TOO_LONG', 'name.given'],
  [
    '201 specializations',
    'AddSkill',
    { name: 'x', specializations: Array(201).fill('y') },
    'LIST_TOO_LONG',
    'specializations',
  ],
  ['a latitude alone', 'AddAddress', { latitude: 1 }, 'COORDINATES_INCOMPLETE', 'longitude'],
  ['a longitude alone', 'AddAddress', { longitude: 1 }, 'COORDINATES_INCOMPLETE', 'longitude'],
  ['an address of nothing', 'AddAddress', { country: 'Spain', postalCode: '28001' }, 'ADDRESS_EMPTY', 'street'],
  ['JSON of more than 64 KiB', 'SetAttribute', { name: 'x', value: long(65_536) }, 'VALUE_TOO_LARGE', 'value'],
  [
    'JSON of 64 KiB in two-byte letters',
    'SetAttribute',
    { name: 'x', value: 'é'.repeat(32_768) },
    'VALUE_TOO_LARGE',
    'value',
  ],
  ['JSON nested 25 deep', 'SetAttribute', { name: 'x', value: nested(25) }, 'VALUE_TOO_LARGE', 'value'],
  ['JSON nested 1,000 deep', 'SetAttribute', { name: 'x', value: nested(1_000) }, 'VALUE_TOO_LARGE', 'value'],
  ['an integer that no float holds', 'SetAttribute', { name: 'x', value: 2 ** 53 }, 'VALUE_INVALID', 'value'],
  ['preferences that are a list', 'UpdateGeneralPreferences', { custom: [1] }, 'VALUE_INVALID', 'custom'],
  ['details that are text', 'AddAffiliation', { organization: 'x', details: 'y' }, 'VALUE_INVALID', 'details'],
  [
    'more than one event can hold',
    'AddEmployment',
    { organization: 'x', role: 'y', start: '2020-01-01', achievements: Array(30).fill(long(10_000)) },
    'COMMAND_TOO_LARGE',
    null,
  ],
];

const RULES: readonly BadInput[] = [
  ['a merge into oneself', 'MergePersons', { targetId: ADA }, 'MERGE_INTO_SELF', 'targetId'],
  ['a merge into nobody', 'MergePersons', { targetId: idOf(99) }, 'PERSON_NOT_FOUND', 'targetId'],
  [
    'a relationship with oneself',
    'EstablishRelationship',
    { otherId: ADA, kind: 'FRIEND' },
    'RELATIONSHIP_WITH_SELF',
    'otherId',
  ],
  [
    'a relationship with nobody',
    'ProposeRelationship',
    { otherId: idOf(99), kind: 'FRIEND' },
    'PERSON_NOT_FOUND',
    'otherId',
  ],
  ['an email that is not there', 'VerifyEmail', { emailId: item(1) }, 'EMAIL_NOT_FOUND', 'emailId'],
  ['a skill that is not there', 'EndorseSkill', { name: 'x', endorserName: 'Bob' }, 'SKILL_NOT_FOUND', 'name'],
  ['an identity that is not linked', 'UnlinkIdentity', { system: 'hr', value: '1' }, 'IDENTITY_NOT_LINKED', 'value'],
  ['a person that exists', 'CreatePerson', { name: { given: ['X'] } }, 'PERSON_EXISTS', 'personId'],
  ['a person that does not exist', 'AddTag', { personId: idOf(99), tag: 'x' }, 'PERSON_NOT_FOUND', 'personId'],
];

export const BAD_INPUTS: readonly BadInput[] = [...IDS, ...DATES, ...FORMS, ...TEXTS, ...NUMBERS_AND_SIZES, ...RULES];
