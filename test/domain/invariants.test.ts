/** What is true of every person at any time, as long as only decisions are recorded. */

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PersonId } from '../../src/domain/ids.ts';
import { isPresent, type Person } from '../../src/domain/person/person.ts';
import { folded } from '../../src/domain/values.ts';
import { game, type Persons, play } from './play.ts';

const RUNS = { seed: 20260302, numRuns: 500 } as const;

/** Holds the invariant to whoever changed in any step of the games. */
function always(holds: (person: Person, id: PersonId, all: Persons) => void) {
  fc.assert(
    fc.property(game, (each) => {
      for (const { before, after } of play(each)) {
        for (const id of Object.keys(after) as PersonId[]) if (after[id] !== before[id]) holds(after[id]!, id, after);
      }
    }),
    RUNS,
  );
}

const live = <T>(items: { readonly live: ReadonlyMap<unknown, T> }): T[] => [...items.live.values()];

/** No two of the things have the same key. */
const once = (keys: readonly string[]) => expect([...new Set(keys)]).toEqual(keys);

describe('Whatever was decided', () => {
  it('at most one email and one phone is primary', () => {
    always(({ contactInfo: { emails, phones } }) => {
      expect(live(emails).filter(({ primary }) => primary === true).length).toBeLessThan(2);
      expect(live(phones).filter(({ primary }) => primary === true).length).toBeLessThan(2);
    });
  });

  it('each email, phone, profile, handle and website is listed once', () => {
    always(({ contactInfo: { emails, phones, socialProfiles, messagingHandles, websites } }) => {
      once(live(emails).map(({ address }) => address.toLowerCase()));
      once(live(phones).map(({ number, extension }) => `${number} ${extension}`));
      once(live(socialProfiles).map(({ platform, username }) => `${platform} ${folded(username)}`));
      once(live(messagingHandles).map(({ platform, handle }) => `${platform} ${handle}`));
      once(live(websites).map(({ url }) => url));
    });
  });

  it('there is one value under a name from one date on', () => {
    always((person) => {
      if (isPresent(person)) once(live(person.core.attributes).map((each) => `${each.name} ${each.validFrom}`));
    });
  });

  it('a skill is endorsed once by each endorser, and never by the person', () => {
    always(({ skills }, id) => {
      for (const { endorsements } of skills.skills.values()) {
        once(endorsements.map(({ endorserId, endorserName }) => endorserId ?? endorserName ?? ''));
        expect(endorsements.map(({ endorserId }) => endorserId)).not.toContain(id);
      }
    });
  });

  it('nothing ends before it starts', () => {
    always((person) => {
      const { relationships: each, skills } = person;
      const all = [each.employments, each.affiliations, each.projects, each.locations, each.relationships].flatMap(
        (items): { start?: string; end?: string }[] => live<{ start?: string; end?: string }>(items),
      );
      for (const { start, end } of [...all, ...live(skills.educations)])
        if (start && end) expect(end >= start).toBe(true);
      if (isPresent(person) && person.core.birthDate && person.core.deathDate) {
        expect(person.core.deathDate >= person.core.birthDate).toBe(true);
      }
    });
  });

  it('there is one relationship of a kind to the same person in one direction', () => {
    always(({ relationships, core }) => {
      // Who took somebody in may be told twice of the same by a third person, who knew the two.
      const tookIn = 'absorbed' in core && core.absorbed.length > 0;
      const open = live(relationships.relationships).filter(
        ({ status, direction }) => status !== 'ended' && !(tookIn && direction === 'incoming'),
      );
      once(open.map(({ otherId, kind, label, direction }) => [otherId, kind, label, direction].join(' ')));
    });
  });

  it('a shared relationship is the same in both histories, until one of the two is merged', () => {
    always(({ relationships, core }, id, all) => {
      if (core.status === 'merged') return;
      for (const item of live(relationships.relationships)) {
        const other = all[item.otherId]!;
        if (!item.shared || other.core.status === 'merged') continue;
        if ([core, other.core].some((each) => 'absorbed' in each && each.absorbed.length > 0)) continue;
        const mirrored = other.relationships.relationships.live.get(item.relationshipId);
        expect(mirrored).toEqual({
          ...item,
          otherId: id,
          direction: item.direction === 'incoming' ? 'outgoing' : 'incoming',
        });
      }
    });
  });
});
