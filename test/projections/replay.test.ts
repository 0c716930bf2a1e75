/** The views follow from the log and from nothing else: replayed, repeated, in pieces, and looked at in between. */

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isPresent } from '../../src/domain/person/person.ts';
import { ADA, BOB, CAROL, created, drafted, NOON, THINGS } from '../domain/examples.ts';
import { PEOPLE, type Story, stories, successor } from './histories.ts';
import { digestsOf, Log, rebuilt } from './log.ts';
import { People } from './people.ts';

const RUNS = { seed: 20260301, numRuns: 60, endOnFailure: true };

function logOf({ told }: Story): Log {
  const log = new Log();
  for (const together of told) log.together(...together);
  return log;
}

describe('a random history', () => {
  it('is one in which much happens', () => {
    const types = new Set<string>();
    for (const story of fc.sample(stories(150), { ...RUNS, numRuns: 20 })) {
      for (const [, { type }] of story.told.flat()) types.add(type);
    }
    expect([...types]).toEqual(
      expect.arrayContaining([
        'PersonAbsorbed',
        'PersonSuspended',
        'PersonReactivated',
        'RelationshipAccepted',
        'RelationshipUpdated',
        'RelationshipEnded',
        'SkillRemoved',
        'EmploymentEnded',
      ]),
    );
  });

  it('is known by the views as it is by the decider', () => {
    const property = fc.property(stories(120), (story) => {
      const { views, projector } = logOf(story);
      for (const [personId, wanted] of story.persons) {
        const at = views.persons.find(personId) as number;
        expect(views.summary.profile(at)).toEqual(isPresent(wanted) ? wanted.core : null);
        expect(views.summary.preferences(at)).toEqual(wanted.preferences);
        expect(views.search.contactInfo(at)).toEqual(wanted.contactInfo);
        expect(views.skills.skillsOf(at)).toEqual(wanted.skills);
        expect(views.network.relationshipsOf(at)).toEqual(wanted.relationships);
      }
      expect(projector.damages).toEqual([]);
    });
    fc.assert(property, RUNS);
  });

  it('has the same digests when it is read again from the start, in steps of any size', async () => {
    const property = fc.asyncProperty(stories(120), fc.integer({ min: 1, max: 20 }), async (story, step) => {
      const log = logOf(story);
      expect(await digestsOf(rebuilt(log.blocks, step))).toEqual(await digestsOf(log.projector));
    });
    await fc.assert(property, RUNS);
  });

  it('has the same digests when digests were taken in between at any moment', async () => {
    const moments = fc.array(fc.nat({ max: 150 }), { maxLength: 40 });
    const property = fc.asyncProperty(stories(150), moments, async (story, at) => {
      const log = new Log();
      for (const [index, together] of story.told.entries()) {
        log.together(...together);
        if (at.includes(index)) await log.projector.status();
      }
      expect(await digestsOf(log.projector)).toEqual(await digestsOf(rebuilt(log.blocks)));
    });
    await fc.assert(property, { ...RUNS, numRuns: 150 });
  });

  it('has the digests of its prefix at every moment', async () => {
    const property = fc.asyncProperty(stories(60), async (story) => {
      const log = new Log();
      for (const together of story.told) {
        log.together(...together);
        expect(await digestsOf(log.projector)).toEqual(await digestsOf(rebuilt(log.blocks)));
      }
    });
    await fc.assert(property, { ...RUNS, numRuns: 8 });
  });

  it('changes nothing when any part of it comes a second time', async () => {
    const property = fc.asyncProperty(stories(100), fc.nat(), fc.nat(), async (story, from, length) => {
      const log = logOf(story);
      const before = await log.projector.status();
      const start = from % log.blocks.length;
      log.projector.receive(log.blocks.slice(start, start + (length % log.blocks.length)));
      log.projector.receive(log.blocks);
      expect(await log.projector.status()).toEqual(before);
    });
    await fc.assert(property, RUNS);
  });
});

describe('the network after a random history', () => {
  /** Open relationships between listed persons as `from>to kind label status`, by what the histories of both tell. */
  function toldOf({ persons }: Story) {
    const open = new Set<string>();
    const ever: string[] = [];
    for (const [personId, { core, relationships }] of persons) {
      if (core.status === 'merged') continue;
      for (const {
        otherId,
        direction,
        kind,
        label = '',
        status,
        shared,
        relationshipId,
      } of relationships.relationships.live.values()) {
        const other = successor(otherId, persons);
        const [from, to] = direction === 'outgoing' ? [personId, other] : [other, personId];
        const answer = persons.get(other)?.relationships.relationships.live.get(relationshipId)?.status;
        ever.push(`${from}>${to} ${kind} ${label}`);
        const isListed = [from, to].every((each) => persons.get(each)?.core.status === 'active');
        const isAgreed = !shared || answer === status;
        if (status !== 'ended' && from !== to && isListed && isAgreed)
          open.add(`${from}>${to} ${kind} ${label} ${status}`);
      }
    }
    return { open, ever };
  }

  function shownBy({ views }: Log) {
    const edges = PEOPLE.flatMap((personId) => views.network.edges(views.persons.find(personId) as number));
    const isListed = (number: number) => views.summary.profile(number)?.status === 'active';
    const id = (number: number) => views.persons.id(number);
    return new Set(
      edges
        .filter(({ from, to }) => isListed(from) && isListed(to))
        .map(({ from, to, data }) => `${id(from)}>${id(to)} ${data.kind} ${data.label ?? ''} ${data.status}`),
    );
  }

  it('shows what the histories tell of, and nothing else', () => {
    let relationships = 0;
    const property = fc.property(stories(160), (story) => {
      const [told, shown] = [toldOf(story), shownBy(logOf(story))];
      relationships += shown.size;
      expect([...shown].filter((each) => !told.open.has(each))).toEqual([]);
      for (const each of told.open) {
        // Of two that became one in a merge only the first is kept, and it may have ended since.
        const isDoubled = told.ever.filter((other) => each.startsWith(`${other} `)).length > 2;
        if (!isDoubled) expect([...shown]).toContain(each);
      }
    });
    fc.assert(property, { ...RUNS, numRuns: 300 });
    expect(relationships).toBeGreaterThan(300);
  });
});

describe('digests taken before a merge', () => {
  it.each([
    ['moves to the target', false],
    ['is there already', true],
  ])('do not go stale for a third person whose relationship %s', async (_, doubled) => {
    const people = new People().relate(CAROL, ADA, 'friend', 1);
    if (doubled) people.relate(CAROL, BOB, 'friend', 2);
    const before = await digestsOf(people.projector);
    people.merge(ADA, BOB);
    const after = await digestsOf(people.projector);
    expect(after).toEqual(await digestsOf(rebuilt(people.blocks)));
    expect(after.Network).not.toBe(before.Network);
  });
});

describe('a digest', () => {
  it('is another one for each projection that knows something else', async () => {
    const log = new Log().tell(ADA, created);
    const changed = async (...facts: Parameters<Log['tell']>[1][]) => {
      const before = await digestsOf(log.projector);
      log.tell(ADA, ...facts.map((each) => ({ ...each, at: NOON + log.blocks.length })));
      const after = await digestsOf(log.projector);
      return Object.keys(after).filter((name) => after[name] !== before[name]);
    };
    expect(await changed(THINGS.email)).toEqual(['Search', 'Summary', 'Timeline']);
    expect(await changed(THINGS.skill)).toEqual(['Search', 'Skills', 'Summary', 'Timeline']);
    expect(await changed(THINGS.relationship)).toEqual(['Network', 'Summary', 'Timeline']);
    expect(await changed()).toEqual([]);
  });

  it('is the same for the same knowledge and not for that of another', async () => {
    const [one, same, other] = [CAROL, CAROL, BOB].map((personId) => new Log().tell(personId, created).projector);
    expect(await digestsOf(one as never)).toEqual(await digestsOf(same as never));
    expect((await digestsOf(one as never)).Timeline).toMatch(/^[0-9a-f]{16}$/);
    expect(await digestsOf(new Log().tell(ADA, drafted).projector)).not.toEqual(await digestsOf(other as never));
  });

  it('comes with where the projections stand', async () => {
    const log = new Log().tell(ADA, created, THINGS.email);
    log.putBytes(ADA, null, new Uint8Array());
    log.projector.receive(log.blocks);
    const status = await log.projector.status();
    expect(status.map(({ name, sequence, eventsApplied }) => [name, sequence, eventsApplied])).toEqual(
      ['Network', 'Search', 'Skills', 'Summary', 'Timeline'].map((name) => [name, 3, 2]),
    );
  });
});
