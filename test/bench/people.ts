/** Made-up events, as many as wanted, chained like real ones. */

import type { Write } from '../../src/app/ports.ts';
import { codec } from '../../src/codec/codec.ts';
import type { CommandId, PersonId } from '../../src/domain/ids.ts';
import type { Event } from '../../src/domain/message.ts';

const GIVEN = ['Ada', 'Charles', 'Mary', 'Luigi', 'Grace', 'Alan', 'Hedy', 'Edsger'];
const FAMILY = ['Lovelace', 'Babbage', 'Somerville', 'Menabrea', 'Hopper', 'Turing', 'Lamarr', 'Dijkstra'];
const SKILLS = ['Mathematics', 'Poetry', 'Engines', 'Notes', 'Logic', 'Radio', 'Graphs', 'Compilers'];

const uuid = (n: number) => `01890a5d-ac96-774b-bcce-${n.toString(16).padStart(12, '0')}`;

/** Events of one person: created, then an email, a phone, skills and so on. */
export function lifeOf(n: number, events: number): Event[] {
  const personId = uuid(n) as PersonId;
  const life: Event[] = [];
  let prev: string | null = null;
  for (let at = 0; at < events; at += 1) {
    const [type, data] = eventOf(n, at);
    const meta = {
      commandId: `made-up:${n}:${at}` as CommandId,
      inputDigest: '00112233445566778899aabbccddeeff',
      cause: null,
      correlationId: `made-up:${n}`,
      actor: 'bench',
      source: 'bench',
    };
    const event: Event = {
      personId,
      type,
      data,
      version: codec.versionOf(type),
      n: at + 1,
      prev,
      at: 1_780_000_000_000 + at,
      meta,
    };
    prev = codec.seal(event).cid;
    life.push(event);
  }
  return life;
}

function eventOf(n: number, at: number): [string, object] {
  const given = GIVEN[n % 8] ?? '';
  const family = `${FAMILY[(n >> 3) % 8]}${n % 997}`;
  if (at === 0) {
    return [
      'PersonCreated',
      {
        status: 'active',
        name: { given: [given], family: [family], prefixes: [], suffixes: [], convention: 'western' },
      },
    ];
  }
  if (at === 1)
    return [
      'EmailAdded',
      {
        emailId: uuid(n * 64 + 1),
        address: `${given}.${family}@example.org`.toLowerCase(),
        kind: 'work',
        primary: true,
      },
    ];
  if (at === 2) {
    return [
      'EmploymentAdded',
      {
        employmentId: uuid(n * 64 + 2),
        organization: `Works ${n % 100}`,
        role: 'Engineer',
        employmentType: 'full_time',
        start: '2020-01-01',
      },
    ];
  }
  return ['SkillAdded', { name: `${SKILLS[(n + at) % 8]} ${at}`, category: 'Science', proficiency: 'advanced' }];
}

/** Writes of the events at one place of many lives, to be appended together: at most one per person. */
export function writesOf(
  lives: readonly (readonly Event[])[],
  at: number,
  after: ReadonlyMap<string, number>,
): Write[] {
  return lives.flatMap((life) => {
    const event = life[at];
    if (event === undefined) return [];
    const { cid, bytes } = codec.seal(event);
    const { personId, type, meta } = event;
    return { personId, commandId: meta.commandId, cid, bytes, type, noun: 'person', after: after.get(personId) ?? 0 };
  });
}
