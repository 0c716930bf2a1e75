/**
 * Commands and facts of the relationship noun: persons to persons, and persons to organizations, projects and places.
 * The names here are on disk and on other people's wires. Add, never rename; see src/codec/upcast.ts.
 */

import type { ItemId, PersonId } from '../ids.ts';
import type { Changes, Command, Fact, IsoDate, Json } from '../message.ts';

export const RELATIONSHIP_KINDS = [
  'family',
  'friend',
  'colleague',
  'manager',
  'report',
  'mentor',
  'mentee',
  'business_partner',
  'other',
] as const;
export type RelationshipKind = (typeof RELATIONSHIP_KINDS)[number];

/** Kinds that are the same seen from either side; they are recorded with both persons at once. */
export const SYMMETRIC_KINDS: ReadonlySet<RelationshipKind> = new Set([
  'family',
  'friend',
  'colleague',
  'business_partner',
]);

/** Free-form facts of a kind of one's own, such as the school of an alumni network. */
type Details = { readonly [key: string]: Json };

export interface RelationshipData {
  readonly relationshipId: ItemId;
  readonly otherId: PersonId;
  /** What the other person is to this one: `manager` says that the other one is the manager. */
  readonly kind: RelationshipKind;
  /** One's own word for the kind, such as `vendor`, where it is `other`. */
  readonly label?: string;
  /** From 0 to 1. */
  readonly strength: number;
  /** Where the two know each other from. */
  readonly context?: string;
  readonly start?: IsoDate;
  readonly notes?: string;
  readonly lastInteractionOn?: IsoDate;
  readonly interactions?: number;
  /** Kept, but resting, such as while the other person is archived. */
  readonly dormant?: boolean;
  readonly details?: Details;
}

export const EMPLOYMENT_TYPES = [
  'full_time',
  'part_time',
  'contract',
  'freelance',
  'internship',
  'temporary',
  'volunteer',
  'other',
] as const;
export const WORK_MODES = ['on_site', 'remote', 'hybrid', 'unknown'] as const;

export interface Employment {
  readonly employmentId: ItemId;
  readonly organization: string;
  /** The organization's id in its own domain. */
  readonly organizationId?: string;
  readonly role: string;
  readonly employmentType: (typeof EMPLOYMENT_TYPES)[number];
  readonly start: IsoDate;
  /** The last day; an employment whose end is known counts as ended in the law. */
  readonly end?: IsoDate;
  readonly endReason?: string;
  readonly location?: string;
  readonly department?: string;
  readonly departmentId?: string;
  readonly workMode?: (typeof WORK_MODES)[number];
  readonly officeDaysPerWeek?: number;
  readonly level?: string;
  readonly category?: string;
  readonly description?: string;
  readonly responsibilities?: readonly string[];
  readonly achievements?: readonly string[];
  readonly reportsTo?: PersonId;
  readonly primary?: boolean;
  /** Anything else agreed on, such as compensation. */
  readonly details?: Details;
}

export const AFFILIATION_KINDS = [
  'member',
  'board_member',
  'volunteer',
  'contractor',
  'customer',
  'partner',
  'other',
] as const;

/** Belonging to an organization other than by employment. */
export interface Affiliation {
  readonly affiliationId: ItemId;
  readonly organization: string;
  readonly organizationId?: string;
  readonly kind: (typeof AFFILIATION_KINDS)[number];
  readonly label?: string;
  readonly membershipType?: string;
  readonly memberId?: string;
  readonly role?: string;
  readonly start?: IsoDate;
  readonly end?: IsoDate;
  readonly endReason?: string;
  readonly committees?: readonly string[];
  readonly contributions?: readonly string[];
  readonly primary?: boolean;
  readonly details?: Details;
}

export interface Project {
  readonly projectId: ItemId;
  readonly name: string;
  readonly description?: string;
  readonly role?: string;
  readonly organization?: string;
  readonly client?: string;
  readonly start?: IsoDate;
  readonly end?: IsoDate;
  readonly endReason?: string;
  readonly teamSize?: number;
  readonly budget?: string;
  readonly url?: string;
  readonly technologies?: readonly string[];
  readonly methodologies?: readonly string[];
  readonly deliverables?: readonly string[];
  readonly outcomes?: readonly string[];
}

export const LOCATION_KINDS = [
  'primary',
  'residence',
  'work',
  'mailing',
  'billing',
  'shipping',
  'vacation_home',
  'previous_residence',
  'birth_place',
  'other',
] as const;

/** A place of the location domain, and what it is to the person. */
export interface LocationAssignment {
  readonly assignmentId: ItemId;
  /** The place's id in its own domain. */
  readonly locationId: string;
  readonly kind: (typeof LOCATION_KINDS)[number];
  readonly label?: string;
  readonly start?: IsoDate;
  readonly end?: IsoDate;
  readonly endReason?: string;
  readonly primary?: boolean;
  readonly details?: Details;
}

type Named = { readonly relationshipId: ItemId };
type RelationshipChanges = Changes<Omit<RelationshipData, 'relationshipId' | 'otherId' | 'kind'>>;
type Ending = { readonly end?: IsoDate; readonly reason?: string };

export type RelationshipCommand =
  | Command<'ProposeRelationship', RelationshipData>
  | Command<'AcceptRelationship', Named>
  | Command<'DeclineRelationship', Named & { readonly reason?: string }>
  | Command<'EstablishRelationship', RelationshipData>
  | Command<'UpdateRelationship', RelationshipChanges & Named>
  | Command<'EndRelationship', Named & Ending>
  | Command<'AddEmployment', Employment>
  | Command<'UpdateEmployment', Changes<Omit<Employment, 'employmentId'>> & { readonly employmentId: ItemId }>
  | Command<'EndEmployment', { readonly employmentId: ItemId } & Ending>
  | Command<'RemoveEmployment', { readonly employmentId: ItemId; readonly reason?: string }>
  | Command<'AddAffiliation', Affiliation>
  | Command<'EndAffiliation', { readonly affiliationId: ItemId } & Ending>
  | Command<'AddProject', Project>
  | Command<'EndProject', { readonly projectId: ItemId } & Ending>
  | Command<'AssignLocation', LocationAssignment>
  | Command<'UnassignLocation', { readonly assignmentId: ItemId } & Ending>;

export const RELATIONSHIP_COMMANDS = [
  'ProposeRelationship',
  'AcceptRelationship',
  'DeclineRelationship',
  'EstablishRelationship',
  'UpdateRelationship',
  'EndRelationship',
  'AddEmployment',
  'UpdateEmployment',
  'EndEmployment',
  'RemoveEmployment',
  'AddAffiliation',
  'EndAffiliation',
  'AddProject',
  'EndProject',
  'AssignLocation',
  'UnassignLocation',
] as const satisfies readonly RelationshipCommand['type'][];

/** Whether this person took the step towards the other one, or the other way round. */
export type Side = 'outgoing' | 'incoming';

type Recorded = RelationshipData & { readonly direction: Side };
type Between = Named & { readonly otherId: PersonId };
type Ended = { readonly end: IsoDate; readonly reason?: string };

export type RelationshipFact =
  | Fact<'RelationshipProposed', Recorded>
  | Fact<'RelationshipAccepted', Between>
  | Fact<'RelationshipDeclined', Between & { readonly reason?: string }>
  | Fact<'RelationshipEstablished', Recorded>
  | Fact<'RelationshipUpdated', RelationshipChanges & Between>
  | Fact<'RelationshipEnded', Between & Ended>
  | Fact<'EmploymentAdded', Employment>
  | Fact<'EmploymentUpdated', Changes<Omit<Employment, 'employmentId'>> & { readonly employmentId: ItemId }>
  | Fact<'EmploymentEnded', { readonly employmentId: ItemId } & Ended>
  | Fact<'EmploymentRemoved', { readonly employmentId: ItemId; readonly reason?: string }>
  | Fact<'AffiliationAdded', Affiliation>
  | Fact<'AffiliationEnded', { readonly affiliationId: ItemId } & Ended>
  | Fact<'ProjectAdded', Project>
  | Fact<'ProjectEnded', { readonly projectId: ItemId } & Ended>
  | Fact<'LocationAssigned', LocationAssignment>
  | Fact<'LocationUnassigned', { readonly assignmentId: ItemId } & Ended>;

export type Relationship = RelationshipData & {
  readonly direction: Side;
  /** Whether the other person's history tells of it too; such a relationship is changed on both sides at once. */
  readonly shared: boolean;
  readonly status: 'proposed' | 'established' | 'ended';
  /** UTC milliseconds of the last change of status. */
  readonly since: number;
  readonly end?: IsoDate;
  readonly endReason?: string;
};

/** What a merge takes over from the source. */
export interface RelationshipsAbsorbed {
  readonly relationships: readonly Relationship[];
  readonly employments: readonly Employment[];
  readonly affiliations: readonly Affiliation[];
  readonly projects: readonly Project[];
  readonly locations: readonly LocationAssignment[];
}
