/** The rules of employments, affiliations, projects and locations: they last until their end is known. */

import { describe, expect, it } from 'vitest';
import { fold } from '../../src/domain/person/person.ts';
import { given } from '../given.ts';
import { command, created, fact, item, THINGS, TODAY } from './examples.ts';

const { data: employment } = THINGS.employment;
const { data: affiliation } = THINGS.affiliation;
const { data: project } = THINGS.project;
const { data: location } = THINGS.location;
const { employmentId } = employment;

/** What the four have in common: how each begins and ends, and its words for it. */
const LASTING = [
  {
    kind: 'An employment',
    id: { employmentId },
    thing: THINGS.employment,
    begin: (data: object) => command('AddEmployment', { ...employment, ...data }),
    end: (data: object) => command('EndEmployment', { employmentId, ...data }),
    ended: 'EmploymentEnded',
    hasEnded: 'EMPLOYMENT_HAS_ENDED',
  },
  {
    kind: 'An affiliation',
    id: { affiliationId: affiliation.affiliationId },
    thing: THINGS.affiliation,
    begin: (data: object) => command('AddAffiliation', { ...affiliation, ...data }),
    end: (data: object) => command('EndAffiliation', { affiliationId: affiliation.affiliationId, ...data }),
    ended: 'AffiliationEnded',
    hasEnded: 'AFFILIATION_HAS_ENDED',
  },
  {
    kind: 'A project',
    id: { projectId: project.projectId },
    thing: THINGS.project,
    begin: (data: object) => command('AddProject', { ...project, ...data }),
    end: (data: object) => command('EndProject', { projectId: project.projectId, ...data }),
    ended: 'ProjectEnded',
    hasEnded: 'PROJECT_HAS_ENDED',
  },
  {
    kind: 'A location',
    id: { assignmentId: location.assignmentId },
    thing: THINGS.location,
    begin: (data: object) => command('AssignLocation', { ...location, ...data }),
    end: (data: object) => command('UnassignLocation', { assignmentId: location.assignmentId, ...data }),
    ended: 'LocationUnassigned',
    hasEnded: 'LOCATION_NOT_ASSIGNED',
  },
] as const;

describe.each(LASTING)('$kind', ({ id, thing, begin, end, ended, hasEnded }) => {
  const since = '2020-01-02';
  const started = { ...thing, data: { ...thing.data, start: since } } as typeof thing;
  const over = fact(ended, { ...id, end: '2024-12-31' } as never);

  it('does not begin with an end before its start', () => {
    given([created])
      .when(begin({ start: since, end: '2020-01-01' }))
      .thenRefused('END_BEFORE_START', 'end');
    given([created])
      .when(begin({ start: since, end: since }))
      .thenRecords(thing.type);
  });
  it('ends today when nothing else is said, and not before it started', () => {
    given([created, started])
      .when(end({}))
      .thenRecords(ended, { ...id, end: TODAY });
    given([created, started])
      .when(end({ end: since, reason: 'moved' }))
      .thenRecords(ended, { ...id, end: since, reason: 'moved' });
    given([created, started])
      .when(end({ end: '2020-01-01' }))
      .thenRefused('END_BEFORE_START', 'end');
  });
  it('may end in time to come', () =>
    given([created, started])
      .when(end({ end: '2031-01-01' }))
      .thenRecords(ended, { ...id, end: '2031-01-01' }));
  it('that has ended is not ended on another day', () => {
    given([created, started, over]).when(end({})).thenNothing();
    given([created, started, over])
      .when(end({ end: '2024-12-31' }))
      .thenNothing();
    given([created, started, over])
      .when(end({ end: '2024-12-30' }))
      .thenRefused(hasEnded, 'end');
  });
  it('that was added with its end has ended', () => {
    const past = { ...thing, data: { ...thing.data, end: '2031-01-01' } } as typeof thing;
    given([created, past]).when(end({})).thenNothing();
    given([created, past])
      .when(end({ end: '2030-01-01' }))
      .thenRefused(hasEnded, 'end');
  });
  it('keeps why it ended', () => {
    const { relationships } = fold([created, started, fact(ended, { ...id, end: TODAY, reason: 'moved' } as never)]);
    const { employments, affiliations, projects, locations } = relationships;
    const all = [employments, affiliations, projects, locations].flatMap(({ live }) => [...live.values()]);
    expect(all).toEqual([{ ...started.data, end: TODAY, endReason: 'moved' }]);
  });
});

describe('An employment', () => {
  const update = (data: object) => command('UpdateEmployment', { employmentId, ...data });
  const ended = fact('EmploymentEnded', { employmentId, end: '2024-12-31' });
  const has = [created, THINGS.employment];
  it('is changed only in what differs', () => {
    given(has)
      .when(update({ role: 'Analyst', level: 'II' }))
      .thenRecords('EmploymentUpdated', { employmentId, level: 'II' });
    given(has)
      .when(update({ role: 'Analyst', level: null }))
      .thenNothing();
  });
  it('can be corrected after its end, and its end with it', () => {
    given([...has, ended])
      .when(update({ role: 'Director' }))
      .thenRecords('EmploymentUpdated');
    given([...has, ended])
      .when(update({ end: '2024-11-30' }))
      .thenRecords('EmploymentUpdated');
    given([...has, ended])
      .when(update({ end: '2019-12-31' }))
      .thenRefused('END_BEFORE_START', 'end');
    given([...has, ended])
      .when(update({ start: '2025-01-01' }))
      .thenRefused('END_BEFORE_START', 'end');
  });
  it('goes on when its end is taken back', () => {
    const resumed = fact('EmploymentUpdated', { employmentId, end: null });
    given([...has, ended])
      .when(update({ end: null }))
      .thenRecords('EmploymentUpdated', resumed.data);
    given([...has, ended, resumed])
      .when(command('EndEmployment', { employmentId, end: '2025-12-31' }))
      .thenRecords('EmploymentEnded');
  });
  it('that is removed never was, and may be added again', () => {
    const removed = fact('EmploymentRemoved', { employmentId });
    given([...has, ended])
      .when(command('RemoveEmployment', { employmentId, reason: 'a mistake' }))
      .thenRecords('EmploymentRemoved', { employmentId, reason: 'a mistake' });
    expect(fold([...has, removed]).relationships.employments.live.size).toBe(0);
    given([...has, removed])
      .when(update({ role: 'Director' }))
      .thenRefused('EMPLOYMENT_NOT_FOUND', 'employmentId');
    given([...has, removed])
      .when(command('AddEmployment', employment))
      .thenRecords('EmploymentAdded', employment);
  });
  it('is the same one only when all of it is the same', () => {
    const add = (data: object) => command('AddEmployment', { ...employment, employmentId: item(31), ...data });
    given(has).when(add({})).thenNothing();
    given(has)
      .when(add({ role: 'Director' }))
      .thenRecords('EmploymentAdded');
    given([...has, fact('EmploymentAdded', { ...employment, employmentId: item(31), role: 'Director' })])
      .when(update({ role: 'Director' }))
      .thenRefused('EMPLOYMENT_EXISTS');
  });
});

describe('A location', () => {
  const assign = (data: object) => command('AssignLocation', { ...location, assignmentId: item(34), ...data });
  const has = [created, THINGS.location];
  it('is assigned once in one way', () => {
    given(has).when(assign({})).thenNothing();
    given(has)
      .when(assign({ label: 'home' }))
      .thenRefused('LOCATION_ALREADY_ASSIGNED', 'locationId');
    given(has)
      .when(assign({ kind: 'work' }))
      .thenRecords('LocationAssigned');
    given(has)
      .when(assign({ locationId: 'place-2' }))
      .thenRecords('LocationAssigned');
  });
  it('can be assigned anew once it is unassigned, and told of afterwards', () => {
    const unassigned = fact('LocationUnassigned', { assignmentId: location.assignmentId, end: '2024-12-31' });
    given([...has, unassigned])
      .when(assign({}))
      .thenRecords('LocationAssigned');
    given(has)
      .when(assign({ end: '2019-12-31' }))
      .thenRecords('LocationAssigned');
  });
});

it('Affiliations and projects are the same only when all of them is the same', () => {
  const has = [created, THINGS.affiliation, THINGS.project];
  given(has)
    .when(command('AddAffiliation', { ...affiliation, affiliationId: item(32) }))
    .thenNothing();
  given(has)
    .when(command('AddAffiliation', { ...affiliation, affiliationId: item(32), role: 'chair' }))
    .thenRecords('AffiliationAdded');
  given(has)
    .when(command('AddProject', { ...project, projectId: item(33) }))
    .thenNothing();
  given(has)
    .when(command('AddProject', { ...project, projectId: item(33), role: 'lead' }))
    .thenRecords('ProjectAdded');
});
