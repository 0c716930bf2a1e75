/** What each event of another domain means here: events in the shapes their domains use, and the commands that follow. */

import { describe, expect, it } from 'vitest';
import { codec } from '../../src/codec/codec.ts';
import type { PersonId } from '../../src/domain/ids.ts';
import type { AnyCommand } from '../../src/domain/person/person.ts';
import { Inbox, type Reading, type Settled } from '../../src/integration/inbox.ts';
import { knownBy } from '../../src/integration/known.ts';
import { NEIGHBOURS } from '../../src/integration/neighbours.ts';
import type { Incoming } from '../../src/integration/ports.ts';
import { aWorld, create, order, type World } from '../app/world.ts';
import { command, item, NOON } from '../domain/examples.ts';

const AMARA = '3f6c1d52-9b0e-4a77-8c21-5d4e90ab17c3' as PersonId;
const BO = 'a1e47c90-2f63-4d18-b7f5-0c9d83e6124b' as PersonId;
const NOBODY = '00000000-0000-4000-8000-000000000000';
const ORG = '0b7e35d8-f142-4c96-a58b-d30e61f7942c';
const PLACE = '94a6c2ef-7d05-4b1e-8f33-2ac81e50d769';
const SUBJECTS: Record<string, string> = {
  location: `location.${PLACE}.told`,
  identity: `identity.person.${AMARA}.told`,
};

interface Setting extends World {
  hear(neighbour: string, body: unknown, subject?: string): Reading;
  take(neighbour: string, body: unknown, subject?: string): Promise<Settled | Reading>;
  given(sent: AnyCommand, id: string): Promise<void>;
}

/** Amara, with an email and a skill, and Bo. */
async function aSetting(): Promise<Setting> {
  const world = aWorld();
  const known = knownBy(world.app.views);
  const inboxes = new Map(
    NEIGHBOURS.map((each) => [
      each.name,
      new Inbox(each, { dispatch: world.app.dispatch, codec, known, clock: () => NOON }),
    ]),
  );
  let sequence = 0;
  const hear: Setting['hear'] = (neighbour, body, subject = SUBJECTS[neighbour] ?? `${neighbour}.told`) => {
    sequence += 1;
    const bytes = Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));
    const message: Incoming = { neighbour, subject, bytes, messageId: null, at: NOON, stream: 'TEST', sequence };
    return inboxes.get(neighbour)!.read(message);
  };
  const given: Setting['given'] = async (sent, id) => void (await world.record(order(sent, id)));
  await world.record(create(AMARA));
  await world.record(create(BO));
  await given(command('AddEmail', { emailId: item(1), address: 'amara@example.org', kind: 'work' }, AMARA), 'email');
  await given(command('AddSkill', { name: 'Rust', category: 'Programming', proficiency: 'advanced' }, AMARA), 'skill');
  return {
    ...world,
    hear,
    given,
    take: async (neighbour, body, subject) => {
      const reading = hear(neighbour, body, subject);
      return reading.kind === 'orders' ? inboxes.get(neighbour)!.settle(reading.orders) : reading;
    },
  };
}

/** Names of the commands, each with what of its data is asked about. */
const ordersOf = (reading: Reading) => {
  if (reading.kind !== 'orders') throw new Error(`No orders: ${JSON.stringify(reading)}`);
  return reading.orders.map(({ command: { type, personId, data } }) => ({ type, personId, ...(data as object) }));
};

const person = { id: AMARA };
const hired = {
  PersonJoinedOrganization: {
    person_id: person,
    org_id: 'org-17',
    role: 'Platform Engineer',
    department: 'Infrastructure',
    start_date: '2021-03-01T00:00:00Z',
    employment_type: 'full-time',
  },
};
const member = (more: object) => ({
  organization_id: ORG,
  member: { person_id: AMARA, role: 'Engineer', joined_at: '2021-03-01T00:00:00Z', ...more },
});

describe('Belonging to an organization', () => {
  it.each([
    [
      'an employment by default',
      { role: { title: 'Engineer', level: 'Senior' } },
      { type: 'AddEmployment', role: 'Engineer', employmentType: 'other', level: 'Senior' },
    ],
    [
      'what the attributes say',
      { role: { title: 'Engineer', attributes: { employment_type: 'Part-Time' } } },
      { type: 'AddEmployment', employmentType: 'part_time' },
    ],
    [
      'an internship of an intern',
      { role: { role_code: 'SUMMER_INTERN' } },
      { type: 'AddEmployment', role: 'SUMMER_INTERN', employmentType: 'internship' },
    ],
    [
      'an affiliation of a volunteer',
      { role: { title: 'Lead Volunteer' } },
      { type: 'AddAffiliation', kind: 'volunteer', role: 'Lead Volunteer' },
    ],
    [
      'a seat on the board',
      { role: { role_code: 'BOARD_CHAIR', title: 'Chair' } },
      { type: 'AddAffiliation', kind: 'board_member', role: 'Chair' },
    ],
    ['a membership of who is just a member', { role: 'Member' }, { type: 'AddAffiliation', kind: 'member' }],
    ['an employment of a member of staff', { role: 'Member of Technical Staff' }, { type: 'AddEmployment' }],
    [
      'its end and its manager',
      { ends_at: '2030-01-01T00:00:00+02:00', reports_to: BO },
      { type: 'AddEmployment', end: '2029-12-31', reportsTo: BO },
    ],
    [
      'its name, where it is told',
      { metadata: { organization_name: 'Nordlys AB' } },
      { type: 'AddEmployment', organization: 'Nordlys AB' },
    ],
  ])('is %s', async (_, more, wanted) => {
    const { hear } = await aSetting();
    expect(ordersOf(hear('organization', { MemberAdded: member(more) }))).toEqual([
      expect.objectContaining({ personId: AMARA, organizationId: ORG, start: '2021-03-01', ...wanted }),
    ]);
  });

  it.each([
    ['full-time', 'full_time'],
    ['FullTime', 'full_time'],
    ['part-time', 'part_time'],
    ['Contractor', 'contract'],
    ['contract', 'contract'],
    ['freelance', 'freelance'],
    ['Intern', 'internship'],
    ['gig', 'other'],
  ])('by %s is employment of type %s, in the words of the service before', async (said, type) => {
    const { hear } = await aSetting();
    const { PersonJoinedOrganization: event } = hired;
    const [sent] = ordersOf(hear('identity', { PersonJoinedOrganization: { ...event, employment_type: said } }));
    expect(sent).toMatchObject({
      type: 'AddEmployment',
      employmentType: type,
      organization: 'Organization org-17',
      department: 'Infrastructure',
    });
  });

  it('ends in the organization that says so, and in no other', async () => {
    const { take, app } = await aSetting();
    await take('identity', hired);
    await take('organization', { MemberAdded: member({}) });
    expect(
      await take('identity', {
        PersonLeftOrganization: {
          person_id: person,
          org_id: 'org-17',
          end_date: '2024-05-31T00:00:00Z',
          reason: 'moved',
        },
      }),
    ).toMatchObject({ kind: 'done' });
    const { employments } = app.views.network.relationshipsOf(app.views.persons.find(AMARA)!);
    expect(
      [...employments.live.values()].map(({ organizationId, end, endReason }) => [organizationId, end, endReason]),
    ).toEqual([
      ['org-17', '2024-05-31', 'moved'],
      [ORG, undefined, undefined],
    ]);
  });

  it('changes with the role, and begins anew where it becomes another tie', async () => {
    const { take, hear } = await aSetting();
    await take('organization', { MemberAdded: member({}) });
    const change = (new_role: unknown) => ({
      MemberRoleUpdated: {
        organization_id: ORG,
        person_id: AMARA,
        old_role: 'Engineer',
        new_role,
        updated_at: '2024-01-01T00:00:00Z',
      },
    });
    expect(ordersOf(hear('organization', change('Staff Engineer')))).toMatchObject([
      { type: 'UpdateEmployment', role: 'Staff Engineer' },
    ]);
    expect(ordersOf(hear('organization', change('Volunteer')))).toMatchObject([
      { type: 'AddAffiliation', kind: 'volunteer', start: '2024-01-01' },
      { type: 'EndEmployment', end: '2024-01-01' },
    ]);
  });

  it('is asked again after it took effect without a second effect', async () => {
    const { take, history } = await aSetting();
    await take('organization', { MemberAdded: member({}) });
    const event = {
      MemberRoleUpdated: {
        organization_id: ORG,
        person_id: AMARA,
        new_role: 'Volunteer',
        updated_at: '2024-01-01T00:00:00Z',
      },
    };
    await take('organization', event);
    const before = await history(AMARA);
    expect(before.slice(-2)).toEqual(['AffiliationAdded', 'EmploymentEnded']);
    await take('organization', event);
    await take('organization', { MemberAdded: member({}) });
    expect(await history(AMARA)).toEqual(before);
  });

  it('ends for all when the organization is dissolved, and goes over when it is merged', async () => {
    const { take, hear } = await aSetting();
    await take('organization', { MemberAdded: member({}) });
    await take('organization', {
      MemberAdded: {
        ...member({ role: 'Volunteer' }),
        member: { person_id: BO, role: 'Volunteer', joined_at: '2022-01-01' },
      },
    });
    expect(
      ordersOf(
        hear('organization', { OrganizationDissolved: { organization_id: ORG, dissolved_at: '2025-12-31T00:00:00Z' } }),
      ),
    ).toMatchObject([
      { type: 'EndEmployment', personId: AMARA, end: '2025-12-31' },
      { type: 'EndAffiliation', personId: BO, end: '2025-12-31' },
    ]);
    expect(
      await take('organization', {
        OrganizationMerged: { source_organization_id: ORG, target_organization_id: 'org-2', target_name: 'Sydlys AB' },
      }),
    ).toMatchObject({ kind: 'done', commands: 3 });
    expect(hear('organization', { OrganizationDissolved: { organization_id: ORG } })).toMatchObject({
      kind: 'ignored',
    });
    expect(ordersOf(hear('organization', { OrganizationDissolved: { organization_id: 'org-2' } }))).toHaveLength(2);
  });

  it('learns the name of the organization', async () => {
    const { take, hear } = await aSetting();
    await take('organization', { MemberAdded: member({}) });
    expect(
      ordersOf(hear('organization', { OrganizationUpdated: { organization_id: ORG, name: 'Nordlys AB' } })),
    ).toMatchObject([{ type: 'UpdateEmployment', organization: 'Nordlys AB' }]);
    expect(
      hear('organization', {
        OrganizationCreated: { org_id: 'org-17', name: 'Nordlys AB', created_at: '2025-08-07T09:15:30.123456789Z' },
      }),
    ).toMatchObject({ kind: 'ignored' });
  });

  it('is as the service before spoke of employments', async () => {
    const { take, history, hear } = await aSetting();
    const about = { person_id: person, organization_id: ORG };
    const role = { title: 'Platform Engineer', level: 'Senior', category: null };
    await take('organization', {
      EmploymentStarted: {
        ...about,
        role,
        department_id: null,
        start_date: '2021-03-01',
        employment_type: 'FullTime',
        is_primary: true,
        started_at: '2025-08-07T09:15:30.123456789Z',
      },
    });
    const metadata = {
      compensation: { base_salary: { amount: 52000, currency: 'SEK' } },
      work_location_id: PLACE,
      remote_work: { Hybrid: { office_days_per_week: 2 } },
      agreement_id: null,
      custom_attributes: {},
    };
    expect(
      ordersOf(
        hear('organization', {
          EmploymentUpdated: {
            ...about,
            updates: { role, department_id: PLACE, is_primary: null, metadata },
            updated_at: '2025-08-07T09:15:31.500Z',
          },
        }),
      ),
    ).toMatchObject([
      {
        type: 'UpdateEmployment',
        role: 'Platform Engineer',
        level: 'Senior',
        departmentId: PLACE,
        workMode: 'hybrid',
        officeDaysPerWeek: 2,
        details: { workLocationId: PLACE },
      },
    ]);
    await take('organization', {
      ManagerChanged: {
        ...about,
        old_manager_id: null,
        new_manager_id: { id: BO },
        changed_at: '2025-08-09T17:42:05.004217Z',
      },
    });
    await take('organization', {
      EmploymentEnded: {
        ...about,
        end_date: '2025-06-30',
        reason: { Other: 'sabbatical' },
        ended_at: '2025-08-08T00:00:00Z',
      },
    });
    expect((await history(AMARA)).slice(-3)).toEqual(['EmploymentAdded', 'EmploymentUpdated', 'EmploymentEnded']);
  });
});

describe('Places', () => {
  const associated = {
    AddressAssociatedWithPerson: {
      address_id: 'addr-9',
      person_id: person,
      address_type: 'Residential',
      is_primary: true,
      effective_date: '2025-08-07T09:15:30.123456789Z',
    },
  };

  it('are assigned, moved and unassigned', async () => {
    const { take, hear, history } = await aSetting();
    expect(ordersOf(hear('location', associated))).toMatchObject([
      { type: 'AssignLocation', locationId: 'addr-9', kind: 'residence', start: '2025-08-07', primary: true },
    ]);
    await take('location', associated);
    const moved = {
      PersonMovedAddress: {
        person_id: person,
        from_address_id: 'addr-9',
        to_address_id: 'addr-12',
        move_date: '2025-08-09T17:42:05.004217Z',
      },
    };
    expect(ordersOf(hear('location', moved))).toMatchObject([
      { type: 'AssignLocation', locationId: 'addr-12', kind: 'residence', start: '2025-08-09', primary: true },
      { type: 'UnassignLocation', end: '2025-08-09' },
    ]);
    await take('location', moved);
    await take('location', moved);
    await take('location', {
      AddressDisassociatedFromPerson: { address_id: 'addr-12', person_id: person, end_date: '2026-01-01' },
    });
    expect((await history(AMARA)).slice(3)).toEqual([
      'LocationAssigned',
      'LocationAssigned',
      'LocationUnassigned',
      'LocationUnassigned',
    ]);
  });

  it('that are archived are unassigned from everybody', async () => {
    const { take, hear } = await aSetting();
    for (const id of [AMARA, BO])
      await take('location', {
        AddressAssignedToPerson: { person_id: { id }, address_id: PLACE.toUpperCase(), address_type: 'Emergency' },
      });
    const orders = ordersOf(hear('location', { location_id: PLACE, reason: 'sold' }, `location.${PLACE}.archived`));
    expect(orders).toMatchObject(
      [AMARA, BO].map((personId) => ({ type: 'UnassignLocation', personId, end: '2026-03-01', reason: 'sold' })),
    );
    expect(ordersOf(hear('location', {}, `location.${PLACE}.archived`))).toHaveLength(2);
    expect(
      hear('location', { location_id: PLACE, name: 'Office', type: 'Building' }, `location.${PLACE}.updated`),
    ).toMatchObject({ kind: 'ignored' });
  });
});

describe('Agents and identities', () => {
  it('are linked to whom they belong', async () => {
    const { take, hear, app } = await aSetting();
    await take('agent', { AgentDeployed: { agent_id: 'agent-3', owner_id: AMARA } });
    await take('agent', {
      AgentAssignedToPerson: {
        agent_id: 'agent-4',
        person_id: person,
        assignment_type: 'Exclusive',
        permissions: ['ReadPersonalData', { Custom: 'deploy' }],
      },
    });
    await take('identity', {
      IdentityLinkedToPerson: { identity_id: PLACE, person_id: AMARA, linked_at: '2025-08-07T09:15:30Z' },
    });
    for (const [system, value] of [
      ['agent', 'agent-3'],
      ['agent', 'agent-4'],
      ['identity', PLACE],
    ] as const) {
      expect(app.views.summary.byIdentity(system, value)).toBe(app.views.persons.find(AMARA));
    }
    expect(ordersOf(hear('agent', { agent_id: 'agent-3' }, 'agent.decommissioned'))).toMatchObject([
      { type: 'UnlinkIdentity', personId: AMARA, value: 'agent-3' },
    ]);
    expect(hear('agent', { AgentInteractionCompleted: {} })).toMatchObject({ kind: 'ignored' });
  });

  it('that are verified are noted, and let an onboarding go on that waits for it', async () => {
    const { take, hear, given } = await aSetting();
    const subject = `identity.person.${AMARA}.verified`;
    expect(ordersOf(hear('identity', {}, subject))).toMatchObject([
      { type: 'SetAttribute', name: 'identityVerified', value: true, validFrom: '2026-03-01' },
    ]);
    await given(command('StartOnboarding', {}, AMARA), 'onboard');
    expect(ordersOf(hear('identity', {}, subject)).map(({ type }) => type)).toEqual([
      'SetAttribute',
      'AdvanceOnboarding',
    ]);
    await take('identity', {}, subject);
    expect(ordersOf(hear('identity', {}, subject)).map(({ type }) => type)).toEqual(['SetAttribute']);
  });

  it('of persons that the identity domain calls otherwise are found by what is linked', async () => {
    const { take, hear } = await aSetting();
    await take('identity', { IdentityLinkedToPerson: { identity_id: PLACE, person_id: BO } });
    expect(ordersOf(hear('identity', {}, `identity.person.${PLACE}.verified`))).toMatchObject([
      { type: 'SetAttribute', personId: BO },
    ]);
  });
});

describe('Work in repositories', () => {
  const metrics = (...languages: readonly [string, number, number][]) => ({
    ContributionMetricsCalculated: {
      person_id: person,
      repository: 'aurora',
      total_commits: 150,
      last_commit: '2025-08-07T09:15:30.123456789Z',
      primary_languages: languages.map(([language, lines, percentage]) => ({ language, files: 1, lines, percentage })),
    },
  });

  it.each([
    [1_000, 'beginner'],
    [1_001, 'intermediate'],
    [5_000, 'intermediate'],
    [5_001, 'advanced'],
    [20_000, 'advanced'],
    [20_001, 'expert'],
  ])('of %d lines says that somebody is %s', async (lines, proficiency) => {
    const { hear } = await aSetting();
    expect(ordersOf(hear('git', metrics(['Go', lines, 5])))).toMatchObject([
      { type: 'AddSkill', name: 'Go', category: 'Programming', proficiency, lastUsedOn: '2025-08-07' },
    ]);
  });

  it('says nothing of a language with a small share, and takes nothing back that was said before', async () => {
    const { hear, given, take } = await aSetting();
    expect(hear('git', metrics(['Go', 90_000, 4.9]))).toMatchObject({ kind: 'ignored' });
    expect(ordersOf(hear('git', metrics(['rust', 10, 60])))).toEqual([
      { type: 'UpdateSkill', personId: AMARA, name: 'rust', lastUsedOn: '2025-08-07' },
    ]);
    expect(ordersOf(hear('git', metrics(['rust', 30_000, 60])))).toMatchObject([
      { type: 'UpdateSkill', proficiency: 'expert' },
    ]);
    await take('git', metrics(['rust', 30_000, 60]));
    expect(hear('git', metrics(['rust', 30_000, 60]))).toMatchObject({ kind: 'ignored' });
    await given(command('RemoveSkill', { name: 'Rust' }, AMARA), 'remove');
    expect(hear('git', metrics(['rust', 30_000, 60]))).toMatchObject({ kind: 'ignored' });
  });

  it('is that of whoever has the email of its author', async () => {
    const { hear, given } = await aSetting();
    const commit = {
      metadata: { event_id: 'e1' },
      event: { event_type: 'commit_created', author: { name: 'A', email: 'AMARA@example.org' } },
    };
    expect(ordersOf(hear('git', commit))).toEqual([
      { type: 'LinkIdentity', personId: AMARA, system: 'git', value: 'amara@example.org', kind: 'email' },
    ]);
    expect(hear('git', { CommitAnalyzed: { commit_hash: '9f', author_email: 'stranger@example.org' } })).toMatchObject({
      kind: 'ignored',
      reason: expect.stringContaining('nobody here'),
    });
    await given(command('AddEmail', { emailId: item(2), address: 'amara@example.org', kind: 'work' }, BO), 'same');
    expect(hear('git', commit)).toMatchObject({ kind: 'ignored', reason: expect.stringContaining('several') });
    const identified = {
      AuthorIdentified: {
        person_id: person,
        git_email: 'amara@example.org',
        git_username: 'amara-o',
        repositories: ['aurora'],
      },
    };
    expect(ordersOf(hear('git', identified))).toMatchObject([
      { system: 'git' },
      { system: 'git-user', value: 'amara-o' },
    ]);
  });
});

describe('Ids', () => {
  it.each([
    ['bare', AMARA],
    ['an object', { id: AMARA }],
    ['a list of one', [AMARA]],
    ['upper case', AMARA.toUpperCase()],
    ['without hyphens', AMARA.replaceAll('-', '')],
    ['a URN', `urn:uuid:${AMARA}`],
    ['in braces', `{${AMARA}}`],
  ])('may be %s', async (_, id) => {
    const { hear } = await aSetting();
    expect(ordersOf(hear('agent', { AgentDeployed: { agent_id: 'a', owner_id: id } }))).toMatchObject([
      { personId: AMARA },
    ]);
  });

  it.each(['', 'amara', '12345', AMARA.slice(1), '00000000-0000-0000-0000-000000000000'])(
    'may not be %j',
    async (id) => {
      const { hear } = await aSetting();
      expect(hear('agent', { AgentDeployed: { agent_id: 'a', owner_id: id } })).toMatchObject({
        kind: 'refused',
        reason: 'AgentDeployed: owner_id is no UUID.',
      });
    },
  );

  it('of somebody who was merged are those of whom they have become', async () => {
    const { hear, given } = await aSetting();
    await given(command('MergePersons', { targetId: BO }, AMARA), 'merge');
    expect(ordersOf(hear('organization', { MemberAdded: member({}) }))).toMatchObject([{ personId: BO }]);
  });

  it('of nobody make it too early, not wrong', async () => {
    const { take } = await aSetting();
    expect(await take('agent', { AgentDeployed: { agent_id: 'a', owner_id: NOBODY } })).toMatchObject({
      kind: 'refused',
      isEarly: true,
    });
    expect(await take('organization', { MemberRemoved: { organization_id: ORG, person_id: NOBODY } })).toMatchObject({
      kind: 'refused',
      isEarly: true,
    });
    expect(await take('organization', { MemberRemoved: { organization_id: ORG, person_id: AMARA } })).toMatchObject({
      kind: 'refused',
      isEarly: false,
    });
  });
});

describe('Envelopes', () => {
  const data = { agent_id: 'agent-3', owner_id: AMARA };
  it.each([
    ['one key that is the name', { AgentDeployed: data }],
    ['a tag beside the data', { event_type: 'AgentDeployed', ...data }],
    ['a tag beside data', { type: 'agent.deployed', data }],
    ['an envelope with a tagged event', { metadata: {}, event: { event_type: 'AgentDeployed', ...data } }],
    ['an envelope with a named event', { event_id: '1', event: { AgentDeployed: data } }],
    ['a name in the envelope and a payload', { event: 'AgentDeployed', payload: data }],
    ['bare data, named by the subject', data],
  ])('may be %s', async (_, body) => {
    const { hear } = await aSetting();
    expect(ordersOf(hear('agent', body, 'agent.deployed'))).toMatchObject([{ type: 'LinkIdentity', personId: AMARA }]);
  });

  it('that carry an id are the same message whatever else they say', async () => {
    const { hear } = await aSetting();
    const idOf = (body: unknown) => {
      const reading = hear('agent', body);
      return reading.kind === 'orders' ? reading.orders[0]?.meta.commandId : null;
    };
    const one = idOf({ event_id: '1', sent: 1, event: { AgentDeployed: data } });
    expect(idOf({ event_id: '1', sent: 2, event: { AgentDeployed: data } })).toBe(one);
    expect(idOf({ event_id: '2', sent: 1, event: { AgentDeployed: data } })).not.toBe(one);
  });

  it.each([
    ['{'],
    ['[]'],
    ['null'],
    ['7'],
    ['"text"'],
    ['{"AgentDeployed":{"agent_id":7}}'],
    [`{"AgentDeployed":{"owner_id":"${AMARA}"}}`],
    ['['.repeat(100_000)],
    ['x'.repeat(300_000)],
  ])('that are broken are refused with why: %.40s', async (body) => {
    const { hear } = await aSetting();
    expect(hear('agent', body)).toMatchObject({
      kind: 'refused',
      reason: expect.stringMatching(/^(The message|AgentDeployed)/),
    });
  });

  it.each(['__proto__', 'constructor', 'toString', 'Nonsense'])(
    'of a type that nobody knows are passed over: %s',
    async (name) => {
      const { hear } = await aSetting();
      expect(hear('agent', `{"event_type":${JSON.stringify(name)},"x":1}`)).toMatchObject({ kind: 'ignored' });
    },
  );
});
