/**
 * How the facts of the relationship noun are published. Other people build on these names: add, never rename; see
 * docs/neighbours.md.
 */

import { z } from 'zod';
import {
  AFFILIATION_KINDS,
  EMPLOYMENT_TYPES,
  LOCATION_KINDS,
  RELATIONSHIP_KINDS,
  WORK_MODES,
} from '../../domain/relationship/messages.ts';
import {
  changeable,
  clearable,
  date,
  details,
  flag,
  foreignId,
  integer,
  number,
  optional,
  type PublishedType,
  published,
  reasoned,
  text,
  texts,
  uuid,
  words,
} from './language.ts';

const otherId = uuid();
const relationshipId = uuid();
const employmentId = uuid();
const affiliationId = uuid();
const projectId = uuid();
const assignmentId = uuid();
const end = date();
const between = { relationshipId, otherId };

const relationshipDetails = {
  label: text(),
  context: text(),
  start: date(),
  notes: text(),
  lastInteractionOn: date(),
  interactions: integer(),
  dormant: flag(),
  details: details(),
};
const direction = words(['outgoing', 'incoming']);
export const RELATIONSHIP = z.object({
  ...between,
  kind: words(RELATIONSHIP_KINDS),
  strength: number(),
  ...optional(relationshipDetails),
  direction,
});

const employment = {
  organization: text(),
  role: text(),
  employmentType: words(EMPLOYMENT_TYPES),
  start: date(),
};
const employmentDetails = {
  organizationId: foreignId(),
  end,
  endReason: text(),
  location: text(),
  department: text(),
  departmentId: foreignId(),
  workMode: words(WORK_MODES),
  officeDaysPerWeek: integer(),
  level: text(),
  category: text(),
  description: text(),
  responsibilities: texts(),
  achievements: texts(),
  reportsTo: uuid(),
  primary: flag(),
  details: details(),
};

export const EMPLOYMENT = z.object({ employmentId, ...employment, ...optional(employmentDetails) });
export const AFFILIATION = z.object({
  affiliationId,
  organization: text(),
  kind: words(AFFILIATION_KINDS),
  ...optional({
    organizationId: foreignId(),
    label: text(),
    membershipType: text(),
    memberId: text(),
    role: text(),
    start: date(),
    end,
    endReason: text(),
    committees: texts(),
    contributions: texts(),
    primary: flag(),
    details: details(),
  }),
});
export const PROJECT = z.object({
  projectId,
  name: text(),
  ...optional({
    description: text(),
    role: text(),
    organization: text(),
    client: text(),
    start: date(),
    end,
    endReason: text(),
    teamSize: integer(),
    budget: text(),
    url: text(),
    technologies: texts(),
    methodologies: texts(),
    deliverables: texts(),
    outcomes: texts(),
  }),
});
export const LOCATION = z.object({
  assignmentId,
  locationId: foreignId(),
  kind: words(LOCATION_KINDS),
  ...optional({
    label: text(),
    start: date(),
    end,
    endReason: text(),
    primary: flag(),
    details: details(),
  }),
});

export const RELATIONSHIP_PUBLISHED: readonly PublishedType[] = [
  published('RelationshipProposed', 'A relationship was proposed; with `incoming`, by the other person.', RELATIONSHIP),
  published('RelationshipAccepted', 'A proposed relationship was accepted.', z.object(between)),
  published('RelationshipDeclined', 'A proposed relationship was declined.', z.object({ ...between, ...reasoned })),
  published(
    'RelationshipEstablished',
    'A relationship is established. `kind` is what the other person is to this one.',
    RELATIONSHIP,
  ),
  published(
    'RelationshipUpdated',
    'What is known of a relationship changed.',
    z.object({ ...between, ...changeable({ strength: number() }), ...clearable(relationshipDetails) }),
  ),
  published('RelationshipEnded', 'A relationship ended.', z.object({ ...between, end, ...reasoned })),
  published('EmploymentAdded', 'An employment, past or present, was added.', EMPLOYMENT),
  published(
    'EmploymentUpdated',
    'An employment changed.',
    z.object({ employmentId, ...changeable(employment), ...clearable(employmentDetails) }),
  ),
  published('EmploymentEnded', 'The last day of an employment is known.', z.object({ employmentId, end, ...reasoned })),
  published('EmploymentRemoved', 'An employment never was.', z.object({ employmentId, ...reasoned })),
  published('AffiliationAdded', 'A tie to an organization other than employment was added.', AFFILIATION),
  published('AffiliationEnded', 'An affiliation ended.', z.object({ affiliationId, end, ...reasoned })),
  published('ProjectAdded', 'A project that the person takes part in was added.', PROJECT),
  published('ProjectEnded', 'The part in a project ended.', z.object({ projectId, end, ...reasoned })),
  published('LocationAssigned', 'A place of the location domain is something to the person.', LOCATION),
  published(
    'LocationUnassigned',
    'A place is no longer what it was to the person.',
    z.object({ assignmentId, end, ...reasoned }),
  ),
];
