/** The judge of the crash test: it says nothing of histories that are right, and names what is wrong with the others. */

import { describe, expect, it } from 'vitest';
import { faultsOf, type Standing, viewFaults } from './checker.ts';
import { addTag, mergePersons, removeTag } from './commands.ts';
import { ADA, aStory, BOB, cidOf, kindsOf, NOT_ANSWERED, positionOf, REFUSED, recorded, toldOf } from './histories.ts';
import type { Answer } from './journal.ts';

describe('a history that is right', () => {
  it('has no faults', async () => {
    const story = await aStory();
    const tag = await story.taken('tag', addTag(ADA, 'red'));
    story.answers(tag, recorded(toldOf(tag), true));
    await story.taken('untag', removeTag(ADA, 'red'));
    await story.taken('merge', mergePersons(ADA, BOB));
    story.answers(story.sends('late', addTag(ADA, 'blue')), REFUSED);
    expect(await faultsOf(story.sent, story.log)).toEqual([]);
  });

  it('may have recorded what nobody answered for, or not', async () => {
    const story = await aStory();
    const landed = story.sends('landed', addTag(ADA, 'red'));
    await story.writes(landed);
    for (const sent of [landed, story.sends('sunk', addTag(ADA, 'blue'))]) {
      story.answers(sent, NOT_ANSWERED);
      story.answers(sent, { kind: 'unsettled' });
    }
    expect(await faultsOf(story.sent, story.log)).toEqual([]);
  });

  it('may have recorded what was refused first, when it was asked for again without an answer', async () => {
    const story = await aStory();
    const tag = story.sends('tag', addTag(ADA, 'red'));
    story.answers(tag, REFUSED);
    story.answers(tag, NOT_ANSWERED);
    await story.writes(tag);
    expect(await faultsOf(story.sent, story.log)).toEqual([]);
  });

  it('may have one of two inputs that were sent under one command id', async () => {
    const story = await aStory();
    await story.taken('tag', addTag(ADA, 'red'));
    story.answers(story.sends('tag', addTag(ADA, 'blue')), { kind: 'refused', code: 'COMMAND_ID_REUSED' });
    expect(await faultsOf(story.sent, story.log)).toEqual([]);
  });
});

describe('what was acknowledged', () => {
  it('is lost when it is not in the log', async () => {
    const story = await aStory();
    await story.taken('tag', addTag(ADA, 'red'));
    story.log.pop();
    expect(await kindsOf(story)).toEqual(['lost']);
  });

  it('is lost when another event is in its place', async () => {
    const story = await aStory();
    const [tag] = await story.writes(story.sends('tag', addTag(ADA, 'red')));
    const other = story.sends('other', addTag(ADA, 'red'));
    story.answers(other, recorded([{ ...tag!, commandId: 'other', cid: await cidOf(new Uint8Array()) }]));
    expect(await kindsOf(story)).toEqual(['lost']);
  });

  it.each([
    ['position', { position: positionOf(2) }],
    ['version', { version: 7 }],
  ])('is moved when its %s is another one', async (_, wrong) => {
    const story = await aStory();
    const tag = story.sends('tag', addTag(ADA, 'red'));
    const [told] = await story.writes(tag);
    story.answers(tag, recorded([{ ...told!, ...wrong }]));
    expect(await kindsOf(story)).toEqual(['moved']);
  });
});

describe('an answer', () => {
  it('is another one when the command is repeated', async () => {
    const story = await aStory();
    const tag = await story.taken('tag', addTag(ADA, 'red'));
    const other = await story.taken('other', addTag(ADA, 'blue'));
    tag.tries.push(...other.tries);
    expect(await faultsOf(story.sent, story.log)).toContainEqual({
      kind: 'answer',
      what: 'tag was told of different events when it was repeated',
    });
  });

  it.each<[string, Answer]>([
    ['refused', REFUSED],
    ['contended', { kind: 'contended' }],
    ['already so', recorded([])],
  ])('is %s when the command is repeated', async (_, answer) => {
    const story = await aStory();
    story.answers(await story.taken('tag', addTag(ADA, 'red')), answer);
    expect(await kindsOf(story)).toEqual(['answer']);
  });

  it('tells of what another command did', async () => {
    const story = await aStory();
    const tag = await story.taken('tag', addTag(ADA, 'red'));
    story.sends('tag', addTag(ADA, 'blue')).tries.push(...tag.tries);
    expect(await kindsOf(story)).toEqual(['answer']);
  });

  it('keeps one of its events back', async () => {
    const story = await aStory();
    const merge = story.sends('merge', mergePersons(ADA, BOB));
    const [, target] = await story.writes(merge);
    story.answers(merge, recorded([target!]));
    expect(await kindsOf(story)).toEqual(['answer']);
  });

  it('has a position that is not that of its events', async () => {
    const story = await aStory();
    const tag = story.sends('tag', addTag(ADA, 'red'));
    story.answers(tag, { ...recorded(await story.writes(tag)), position: positionOf(1) });
    expect(await kindsOf(story)).toEqual(['answer']);
  });

  it('has a position of another log', async () => {
    const story = await aStory();
    const tag = story.sends('tag', addTag(ADA, 'red'));
    story.answers(tag, { ...recorded(await story.writes(tag)), position: positionOf(5, 'other') });
    expect(await kindsOf(story)).toEqual(['answer']);
  });
});

describe('projections', () => {
  const standing: Standing = { name: 'network', sequence: 5, lag: 0, eventsApplied: 5, digest: 'a', gaps: 0 };

  it('are right when they are the same as afresh, and have read everything', () => {
    expect(viewFaults([standing], [standing], 5)).toEqual([]);
  });

  it.each([
    ['know something else', { digest: 'b' }],
    ['lag behind', { sequence: 4, lag: 1 }],
    ['left out an event', { eventsApplied: 4 }],
    ['saw a gap', { gaps: 1 }],
    ['are others', { name: 'search' }],
  ])('are wrong when they %s', (_, wrong) => {
    expect(viewFaults([{ ...standing, ...wrong }], [standing], 5)).not.toEqual([]);
    expect(viewFaults([standing], [{ ...standing, ...wrong }], 5)).not.toEqual([]);
  });

  it('are wrong when there are none', () => {
    expect(viewFaults([], [], 5)).not.toEqual([]);
  });
});
