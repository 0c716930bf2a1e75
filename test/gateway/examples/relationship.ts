/** A plausible input for each command on relationships, with every field once, and how the person looks afterwards. */

import { ADA, BOB, type Example, item } from './example.ts';

const KNOWN = {
  strength: 0.25,
  context: 'a dinner party',
  start: '2024-06-05',
  notes: 'Met at the salon.\nTalks of engines.',
  lastInteractionOn: '2026-02-28',
  interactions: 42,
  dormant: true,
  details: { contract: { number: 7, open: true } },
};
const EMPLOYMENT = {
  organization: 'Babbage & Co.',
  organizationId: 'org/1',
  role: 'Analyst',
  employmentType: 'CONTRACT',
  start: '2022-01-01',
  end: '2026-12-31',
  endReason: 'fixed term',
  location: 'London',
  department: 'Engines',
  departmentId: 'dep/9',
  workMode: 'HYBRID',
  officeDaysPerWeek: 3,
  level: 'Senior',
  category: 'Research',
  description: 'Writes programs',
  responsibilities: ['Programs'],
  achievements: ['The first one'],
  primary: true,
  details: { salary: { amount: 1000, currency: 'GBP' } },
};
const AFFILIATION = {
  organization: 'Royal Society',
  organizationId: 'org/2',
  kind: 'OTHER',
  label: 'fellow',
  membershipType: 'full',
  memberId: 'frs-1',
  role: 'Speaker',
  start: '2020-02-29',
  end: '2030-02-28',
  endReason: 'statutes',
  committees: ['Engines'],
  contributions: ['Notes'],
  primary: true,
  details: { dues: 12.5 },
};
const PROJECT = {
  name: 'Analytical Engine',
  description: 'A machine',
  role: 'Programmer',
  organization: 'Babbage & Co.',
  client: 'The Crown',
  start: '2023-01-01',
  end: '2027-01-01',
  endReason: 'funding',
  teamSize: 3,
  budget: '17,000 pounds',
  url: 'https://engine.example.org/',
  technologies: ['Brass'],
  methodologies: ['Poetical science'],
  deliverables: ['Note G'],
  outcomes: ['Fame'],
};
const PLACE = {
  locationId: 'loc/1',
  kind: 'VACATION_HOME',
  label: 'by the sea',
  start: '2021-05-01',
  end: '2028-05-01',
  endReason: 'lease',
  primary: false,
  details: { keys: 2 },
};

export const RELATIONSHIP_EXAMPLES: readonly Example[] = [
  {
    command: 'ProposeRelationship',
    input: { relationshipId: item(30), otherId: BOB, kind: 'OTHER', label: 'vendor', ...KNOWN },
    records: ['RelationshipProposed', 'RelationshipProposed'],
    shows: {
      relationships: {
        nodes: [
          {
            id: item(30),
            kind: 'OTHER',
            label: 'vendor',
            direction: 'OUTGOING',
            otherId: BOB,
            from: { id: ADA },
            to: { id: BOB },
            status: 'PROPOSED',
            since: '2026-03-01T12:00:00.000Z',
            ...KNOWN,
          },
        ],
      },
    },
  },
  {
    command: 'AcceptRelationship',
    input: { personId: BOB, relationshipId: item(30) },
    records: ['RelationshipAccepted', 'RelationshipAccepted'],
    shows: {
      relationships: { nodes: [{ status: 'ESTABLISHED', direction: 'INCOMING', otherId: ADA, label: 'vendor' }] },
    },
  },
  {
    command: 'UpdateRelationship',
    input: { relationshipId: item(30), strength: 0.75, notes: null, interactions: 43, dormant: false },
    records: ['RelationshipUpdated', 'RelationshipUpdated'],
    shows: {
      relationships: {
        nodes: [{ strength: 0.75, notes: null, interactions: 43, dormant: false, context: 'a dinner party' }],
      },
    },
  },
  {
    command: 'ProposeRelationship',
    input: { personId: BOB, relationshipId: item(31), otherId: ADA, kind: 'FRIEND' },
    records: ['RelationshipProposed', 'RelationshipProposed'],
    shows: {
      relationships: {
        nodes: [
          { kind: 'FRIEND', strength: 0.5 },
          { kind: 'OTHER', strength: 0.75 },
        ],
      },
    },
  },
  {
    command: 'DeclineRelationship',
    input: { relationshipId: item(31), reason: 'too soon' },
    records: ['RelationshipDeclined', 'RelationshipDeclined'],
    shows: { relationships: { nodes: [{ kind: 'OTHER' }] } },
  },
  {
    command: 'EstablishRelationship',
    input: { relationshipId: item(32), otherId: BOB, kind: 'MANAGER', label: 'boss', ...KNOWN },
    records: ['RelationshipEstablished'],
    shows: {
      relationships: {
        nodes: [{ kind: 'OTHER' }, { kind: 'MANAGER', label: 'boss', status: 'ESTABLISHED', ...KNOWN }],
      },
    },
  },
  {
    command: 'EstablishRelationship',
    input: { relationshipId: item(33), otherId: BOB, kind: 'COLLEAGUE' },
    records: ['RelationshipEstablished', 'RelationshipEstablished'],
    shows: { network: { totalConnections: 3 } },
  },
  {
    command: 'EndRelationship',
    input: { relationshipId: item(30), end: '2026-02-28', reason: 'contract over' },
    records: ['RelationshipEnded', 'RelationshipEnded'],
    shows: { relationships: { nodes: [{ id: item(32) }, { id: item(33) }] } },
  },
  {
    command: 'AddEmployment',
    input: { employmentId: item(34), ...EMPLOYMENT, reportsTo: BOB },
    records: ['EmploymentAdded'],
    shows: { employments: [{ id: item(34), ...EMPLOYMENT, status: 'ENDED', reportsTo: { id: BOB } }] },
  },
  {
    command: 'UpdateEmployment',
    input: { employmentId: item(34), end: null, role: 'Programmer', reportsTo: null, details: null },
    records: ['EmploymentUpdated'],
    shows: {
      employments: [
        {
          role: 'Programmer',
          end: null,
          status: 'ESTABLISHED',
          'reportsTo { id }': null,
          details: null,
          level: 'Senior',
        },
      ],
      summary: { currentEmployer: 'Babbage & Co.', currentRole: 'Programmer', location: 'London' },
    },
  },
  {
    command: 'EndEmployment',
    input: { employmentId: item(34), end: '2026-02-28', reason: 'resigned' },
    records: ['EmploymentEnded'],
    shows: { employments: [{ end: '2026-02-28', endReason: 'resigned', status: 'ENDED' }] },
  },
  {
    command: 'RemoveEmployment',
    input: { employmentId: item(34), reason: 'never was' },
    records: ['EmploymentRemoved'],
    shows: { employments: [] },
  },
  {
    command: 'AddAffiliation',
    input: { affiliationId: item(35), ...AFFILIATION },
    records: ['AffiliationAdded'],
    shows: { affiliations: [{ id: item(35), ...AFFILIATION }] },
  },
  {
    command: 'AddAffiliation',
    input: { affiliationId: item(36), organization: 'Chess club' },
    records: ['AffiliationAdded'],
    shows: { affiliations: [{ kind: 'OTHER' }, { kind: 'MEMBER', end: null }] },
  },
  {
    command: 'EndAffiliation',
    input: { affiliationId: item(36), end: '2026-02-01', reason: 'left' },
    records: ['AffiliationEnded'],
    shows: { affiliations: [{ id: item(35) }, { end: '2026-02-01', endReason: 'left' }] },
  },
  {
    command: 'AddProject',
    input: { projectId: item(37), ...PROJECT },
    records: ['ProjectAdded'],
    shows: { projects: [{ id: item(37), ...PROJECT }] },
  },
  {
    command: 'AddProject',
    input: { projectId: item(38), name: 'Difference Engine' },
    records: ['ProjectAdded'],
    shows: { projects: [{ name: 'Analytical Engine' }, { name: 'Difference Engine', end: null }] },
  },
  {
    command: 'EndProject',
    input: { projectId: item(38), end: '2026-02-15', reason: 'abandoned' },
    records: ['ProjectEnded'],
    shows: { projects: [{ id: item(37) }, { end: '2026-02-15', endReason: 'abandoned' }] },
  },
  {
    command: 'AssignLocation',
    input: { assignmentId: item(39), ...PLACE },
    records: ['LocationAssigned'],
    shows: { locations: [{ id: item(39), ...PLACE }] },
  },
  {
    command: 'AssignLocation',
    input: { assignmentId: item(40), locationId: 'loc/2' },
    records: ['LocationAssigned'],
    shows: { locations: [{ kind: 'VACATION_HOME' }, { kind: 'PRIMARY', end: null }] },
  },
  {
    command: 'UnassignLocation',
    input: { assignmentId: item(40), end: '2026-02-02', reason: 'moved' },
    records: ['LocationUnassigned'],
    shows: { locations: [{ id: item(39) }, { end: '2026-02-02', endReason: 'moved' }] },
  },
];
