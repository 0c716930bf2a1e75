/** Inputs of the relationship commands. */

import { z } from 'zod';
import {
  AFFILIATION_KINDS,
  EMPLOYMENT_TYPES,
  LOCATION_KINDS,
  RELATIONSHIP_KINDS,
  WORK_MODES,
} from '../../src/domain/relationship/messages.ts';
import { type CommandInput, input } from './command-input.ts';
import {
  allClearable,
  allOptional,
  changeable,
  date,
  flag,
  foreignId,
  integer,
  itemId,
  jsonObject,
  list,
  longText,
  number,
  oneOf,
  optional,
  personId,
  reason,
  removal,
  text,
  url,
} from './fields.ts';

/** How strong a relationship is when nobody says; as in the service before. */
const STRENGTH = 0.5;

const details = () => jsonObject().describe('Facts of your own, as a JSON object.');
const strength = () => number(0, 1).describe('From 0 to 1.');
const lastDay = () => date().describe('The last day.');

const relationshipDetails = {
  label: text().describe('Your own word for the kind, where it is OTHER.'),
  context: longText().describe('Where the two know each other from.'),
  start: date(),
  notes: longText(),
  lastInteractionOn: date(),
  interactions: integer(),
  dormant: flag().describe('Kept, but resting, such as while the other person is archived.'),
  details: details(),
};

const begin = () =>
  z.object({
    relationshipId: optional(itemId()),
    otherId: personId().describe('The other person.'),
    kind: oneOf('RelationshipKind', RELATIONSHIP_KINDS).describe('What the other person is to this one.'),
    strength: optional(strength()).transform((given) => given ?? STRENGTH),
    ...allOptional(relationshipDetails),
  });

const ending = <K extends string>(key: K) => {
  const shape = {
    [key]: itemId(),
    end: optional(lastDay()).describe('The last day; today when left out.'),
    reason: optional(reason()),
  };
  return z.object(shape as { [P in K]: ReturnType<typeof itemId> } & Pick<typeof shape, 'end' | 'reason'> & Ending);
};

type Ending = {
  end: ReturnType<typeof optional<ReturnType<typeof date>>>;
  reason: ReturnType<typeof optional<ReturnType<typeof reason>>>;
};

const employmentType = () => oneOf('EmploymentType', EMPLOYMENT_TYPES);

const employmentDetails = {
  organizationId: foreignId().describe('The id of the organization in its own domain.'),
  end: lastDay(),
  endReason: longText(),
  location: text(),
  department: text(),
  departmentId: foreignId(),
  workMode: oneOf('WorkMode', WORK_MODES),
  officeDaysPerWeek: integer(0, 7),
  level: text(),
  category: text(),
  description: longText(),
  responsibilities: list(longText()),
  achievements: list(longText()),
  reportsTo: personId(),
  primary: flag(),
  details: details().describe('Anything else agreed on, such as compensation, as a JSON object.'),
};

export const RELATIONSHIP_INPUTS: readonly CommandInput[] = [
  input(
    'ProposeRelationship',
    'Proposes a relationship, which the other person accepts or declines.',
    begin(),
    'relationshipId',
  ),
  input(
    'AcceptRelationship',
    'Accepts a relationship that the other person proposed.',
    z.object({ relationshipId: itemId() }),
  ),
  input(
    'DeclineRelationship',
    'Declines a relationship that the other person proposed.',
    z.object({ relationshipId: itemId(), reason: optional(reason()) }),
  ),
  input('EstablishRelationship', 'Establishes a relationship at once.', begin(), 'relationshipId'),
  input(
    'UpdateRelationship',
    'Changes what is known of a relationship; another kind is another relationship.',
    z.object({ relationshipId: itemId(), strength: changeable(strength()), ...allClearable(relationshipDetails) }),
  ),
  input('EndRelationship', 'Ends a relationship, or withdraws a proposal.', ending('relationshipId')),
  input(
    'AddEmployment',
    'Adds an employment, past or present.',
    z.object({
      employmentId: optional(itemId()),
      organization: text(),
      role: text(),
      employmentType: optional(employmentType()).transform((type) => type ?? 'full_time'),
      start: date(),
      ...allOptional(employmentDetails),
    }),
    'employmentId',
  ),
  input(
    'UpdateEmployment',
    'Changes an employment.',
    z.object({
      employmentId: itemId(),
      organization: changeable(text()),
      role: changeable(text()),
      employmentType: changeable(employmentType()),
      start: changeable(date()),
      ...allClearable(employmentDetails),
    }),
  ),
  input('EndEmployment', 'Says when an employment ends or ended.', ending('employmentId')),
  input('RemoveEmployment', 'Takes off an employment that never was.', removal('employmentId')),
  input(
    'AddAffiliation',
    'Adds a membership or another tie to an organization than employment.',
    z.object({
      affiliationId: optional(itemId()),
      organization: text(),
      kind: optional(oneOf('AffiliationKind', AFFILIATION_KINDS)).transform((kind) => kind ?? 'member'),
      ...allOptional({
        organizationId: foreignId(),
        label: text().describe('Your own word for the kind, where it is OTHER.'),
        membershipType: text(),
        memberId: text(),
        role: text(),
        start: date(),
        end: lastDay(),
        endReason: longText(),
        committees: list(text()),
        contributions: list(longText()),
        primary: flag(),
        details: details(),
      }),
    }),
    'affiliationId',
  ),
  input('EndAffiliation', 'Says when an affiliation ends or ended.', ending('affiliationId')),
  input(
    'AddProject',
    'Adds a project the person takes or took part in.',
    z.object({
      projectId: optional(itemId()),
      name: text(),
      ...allOptional({
        description: longText(),
        role: text(),
        organization: text(),
        client: text(),
        start: date(),
        end: lastDay(),
        endReason: longText(),
        teamSize: integer(),
        budget: text(),
        url: url(),
        technologies: list(text()),
        methodologies: list(text()),
        deliverables: list(longText()),
        outcomes: list(longText()),
      }),
    }),
    'projectId',
  ),
  input('EndProject', 'Says when the part in a project ends or ended.', ending('projectId')),
  input(
    'AssignLocation',
    'Says what a place of the location domain is to the person.',
    z.object({
      assignmentId: optional(itemId()),
      locationId: foreignId().describe('The id of the place in its own domain.'),
      kind: optional(oneOf('LocationKind', LOCATION_KINDS)).transform((kind) => kind ?? 'primary'),
      ...allOptional({
        label: text().describe('Your own word for the kind, where it is OTHER.'),
        start: date(),
        end: lastDay(),
        endReason: longText(),
        primary: flag(),
        details: details(),
      }),
    }),
    'assignmentId',
  ),
  input('UnassignLocation', 'Says when a place ends or ended to be what it was to the person.', ending('assignmentId')),
];
