/** What the judge of the crash test says of a log that is not as it should be. */

import { describe, expect, it } from 'vitest';
import { faultsOf } from './checker.ts';
import { addTag, createPerson, mergePersons, removeTag } from './commands.ts';
import {
  ADA,
  aStory,
  BOB,
  bytesOf,
  cidOf,
  kindsOf,
  NOT_ANSWERED,
  REFUSED,
  recorded,
  Story,
  toldOf,
} from './histories.ts';
import type { Answer } from './journal.ts';

describe('the log', () => {
  it('has an event twice', async () => {
    const story = await aStory();
    const tag = await story.taken('tag', addTag(ADA, 'red'));
    await story.taken('untag', removeTag(ADA, 'red'));
    await story.writes(tag);
    expect(await kindsOf(story)).toEqual(['doubled', 'phantom']);
  });

  it('has an event that nobody sent', async () => {
    const story = await aStory();
    await story.taken('tag', addTag(ADA, 'red'));
    story.sent.pop();
    expect(await kindsOf(story)).toEqual(['phantom']);
  });

  it('has another event than was sent', async () => {
    const story = await aStory();
    await story.writes(story.sends('tag', addTag(ADA, 'red')));
    story.sent.pop();
    story.sends('tag', addTag(ADA, 'blue'));
    expect(await kindsOf(story)).toEqual(['phantom']);
  });

  it.each<[string, Answer]>([
    ['refused', REFUSED],
    ['contended', { kind: 'contended' }],
    ['busy', { kind: 'busy' }],
    ['already so', recorded([])],
  ])('has what was answered as %s', async (_, answer) => {
    const story = await aStory();
    const tag = story.sends('tag', addTag(ADA, 'red'));
    await story.writes(tag);
    story.answers(tag, answer);
    expect(await kindsOf(story)).toEqual(['denied']);
  });

  it('has what was refused after a request without an answer', async () => {
    const story = await aStory();
    const tag = story.sends('tag', addTag(ADA, 'red'));
    await story.writes(tag);
    story.answers(tag, NOT_ANSWERED);
    story.answers(tag, REFUSED);
    expect(await kindsOf(story)).toEqual(['denied']);
  });

  it('has half of what concerns two persons', async () => {
    const story = await aStory();
    await story.writes(story.sends('merge', mergePersons(ADA, BOB)), 1);
    expect(await faultsOf(story.sent, story.log)).toEqual([
      { kind: 'half', what: 'the batch batch of merge has no end' },
      { kind: 'half', what: 'merge has 1 of its 2 events in the log' },
    ]);
  });

  it('has half of what is taken together', async () => {
    const story = await aStory();
    await story.writes(story.sends('a', addTag(ADA, 'red'), 'both'));
    story.sends('b', addTag(BOB, 'red'), 'both');
    expect(await kindsOf(story)).toEqual(['half']);
  });

  it('has a batch with something else in between', async () => {
    const story = await aStory();
    const [first, second] = story.log.splice(-2);
    await story.taken('tag', addTag(BOB, 'red'));
    const [between] = story.log.splice(-1);
    story.log.push(...[first!, between!, second!].map((each, at) => ({ ...each, sequence: 3 + at })));
    expect(await kindsOf(story)).toContain('half');
  });

  it('lacks a sequence', async () => {
    const story = await aStory();
    story.log.push({ ...story.log.pop()!, sequence: 5 });
    expect(await kindsOf(story)).toContain('gap');
  });

  it.each([
    ['left out', 9],
    ['there twice', 2],
  ])('has a number of a person %s', async (_, n) => {
    const story = await aStory();
    const { cid: prev } = toldOf(story.sent[2]!)[0]!;
    story.sends('tag', addTag(ADA, 'red'));
    await story.puts({ personId: ADA, commandId: 'tag', type: 'TagAdded', data: { tag: 'red' }, n, prev });
    expect(await kindsOf(story)).toEqual(['gap']);
  });

  it('has two events that follow the same one', async () => {
    const story = await aStory();
    const { cid: prev } = toldOf(story.sent[0]!)[0]!;
    story.sends('tag', addTag(ADA, 'red'));
    await story.puts({ personId: ADA, commandId: 'tag', type: 'TagAdded', data: { tag: 'red' }, n: 3, prev });
    expect(await kindsOf(story)).toEqual(['link']);
  });

  it.each<[string, (story: Story) => Promise<object>]>([
    ['other bytes than its CID says', async () => ({ bytes: bytesOf(block('Eve')) })],
    ['bytes that are no DAG-CBOR', () => claiming(Uint8Array.of(0xff))],
    ['bytes that are not canonical', () => claiming(Uint8Array.of(0xa1, 0x61, 0x76, 0x18, 0x01))],
    ['a block without its keys', () => claiming(Uint8Array.of(0xa0))],
    ['a block under the subject of another person', async () => ({ subject: `cim.person.event.${BOB}` })],
  ])('has %s', async (_, wrong) => {
    const story = new Story();
    await story.writes(story.sends('create-ada', createPerson(ADA, 'Ada')));
    Object.assign(story.log[0]!, await wrong(story));
    expect(await kindsOf(story)).toEqual(['bytes']);
  });

  it.each([
    ['a person that is there already', createPerson(ADA, 'Eve')],
    ['a tag that is there already', addTag(ADA, 'red')],
    ['a tag taken away that is not there', removeTag(ADA, 'blue')],
    ['something about somebody who is not there', addTag('01890a5d-ac96-774b-bcce-000000000003', 'red')],
  ])('has %s', async (_, meant) => {
    const story = await aStory();
    await story.taken('tag', addTag(ADA, 'red'));
    await story.taken('unlawful', meant);
    expect(await kindsOf(story)).toEqual(['law']);
  });

  it('has something about a person after a merge', async () => {
    const story = await aStory();
    await story.taken('merge', mergePersons(ADA, BOB));
    await story.taken('late', addTag(ADA, 'red'));
    expect(await kindsOf(story)).toEqual(['law']);
  });
});

function block(given: string) {
  const data = { name: { given: [given] } };
  return { personId: ADA, commandId: 'create-ada', type: 'PersonCreated', data, n: 1, prev: null };
}

async function claiming(bytes: Uint8Array): Promise<object> {
  return { bytes, headers: { Cid: await cidOf(bytes) } };
}
