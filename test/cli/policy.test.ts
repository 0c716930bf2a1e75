/** Policies from the command line: looked at, tried, changed, run, and what is parked. */

import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { EXIT } from '../../src/cli/exits.ts';
import { POLICIES } from '../../src/domain/policies/index.ts';
import { refused } from '../app/policies/rules.ts';
import { idOf, startGateway, type TestGateway } from '../gateway/gateway.ts';
import { inside, type Run, rowsIn } from './run.ts';

const DAY = 24 * 60 * 60 * 1000;

let gateway: TestGateway;
let steady = 0;
const policy = (...words: string[]): Promise<Run> => inside(['policy', ...words], gateway.address);

beforeAll(async () => {
  const timing = { steady: () => steady, spreadMs: 0, pauseMs: 1 };
  gateway = await startGateway({ policies: { rules: [...POLICIES, refused('stubborn')], timing } });
  await gateway.app.policies.start();
  for (const n of [1, 2]) {
    await gateway.recorded('CreatePerson', { personId: idOf(n), name: { given: ['Ada'], family: ['Lovelace'] } });
  }
});
afterAll(() => gateway.stop());

describe('person policy', () => {
  it('lists all policies', async () => {
    const { code, out } = await policy('list');
    expect(code).toBe(EXIT.done);
    expect(out.split('\n')[1]).toMatch(
      /^auto-archive +off +0 +0 +0 +Archives persons without activity, after a warning\.$/,
    );
    expect(rowsIn<{ name: string }>((await policy('list', '--json')).out).map(({ name }) => name)).toContain(
      'onboarding',
    );
  });

  it('previews under other settings and at another moment, and nothing happens', async () => {
    const { code, out } = await policy(
      ...['preview', 'auto-archive', 'warning-days=0', 'exempt-tags=vip,board', '--at', '2027-04-01T00:00:00Z'],
    );
    expect(code).toBe(EXIT.done);
    expect(out).toContain(`${idOf(1)}  ArchivePerson  There was no activity for 365 days.`);
    expect(out).toMatch(/It would look at 2 persons, act 2 times, and leave 0 alone with a reason\n$/);
    const [row] = rowsIn<{ acts: number }>((await policy('preview', 'auto-archive', '--json')).out);
    expect(row).toMatchObject({ persons: 2, acts: 0 });
    expect(await gateway.store.lastSequence()).toBe(2);
  });

  it('sets settings, and shows them with who changed them', async () => {
    const set = await policy(
      ...['set', 'auto-archive', 'enabled=true', 'days=40', 'warning-days=0', 'exempt-tags=vip, board'],
      ...['--actor', 'ann', '--reason', 'As agreed'],
    );
    expect([set.code, set.out]).toEqual([EXIT.done, 'auto-archive is on, in version 1\n']);
    expect((await policy('set', 'auto-archive', 'exempt-tags=-', 'statuses=')).code).toBe(EXIT.done);
    const { out } = await policy('show', 'auto-archive');
    expect(out).toMatch(/^auto-archive, on\n/);
    expect(out).toMatch(/^ {2}days +40 +Without activity .* From 1 to 36500 days\. Standard: 365\.$/m);
    expect(out).toMatch(/^ {2}exempt-tags +- +/m);
    expect(out).toMatch(
      /1 {2}2026-03-01 12:00:00 {2}ann {2}enabled=true days=40 .*exempt-tags=vip,board {2}\(As agreed\)$/m,
    );
    const [shown] = rowsIn<{ version: number }>((await policy('show', 'auto-archive', '--json')).out);
    expect(shown?.version).toBe(2);
  });

  it.each([
    [['show', 'nobody'], EXIT.refused, 'There is no policy nobody. See "person policy list".'],
    [['set', 'nobody', 'enabled=true'], EXIT.refused, 'There is no policy nobody. See "person policy list".'],
    [
      ['set', 'auto-archive', 'days=0'],
      EXIT.refused,
      'NUMBER_OUT_OF_RANGE (settings.days): This number is outside its range. "person policy show auto-archive" tells',
    ],
    [['set', 'auto-archive', 'days=soon'], EXIT.refused, 'SETTING_MALFORMED (settings.days): '],
    [['set', 'auto-archive', 'enabled=perhaps'], EXIT.refused, 'SETTING_MALFORMED (settings.enabled): '],
    [['set', 'auto-archive', 'dayz=3'], EXIT.usage, 'There is no setting dayz.'],
    [['set', 'auto-archive', 'days'], EXIT.usage, 'A setting is such as enabled=true, not days.'],
    [['set', 'auto-archive', 'days=3', '--expected-version', '7'], EXIT.later, 'The settings are in version 2.'],
    [['run', 'welcome'], EXIT.refused, 'POLICY_IS_OFF (name): '],
    [['outlook', 'ada'], EXIT.usage, 'An id is a UUID'],
    [['decisions', '--person', 'ada'], EXIT.usage, 'An id is a UUID'],
    [['decisions', '--kind', 'odd'], EXIT.usage, 'It is one of fired'],
    [['decisions', '--policy', 'nobody'], EXIT.usage, 'There is no policy of this name.'],
    [['replay', 'x'], EXIT.refused, 'DECISION_NOT_PARKED (id): '],
    [['drop', 'x', '--reason', 'y'], EXIT.refused, 'DECISION_NOT_PARKED (id): '],
    [['drop', 'x'], EXIT.usage, '--reason'],
  ])('says what is wrong with %j', async (words, code, said) => {
    const run = await policy(...words);
    expect(run.err).toContain(said);
    expect(run.code).toBe(code);
  });

  it('shows what comes for a person, lets a policy run, and tells what it decided', async () => {
    const outlook = await policy('outlook', idOf(1), '--policy', 'auto-archive');
    expect(outlook.out).toBe('auto-archive, on, looks at 2026-04-10 12:00:00\n');
    steady += 41 * DAY;
    gateway.outside.now += 41 * DAY;
    expect((await policy('outlook', idOf(1))).out).toContain(`  ${idOf(1)}  ArchivePerson  `);
    const [all] = rowsIn<object>((await policy('outlook', idOf(1), '--policy', 'auto-archive', '--json')).out);
    expect(all).toMatchObject({ policy: 'auto-archive', enabled: true });
    const run = await policy('run', 'auto-archive', '--json');
    expect(rowsIn(run.out)).toMatchObject([{ persons: 2, parked: 0 }]);
    expect((await policy('run', 'auto-archive')).out).toBe('2 persons looked at: 0 fired, 0 left alone, 0 parked\n');
    const decided = await vi.waitFor(async () => {
      const { out } = await policy('decisions', '--person', idOf(2), '--policy', 'auto-archive', '--kind', 'fired');
      expect(out).toContain('ArchivePerson');
      return out;
    });
    expect(decided).toBe(
      `2026-04-11 12:00:00  fired  auto-archive  ${idOf(2)}  ArchivePerson  There was no activity for 40 days.\n`,
    );
    expect(rowsIn((await policy('decisions', '--first', '1', '--json')).out)).toHaveLength(1);
  });

  it('lists what is parked, has it looked at again, and drops it', async () => {
    await policy('set', 'stubborn', 'enabled=true');
    await gateway.recorded('CreatePerson', { personId: idOf(3), name: { given: ['Ada'], family: ['Lovelace'] } });
    const id = await vi.waitFor(async () => {
      const [row] = rowsIn<{ id: string }>((await policy('parked', '--json')).out);
      expect(row).toBeDefined();
      return row?.id ?? '';
    });
    expect((await policy('parked', '--policy', 'stubborn')).out).toContain(
      `${id}  2026-04-11 12:00:00  parked  stubborn`,
    );
    const again = await policy('replay', id);
    expect([again.code, again.out]).toEqual([EXIT.refused, `${id}  0 fired, 1 parked anew\n`]);
    expect(rowsIn((await policy('replay', id, '--json')).out)).toMatchObject([{ parked: 1 }]);
    expect((await policy('drop', id, '--reason', 'Never mind', '--actor', 'ann')).out).toBe(`${id}  dropped\n`);
    expect((await policy('parked')).out).toBe('');
  });

  it('says when nothing happens by time, and confirms the clock', async () => {
    gateway.outside.now += 10 * DAY;
    await gateway.app.policies.timer.tick();
    expect((await policy('list')).out).toMatch(
      /Nothing happens by time\. The clock jumped forwards .* See "person policy confirm-clock"\.\n$/,
    );
    expect((await policy('confirm-clock')).out).toBe('Policies go by the clock\n');
    expect(rowsIn((await policy('confirm-clock', '--json')).out)).toEqual([{ held: null }]);
  });
});
