/** Every reason to refuse a command, as a closed union. A code is a complete statement; its sentence says what to do. */

export const SENTENCES = {
  // Where the person stands
  PERSON_NOT_FOUND: 'There is no person with this id. Check the id, or create the person first.',
  PERSON_EXISTS:
    'A person with this id exists already. Use the commands that change it, or create one under another id.',
  PERSON_IS_DRAFT: 'The person is still a draft, which does not allow this command. Activate the person first.',
  PERSON_IS_ACTIVE: 'The person is active, which does not allow this command.',
  PERSON_IS_SUSPENDED: 'The person is suspended, which does not allow this command. Reactivate the person first.',
  PERSON_IS_ARCHIVED: 'The person is archived, which does not allow this command. Reactivate the person first.',
  PERSON_IS_DECEASED: 'The person is recorded as deceased, which does not allow this command.',
  PERSON_IS_MERGED: 'The person was merged into another one. Send the command to that person; see mergedInto.',
  PERSON_IS_QUARANTINED:
    'The history of this person is damaged, so nothing can be added to it. See its verification, and tell the operator.',
  HISTORY_IS_NEWER: 'The history of this person has events that this program does not know yet. Upgrade the gateway.',

  // How the command was sent
  COMMAND_ID_REUSED: 'This command id was used before with other input. Send a new command under a new id.',
  COMMAND_ID_INVALID: 'A command id has 1 to 128 characters: letters, digits, and . _ : - after the first.',
  COMMAND_TOO_LARGE: 'The command would record more than one event can hold (256 KiB). Send less at a time.',
  COMMANDS_SHARE_A_PERSON:
    'Commands that are to take effect together must concern different persons. Send these one after the other.',
  COMMANDS_NOT_ATOMIC: 'Nothing was recorded, because another command of the same request was not accepted.',

  // What is wrong with a value
  ID_INVALID: 'An id is a UUID, such as 01890a5d-ac96-774b-bcce-b302099a8057.',
  TEXT_EMPTY: 'This text must not be empty.',
  TEXT_TOO_LONG: 'This text is too long.',
  TEXT_MALFORMED:
    'This text contains characters that cannot be stored: control characters or half of a surrogate pair.',
  LIST_TOO_LONG: 'This list has too many entries.',
  LIST_EMPTY: 'This list must have at least one entry.',
  NUMBER_OUT_OF_RANGE: 'This number is outside its range.',
  VALUE_INVALID: 'This value has the wrong form.',
  VALUE_TOO_LARGE: 'This value is too large or too deeply nested.',
  NAME_EMPTY: 'A name needs at least one given or family name.',
  REASON_EMPTY: 'Say why: the reason must not be empty.',
  DATE_INVALID: 'A date is written YYYY-MM-DD and must exist in the calendar.',
  DATE_TIME_INVALID: 'A moment is written in ISO 8601 with its offset, such as 2026-03-01T12:00:00Z, and must exist.',
  DATE_IN_FUTURE: 'This date lies in the future, where it cannot be.',
  END_BEFORE_START: 'The end lies before the start.',
  EMAIL_INVALID: 'This is not an email address. Write it as name@example.org.',
  PHONE_INVALID:
    'This is not a phone number. Write it with its country code, such as +1 202 224 3121, or give the country.',
  URL_INVALID: 'This is not a web address. Write it in full, beginning with http:// or https://.',
  COUNTRY_INVALID: 'This is not a country code. Use two letters of ISO 3166-1, such as US.',
  CURRENCY_INVALID: 'This is not a currency code. Use three letters of ISO 4217, such as EUR.',
  LANGUAGE_INVALID: 'This is not a language tag. Use BCP 47, such as en or pt-BR.',
  TIME_ZONE_INVALID: 'This is not a time zone. Use a name of the IANA database, such as Europe/Madrid.',
  IP_ADDRESS_INVALID: 'This is not an IP address.',
  HANDLE_INVALID: 'This handle does not fit its platform: Telegram handles begin with @ or +.',
  HOURS_INVALID: 'Hours run from 0 to 23, and the first lies before the last.',
  COORDINATES_INCOMPLETE: 'Latitude and longitude belong together: give both or neither.',
  ADDRESS_EMPTY: 'An address needs at least a line of text, a street, a city or coordinates.',

  // The person's own facts
  BIRTH_DATE_ALREADY_SET: 'The birth date is set and cannot be changed.',
  BIRTH_AFTER_DEATH: 'The birth date lies after the date of death.',
  DEATH_BEFORE_BIRTH: 'The date of death lies before the birth date.',
  DEATH_ALREADY_RECORDED: 'Another date of death is recorded already.',
  MERGE_INTO_SELF: 'A person cannot be merged into itself.',
  MERGED_ELSEWHERE: 'The person was already merged into another person; see mergedInto.',
  IDENTITY_NOT_LINKED: 'This identity is not linked to the person.',
  ATTRIBUTE_NOT_FOUND: 'The person has no such attribute.',
  VALIDITY_REVERSED: 'The validity ends before it begins.',
  NOTE_NOT_FOUND: 'The person has no such note.',
  NOTE_EXISTS: 'The person has such a note already. Resolve it first to add it anew.',
  MESSAGE_EXISTS: 'Another message was asked for under this id. Use an id of its own.',
  ONBOARDING_NOT_STARTED: 'The person is not being onboarded. Start it with StartOnboarding.',
  ONBOARDING_STEP_NOT_DUE: 'This step of the onboarding is not due yet. See onboarding for the one that is.',
  ONBOARDING_IS_UNFINISHED: 'The onboarding has steps that are not done yet. See onboarding.',
  ONBOARDING_IS_COMPLETED: 'The onboarding is completed.',
  ONBOARDING_HAS_FAILED: 'The onboarding has failed. Start it again with StartOnboarding.',
  DEADLINE_PASSED: 'The deadline has passed already.',

  // Contact data
  EMAIL_NOT_FOUND: 'The person has no email with this id.',
  EMAIL_EXISTS: 'The person has this email already. Use UpdateEmail to change it.',
  PHONE_NOT_FOUND: 'The person has no phone with this id.',
  PHONE_EXISTS: 'The person has this phone already. Use UpdatePhone to change it.',
  ADDRESS_NOT_FOUND: 'The person has no address with this id.',
  ADDRESS_EXISTS: 'The person has an address with this id already. Use UpdateAddress to change it.',
  SOCIAL_PROFILE_NOT_FOUND: 'The person has no social profile with this id.',
  SOCIAL_PROFILE_EXISTS: 'The person has this social profile already. Use UpdateSocialProfile to change it.',
  MESSAGING_HANDLE_NOT_FOUND: 'The person has no messaging handle with this id.',
  MESSAGING_HANDLE_EXISTS: 'The person has this messaging handle already. Remove it first to add it anew.',
  WEBSITE_NOT_FOUND: 'The person has no website with this id.',
  WEBSITE_EXISTS: 'The person has this website already. Remove it first to add it anew.',

  // Skills
  SKILL_NOT_FOUND: 'The person has no skill of this name.',
  SKILL_EXISTS: 'The person has this skill already. Use UpdateSkill to change it.',
  SKILL_ALREADY_ENDORSED: 'This endorser has endorsed the skill already.',
  ENDORSER_UNNAMED: 'An endorsement needs the id or the name of its endorser.',
  ENDORSER_IS_SELF: 'Nobody can endorse a skill of their own.',
  SKILL_WAS_REMOVED: 'The person took this skill off, so it is not recommended again.',
  RECOMMENDATION_NOT_FOUND: 'No skill of this name is recommended to the person.',
  RECOMMENDATION_WAS_DISMISSED: 'The person does not want this skill recommended.',
  CERTIFICATION_NOT_FOUND: 'The person has no certification with this id.',
  CERTIFICATION_EXISTS: 'The person has a certification with this id already. Remove it first to add it anew.',
  EDUCATION_NOT_FOUND: 'The person has no education with this id.',
  EDUCATION_EXISTS: 'The person has an education with this id already. Use UpdateEducation to change it.',

  // Relationships
  RELATIONSHIP_WITH_SELF: 'A relationship needs two different persons.',
  RELATIONSHIP_NOT_FOUND: 'The person has no relationship with this id.',
  RELATIONSHIP_EXISTS:
    'The person has such a relationship with the other person already. Use UpdateRelationship to change it.',
  RELATIONSHIP_NOT_ESTABLISHED: 'The relationship is only proposed. It must be accepted first.',
  RELATIONSHIP_HAS_ENDED: 'The relationship has ended. Establish a new one.',
  RELATIONSHIP_NOT_PROPOSED:
    'The relationship is established, so there is no proposal to answer. Use EndRelationship to end it.',
  PROPOSAL_IS_OWN: 'A proposal is answered by the other person. Use EndRelationship to withdraw it.',
  EMPLOYMENT_NOT_FOUND: 'The person has no employment with this id.',
  EMPLOYMENT_EXISTS: 'The person has an employment with this id already. Use UpdateEmployment to change it.',
  EMPLOYMENT_HAS_ENDED: 'The employment has ended on another date already. Use UpdateEmployment to correct it.',
  AFFILIATION_NOT_FOUND: 'The person has no affiliation with this id.',
  AFFILIATION_EXISTS: 'The person has an affiliation with this id already.',
  AFFILIATION_HAS_ENDED: 'The affiliation has ended on another date already.',
  PROJECT_NOT_FOUND: 'The person has no project with this id.',
  PROJECT_EXISTS: 'The person has a project with this id already.',
  PROJECT_HAS_ENDED: 'The project has ended on another date already.',
  LOCATION_NOT_ASSIGNED: 'This location is not assigned to the person in this way.',
  LOCATION_ALREADY_ASSIGNED:
    'This location is assigned to the person in this way already. Unassign it first to assign it anew.',

  // Policies
  POLICY_UNKNOWN: 'There is no policy of this name. See the query policies.',
  POLICY_IS_OFF: 'The policy is off. Preview it, and enable it with updatePolicy.',
  SETTINGS_MALFORMED: 'Settings are an object of names and values. See the query policies.',
  SETTING_UNKNOWN: 'The policy has no such setting. See the query policies.',
  SETTING_MALFORMED: 'The setting does not take such a value. See the query policies.',
  DECISION_NOT_PARKED: 'No decision with this id is parked. See the query parkedDecisions.',
} as const;

export type RefusalCode = keyof typeof SENTENCES;

export const REFUSAL_CODES = Object.keys(SENTENCES) as RefusalCode[];

export interface Refusal {
  readonly code: RefusalCode;
  /** The input field at fault, as a path such as `name.given.0`. */
  readonly field?: string;
}
