/** The relay over a row in memory that can be overtaken, silent and full, as the outside can be. */

import { describe, expect, it, onTestFinished } from 'vitest';
import type { Recorded } from '../../src/domain/message.ts';
import { LETTER_BYTES_MAX, Outbox } from '../../src/integration/outbox.ts';
import type { Letter, Outlet, Posted, RowEnd } from '../../src/integration/ports.ts';
import { aWorld, create, order, person, tag, type World } from '../app/world.ts';
import { command } from '../domain/examples.ts';
import { until } from '../nats/servers.ts';

class Row implements Outlet {
  readonly letters: Letter[] = [];
  /** What becomes of the next posts; those after them go through. */
  readonly next: ((real: () => Posted) => Posted)[] = [];
  posts = 0;

  async end(): Promise<RowEnd> {
    return { sequence: this.letters.length, id: this.letters.at(-1)?.id ?? null };
  }

  async post(letters: readonly Letter[], after: number): Promise<Posted> {
    this.posts += 1;
    const real = (): Posted => {
      if (after !== this.letters.length) return { kind: 'overtaken' };
      this.letters.push(...letters);
      return { kind: 'posted', sequence: this.letters.length };
    };
    return (this.next.shift() ?? ((go) => go()))(real);
  }
}

const SILENCE: Posted = { kind: 'unavailable', reason: 'no answer' };

function relay(
  world: World,
  row: Row,
  read: (events: readonly (Recorded | null)[]) => readonly (Recorded | null)[] = (e) => e,
): Outbox {
  const { app } = world;
  const outbox = new Outbox({
    outlet: row,
    reader: {
      read: async (sequences) => read(await app.reader.read(sequences)),
      byCid: (cid) => app.reader.byCid(cid),
    },
    projector: app.projector,
    lastSequence: () => app.feed.lastSequence(),
    from: 'beginning',
    standByMs: 20,
  });
  outbox.start();
  onTestFinished(() => outbox.stop());
  return outbox;
}

const typesIn = ({ letters }: Row) =>
  letters.filter(({ subject }) => subject.startsWith('cim.')).map(({ subject }) => subject.split('.')[3]);

describe('The relay', () => {
  it.each([
    [
      'was put there without an answer',
      (real: () => Posted) => {
        real();
        return SILENCE;
      },
    ],
    ['was not put there', () => SILENCE],
  ])('goes on rightly after a silence in which what was meant %s', async (_, meddling) => {
    const world = aWorld();
    const row = new Row();
    row.next.push(meddling);
    relay(world, row);
    await world.record(create(person(1)));
    await world.record(tag(person(1), 'a'));
    await until('both are out', () => typesIn(row).length === 2);
    expect(typesIn(row)).toEqual(['PersonCreated', 'TagAdded']);
  });

  it('stands by when it was overtaken, and takes over when the row stands still', async () => {
    const world = aWorld();
    const row = new Row();
    row.next.push(() => ({ kind: 'overtaken' }));
    const outbox = relay(world, row);
    await world.record(create(person(1)));
    await until('it stands by', () => !outbox.status.leads);
    await until('it takes over', () => typesIn(row).length === 1);
    expect(outbox.status).toMatchObject({ leads: true, lag: 0, lastError: null });
  });

  it('puts many events out together', async () => {
    const world = aWorld();
    for (let n = 1; n <= 30; n += 1) await world.record(create(person(n)));
    const row = new Row();
    relay(world, row);
    await until('all are out', () => typesIn(row).length === 30);
    expect(row.posts).toBe(1);
  });

  it('does not pass over what only a newer program knows, and says so', async () => {
    const world = aWorld();
    await world.record(create(person(1)));
    await world.record(tag(person(1), 'a'));
    const row = new Row();
    const outbox = relay(world, row, (events) =>
      events.map((event) => (event?.type === 'TagAdded' ? { ...event, known: false } : event)),
    );
    await until('it says so', () => outbox.status.lastError !== null);
    expect(outbox.status.lastError).toBe('Event 2 is newer than this program. Upgrade the gateway');
    expect(typesIn(row)).toEqual(['PersonCreated']);
  });

  it('passes over what cannot be believed, and counts it', async () => {
    const world = aWorld();
    for (const n of [1, 2, 3]) await world.record(create(person(n)));
    const row = new Row();
    const outbox = relay(world, row, (events) => events.map((event) => (event?.sequence === 2 ? null : event)));
    await until('the others are out', () => typesIn(row).length === 2);
    expect(outbox.status.skipped).toBe(1);
  });

  it('sends what is too large for a message without its data', async () => {
    const world = aWorld();
    await world.record(create(person(1)));
    await world.record(
      order(command('AddSkill', { name: 'x', category: 'y', proficiency: 'expert' }, person(1)), 'skill'),
    );
    const row = new Row();
    const huge = 'x'.repeat(LETTER_BYTES_MAX);
    relay(world, row, (events) =>
      events.map((event) => (event?.type === 'SkillAdded' ? { ...event, data: { name: huge } } : event)),
    );
    await until('both are out', () => typesIn(row).length === 2);
    const sent = JSON.parse(Buffer.from(row.letters.at(-1)!.bytes).toString()) as object;
    expect(sent).toMatchObject({ type: 'SkillAdded', n: 2, data: {}, dataOmitted: true });
  });

  it('does not go on after a row of another log', async () => {
    const world = aWorld();
    await world.record(create(person(1)));
    const row = new Row();
    row.letters.push({
      id: 'bafyreigdyrzt5sfp7udm7hu76uh7y26nf3efuylqabf3oclgtqy55fbzdi',
      subject: 'cim.x',
      bytes: Buffer.from('{}'),
    });
    const outbox = relay(world, row);
    await until('it says so', () => outbox.status.lastError !== null);
    expect(outbox.status.lastError).toContain('it belongs to another one');
    expect(row.posts).toBe(0);
  });
});
