/** The machines and deciders of the four item nouns, held to every cell of their tables in docs/law.md. */

import { describe, expect, it } from 'vitest';
import type { Happened } from '../../src/domain/message.ts';
import {
  type AnyCommand,
  type AnyFact,
  COMMANDS,
  type CommandName,
  decide,
  evolve,
  fold,
} from '../../src/domain/person/person.ts';
import { type LawRow, lawTable } from '../law.ts';
import { CAROL, created, fact, GOOD_COMMANDS, happened, item, THINGS } from './examples.ts';
import { gateOf, statusOf, thingOf } from './items.ts';

interface Thing {
  /** What tells this thing from the others of its kind, in facts as in commands. */
  readonly id: object;
  readonly missing: string;
  readonly exists: string;
  /** How the thing comes to each status that it can have. */
  readonly histories: Readonly<Record<string, readonly Happened<AnyFact>[]>>;
}

/** A kind of thing that is listed or removed, and nothing else. */
const listed = (id: object, added: Happened<AnyFact>, removed: Happened<AnyFact>) => ({
  id,
  histories: { absent: [], listed: [added], removed: [added, removed] },
});

/** A kind of thing that lasts until its end is known. */
const lasting = (id: object, added: Happened<AnyFact>, ended: Happened<AnyFact>) => ({
  id,
  histories: { absent: [], established: [added], ended: [added, ended] },
});

const emailId = item(1);
const phone = { phoneId: item(2) };
const address = { addressId: item(3) };
const profile = { profileId: item(4) };
const handle = { handleId: item(5) };
const website = { websiteId: item(6) };
const skill = { name: 'Mathematics' };
const certification = { certificationId: item(7) };
const education = { educationId: item(8) };
const consent = { purpose: 'newsletter' };
const employment = { employmentId: item(10) };
const affiliation = { affiliationId: item(11) };
const project = { projectId: item(12) };
const location = { assignmentId: item(13) };
const proposal = { relationshipId: item(15), otherId: CAROL };
const end = '2024-12-31';

const employments = lasting(employment, THINGS.employment, fact('EmploymentEnded', { ...employment, end }));

const recommended = fact('SkillRecommended', { ...skill, category: 'Science', score: 9, because: ['Poetry'] });
const SKILLS = {
  absent: [],
  recommended: [recommended],
  dismissed: [recommended, fact('SkillRecommendationDismissed', skill)],
  claimed: [recommended, THINGS.skill],
  endorsed: [THINGS.skill, fact('SkillEndorsed', { ...skill, endorserId: CAROL })],
  removed: [THINGS.skill, fact('SkillRemoved', skill)],
};

const KINDS: Readonly<Record<string, Thing>> = {
  Email: {
    id: { emailId },
    missing: 'EMAIL_NOT_FOUND',
    exists: 'EMAIL_EXISTS',
    histories: {
      absent: [],
      unverified: [THINGS.email],
      verified: [THINGS.email, fact('EmailVerified', { emailId })],
      removed: [THINGS.email, fact('EmailRemoved', { emailId })],
    },
  },
  Phone: {
    missing: 'PHONE_NOT_FOUND',
    exists: 'PHONE_EXISTS',
    ...listed(phone, THINGS.phone, fact('PhoneRemoved', phone)),
  },
  Address: {
    missing: 'ADDRESS_NOT_FOUND',
    exists: 'ADDRESS_EXISTS',
    ...listed(address, THINGS.address, fact('AddressRemoved', address)),
  },
  SocialProfile: {
    missing: 'SOCIAL_PROFILE_NOT_FOUND',
    exists: 'SOCIAL_PROFILE_EXISTS',
    ...listed(profile, THINGS.profile, fact('SocialProfileRemoved', profile)),
  },
  MessagingHandle: {
    missing: 'MESSAGING_HANDLE_NOT_FOUND',
    exists: 'MESSAGING_HANDLE_EXISTS',
    ...listed(handle, THINGS.handle, fact('MessagingHandleRemoved', handle)),
  },
  Website: {
    missing: 'WEBSITE_NOT_FOUND',
    exists: 'WEBSITE_EXISTS',
    ...listed(website, THINGS.website, fact('WebsiteRemoved', website)),
  },
  Skill: {
    id: skill,
    missing: 'SKILL_NOT_FOUND',
    exists: 'SKILL_EXISTS',
    histories: SKILLS,
  },
  SkillRecommendation: { id: skill, missing: 'RECOMMENDATION_NOT_FOUND', exists: '', histories: SKILLS },
  Certification: {
    missing: 'CERTIFICATION_NOT_FOUND',
    exists: 'CERTIFICATION_EXISTS',
    ...listed(certification, THINGS.certification, fact('CertificationRemoved', certification)),
  },
  Education: {
    missing: 'EDUCATION_NOT_FOUND',
    exists: 'EDUCATION_EXISTS',
    ...listed(education, THINGS.education, fact('EducationRemoved', education)),
  },
  Consent: {
    id: consent,
    missing: 'none: a consent is never missing',
    exists: 'none: a consent is never in the way',
    histories: {
      absent: [],
      granted: [fact('ConsentGranted', consent)],
      revoked: [fact('ConsentRevoked', consent)],
    },
  },
  Relationship: {
    id: { relationshipId: item(15) },
    missing: 'RELATIONSHIP_NOT_FOUND',
    exists: 'RELATIONSHIP_EXISTS',
    histories: {
      absent: [],
      proposed: [THINGS.proposal],
      established: [THINGS.proposal, fact('RelationshipAccepted', proposal)],
      ended: [THINGS.proposal, fact('RelationshipDeclined', proposal)],
    },
  },
  Employment: {
    id: employment,
    missing: 'EMPLOYMENT_NOT_FOUND',
    exists: 'EMPLOYMENT_EXISTS',
    histories: { ...employments.histories, removed: [THINGS.employment, fact('EmploymentRemoved', employment)] },
  },
  Affiliation: {
    missing: 'AFFILIATION_NOT_FOUND',
    exists: 'AFFILIATION_EXISTS',
    ...lasting(affiliation, THINGS.affiliation, fact('AffiliationEnded', { ...affiliation, end })),
  },
  Project: {
    missing: 'PROJECT_NOT_FOUND',
    exists: 'PROJECT_EXISTS',
    ...lasting(project, THINGS.project, fact('ProjectEnded', { ...project, end })),
  },
  Location: {
    missing: 'LOCATION_NOT_ASSIGNED',
    exists: 'LOCATION_ALREADY_ASSIGNED',
    ...lasting(location, THINGS.location, fact('LocationUnassigned', { ...location, end })),
  },
};

/** What the words behind a command mean: what its data have besides, and what the machine's guards are told. */
const VARIANTS: Readonly<Record<string, { readonly data: object; readonly hints: Readonly<Record<string, boolean>> }>> =
  {
    '': { data: {}, hints: {} },
    'with a new address': { data: { address: 'countess@example.org' }, hints: { newAddress: true } },
    'with an end': { data: { end: '2025-06-30' }, hints: { end: true } },
    'without its end': { data: { end: null }, hints: { end: false } },
  };

/** A command about the one thing of its kind, with data that differ from what the thing has. */
function commandOf(row: LawRow, thing: Thing): AnyCommand {
  const good = GOOD_COMMANDS[row.command as CommandName];
  return { ...good, data: { ...good.data, ...VARIANTS[row.variant]?.data, ...thing.id } } as AnyCommand;
}

const RECOMMEND_REFUSED: Readonly<Record<string, string>> = {
  dismissed: 'RECOMMENDATION_WAS_DISMISSED',
  removed: 'SKILL_WAS_REMOVED',
};

/** The code that says why a thing in this status does not take the command. */
function refusalFor({ command }: LawRow, thing: Thing, status: string): string {
  if (command === 'RecommendSkill') return status in RECOMMEND_REFUSED ? RECOMMEND_REFUSED[status]! : 'SKILL_EXISTS';
  if (/^(Add|Assign|Propose|Establish)/.test(command)) return thing.exists;
  if (!command.endsWith('Relationship') || status === 'absent') return thing.missing;
  if (status === 'ended') return 'RELATIONSHIP_HAS_ENDED';
  return status === 'proposed' ? 'RELATIONSHIP_NOT_ESTABLISHED' : 'RELATIONSHIP_NOT_PROPOSED';
}

const bystander = fold([created]);

it('Nothing is permitted in a status that a machine does not know, and it leads nowhere', () => {
  for (const name of ['AddEmail', 'AddSkill', 'GrantConsent', 'AddProject'] as const) {
    expect(gateOf(name)?.permits('unheard of', name)).toBe(false);
    expect(gateOf(name)?.promised('unheard of', name)).toBe('unheard of');
  }
});

describe.each([
  ['Contact info', 'contact-info'],
  ['Skills', 'skills'],
  ['Preferences', 'preferences'],
  ['Relationship', 'relationship'],
] as const)('The table of %s', (heading, noun) => {
  const table = lawTable(heading);

  it('has a row for every command of the noun, and a column for every status', () => {
    expect(new Set(table.map(({ command }) => command))).toEqual(new Set(COMMANDS[noun]));
    expect(new Set(table.map(({ label }) => label)).size).toBe(table.length);
    const statuses = gateOf(COMMANDS[noun][0] as CommandName)?.statuses;
    for (const { cells } of table) expect(cells.map(({ status }) => status)).toEqual(statuses);
  });

  describe.each(table)('$label', (row) => {
    const name = row.command as CommandName;
    const machine = gateOf(name)!;
    // Preferences are there from the start; their rows tell what becomes of a consent meanwhile: nothing.
    const thing = KINDS[thingOf(name) ?? 'Consent']!;
    const { hints } = VARIANTS[row.variant]!;

    it.each(row.cells)('of what is $status: $says', ({ status, says }) => {
      const promised = says === '=' || says === '(=)' ? status : says;
      expect(machine.permits(status, name, hints)).toBe(says !== '-');
      if (says !== '-') expect(machine.promised(status, name, hints)).toBe(promised);

      const history = thing.histories[status];
      if (history === undefined) {
        // Nothing of this kind is ever in this status, so no command may expect it there.
        expect(says).toBe('-');
        return;
      }
      const person = fold([created, ...history]);
      const command = commandOf(row, thing);
      const about = { type: thingOf(name) === undefined ? 'GrantConsent' : name, data: command.data } as AnyCommand;
      expect(statusOf(about, person)).toBe(status);
      const decision = decide(command, person, bystander);
      if (says === '-') {
        const code = refusalFor(row, thing, status);
        expect(decision).toEqual({ kind: 'rejected', refusal: { code, field: Object.keys(thing.id)[0] } });
      } else if (says === '(=)') {
        expect(decision).toEqual({ kind: 'accepted', fact: null, otherFact: null });
      } else if (decision.kind === 'rejected' || decision.fact === null) {
        throw new Error(`Nothing was recorded: ${JSON.stringify(decision)}`);
      } else {
        // Agreement: the status that the fact leads to is the one that the machine promised.
        expect(statusOf(about, evolve(person, happened(decision.fact)))).toBe(promised);
      }
    });
  });
});
