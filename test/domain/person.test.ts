/** The rules of a person's own facts: its name, its dates, how others know it, and what else is worth knowing. */

import { describe, expect, it } from 'vitest';
import { FACT_NAMES } from '../../src/domain/person/facts.ts';
import { type AnyCommand, COMMANDS, fold, isPresent, NOUNS, noPerson, nounOf } from '../../src/domain/person/person.ts';
import { given } from '../given.ts';
import {
  archived,
  BOB,
  command,
  created,
  died,
  drafted,
  fact,
  GOOD_COMMANDS,
  item,
  NOON,
  name,
  suspended,
  THINGS,
  TODAY,
} from './examples.ts';

const ada = name('Ada', 'Lovelace');
const nameless = { ...ada, given: [], family: [] };
const born = fact('BirthDateSet', { date: '1985-12-10' });
const setBirthDate = (date: string) => command('SetBirthDate', { date });
const recordDeath = (date: string) => command('RecordDeath', { date });
/** The command as it would be at another moment. */
const at = (moment: number, told: AnyCommand): AnyCommand => ({ ...told, at: moment });

const profileOf = (...facts: Parameters<typeof given>[0]) => {
  const person = fold(facts);
  if (!isPresent(person)) throw new Error('There is nobody');
  return person.core;
};

describe('Creating a person', () => {
  it('records its name and that it is active', () =>
    given([]).when(GOOD_COMMANDS.CreatePerson).thenRecords('PersonCreated', { status: 'active', name: ada }));
  it('records a draft when one is asked for', () =>
    given([])
      .when(command('CreatePerson', { name: ada, draft: true, source: 'import' }))
      .thenRecords('PersonCreated', { status: 'draft', name: ada, source: 'import' }));
  it('needs a given or a family name', () => {
    given([])
      .when(command('CreatePerson', { name: nameless }))
      .thenRefused('NAME_EMPTY', 'name');
    given([])
      .when(command('CreatePerson', { name: { ...nameless, given: ['Ada'] } }))
      .thenRecords('PersonCreated');
    given([])
      .when(command('CreatePerson', { name: { ...nameless, family: ['King'] } }))
      .thenRecords('PersonCreated');
  });
  it('takes a birth date, but none in the future', () => {
    given([])
      .when(command('CreatePerson', { name: ada, birthDate: '2026-03-02' }))
      .thenRecords('PersonCreated', { status: 'active', name: ada, birthDate: '2026-03-02' });
    given([])
      .when(command('CreatePerson', { name: ada, birthDate: '2026-03-03' }))
      .thenRefused('DATE_IN_FUTURE', 'birthDate');
  });
  it('never creates over somebody who is there', () =>
    given([created]).when(GOOD_COMMANDS.CreatePerson).thenRefused('PERSON_EXISTS', 'personId'));
});

describe('Renaming a person', () => {
  const rename = (to: typeof ada) => command('RenamePerson', { name: to, reason: 'marriage' });
  it('records the new name and the one before', () =>
    given([created])
      .when(rename(name('Ada', 'King')))
      .thenRecords('PersonRenamed', { name: name('Ada', 'King'), before: ada, reason: 'marriage' }));
  it('to the name it has records nothing', () =>
    given([created])
      .when(rename(name('Ada', 'Lovelace')))
      .thenNothing());
  it('to no name is refused', () => given([created]).when(rename(nameless)).thenRefused('NAME_EMPTY', 'name'));
});

describe('The birth date', () => {
  it('is set once', () => {
    given([created]).when(setBirthDate('1985-12-10')).thenRecords('BirthDateSet', { date: '1985-12-10' });
    given([created, born]).when(setBirthDate('1985-12-11')).thenRefused('BIRTH_DATE_ALREADY_SET', 'date');
    given([created, born]).when(setBirthDate('1985-12-10')).thenNothing();
  });
  it('is set when the person was created with it', () =>
    given([fact('PersonCreated', { status: 'active', name: ada, birthDate: '1985-12-10' })])
      .when(setBirthDate('1985-12-11'))
      .thenRefused('BIRTH_DATE_ALREADY_SET', 'date'));
  it('may be today, and tomorrow where it is tomorrow somewhere on earth', () => {
    given([created]).when(setBirthDate(TODAY)).thenRecords('BirthDateSet');
    given([created]).when(setBirthDate('2026-03-02')).thenRecords('BirthDateSet');
    given([created]).when(setBirthDate('2026-03-03')).thenRefused('DATE_IN_FUTURE', 'date');
  });
  it('may be tomorrow from the hour on at which it is tomorrow in the earliest time zone, fourteen hours ahead', () => {
    const tenOClock = Date.UTC(2026, 2, 1, 10);
    given([created])
      .when(at(tenOClock - 1, setBirthDate('2026-03-02')))
      .thenRefused('DATE_IN_FUTURE', 'date');
    given([created])
      .when(at(tenOClock, setBirthDate('2026-03-02')))
      .thenRecords('BirthDateSet');
  });
  it('does not lie after the death, where a history has the one without the other', () => {
    const revived = [created, died, fact('PersonReactivated', {})];
    given(revived).when(setBirthDate('2026-02-02')).thenRefused('BIRTH_AFTER_DEATH', 'date');
    given(revived).when(setBirthDate('2026-02-01')).thenRecords('BirthDateSet');
  });
});

describe('The death', () => {
  it('is recorded with its date and certificate', () =>
    given([created])
      .when(command('RecordDeath', { date: '2026-02-01', certificate: 'C-1' }))
      .thenRecords('DeathRecorded', { date: '2026-02-01', certificate: 'C-1' }));
  it('does not lie before the birth', () => {
    given([created, born]).when(recordDeath('1985-12-09')).thenRefused('DEATH_BEFORE_BIRTH', 'date');
    given([created, born]).when(recordDeath('1985-12-10')).thenRecords('DeathRecorded');
  });
  it('does not lie in the future', () => {
    given([created]).when(recordDeath('2026-03-02')).thenRecords('DeathRecorded');
    given([created]).when(recordDeath('2026-03-03')).thenRefused('DATE_IN_FUTURE', 'date');
  });
  it('is recorded once', () => {
    given([created, died]).when(recordDeath('2026-02-01')).thenNothing();
    given([created, died]).when(recordDeath('2026-01-31')).thenRefused('DEATH_ALREADY_RECORDED', 'date');
  });
});

describe('The status of a person', () => {
  it('comes with the reason that was given, and goes with it', () => {
    expect(profileOf(created, suspended)).toMatchObject({ status: 'suspended', statusReason: 'on leave' });
    expect(profileOf(created, archived)).toMatchObject({ status: 'archived', statusReason: 'left' });
    const back = profileOf(created, suspended, fact('PersonReactivated', {}));
    expect(back.status).toBe('active');
    expect(back).not.toHaveProperty('statusReason');
  });
  it('is never given to somebody who was never created', () => expect(fold([suspended, died])).toEqual(noPerson()));
  it('stays when somebody is created a second time', () =>
    expect(profileOf(drafted, created)).toMatchObject({ status: 'draft', createdAt: NOON }));
});

describe('An identity', () => {
  const link = (system: string, value: string, kind?: string) =>
    command('LinkIdentity', { system, value, ...(kind === undefined ? {} : { kind }) });
  it('is linked once', () => given([created, THINGS.identity]).when(link('library', '42')).thenNothing());
  it('is linked anew when it is of another kind', () => {
    given([created, THINGS.identity])
      .when(link('library', '42', 'primary'))
      .thenRecords('IdentityLinked');
    const twice = profileOf(created, THINGS.identity, fact('IdentityLinked', { system: 'LIBRARY', value: '42' }));
    expect([...twice.identities.values()]).toEqual([{ system: 'LIBRARY', value: '42' }]);
  });
  it('is the same in whatever case its system is written, but not its value', () => {
    const linked = [created, fact('IdentityLinked', { system: 'library', value: 'a' })];
    given(linked)
      .when(command('UnlinkIdentity', { system: 'LIBRARY', value: 'a' }))
      .thenRecords('IdentityUnlinked');
    given(linked)
      .when(command('UnlinkIdentity', { system: 'library', value: 'A' }))
      .thenRefused('IDENTITY_NOT_LINKED', 'value');
  });
  it('is gone once it is unlinked', () => {
    const unlinked = fact('IdentityUnlinked', { system: 'Library', value: '42' });
    given([created, THINGS.identity, unlinked])
      .when(GOOD_COMMANDS.UnlinkIdentity)
      .thenRefused('IDENTITY_NOT_LINKED', 'value');
  });
});

describe('A tag', () => {
  it('is the same in whatever case', () => {
    given([created, THINGS.tag])
      .when(command('AddTag', { tag: 'PIONEER' }))
      .thenNothing();
    given([created, THINGS.tag])
      .when(command('RemoveTag', { tag: 'Pioneer' }))
      .thenRecords('TagRemoved', { tag: 'Pioneer' });
    expect(profileOf(created, THINGS.tag, fact('TagRemoved', { tag: 'Pioneer' })).tags.size).toBe(0);
  });
  it('that the person has not is off already', () =>
    given([created])
      .when(command('RemoveTag', { tag: 'pioneer' }))
      .thenNothing());
});

describe('An attribute', () => {
  const { data: height } = THINGS.attribute;
  const has = [created, THINGS.attribute];
  it('has one value from one date on; another value takes its place and keeps its id', () =>
    given(has)
      .when(command('SetAttribute', { ...height, attributeId: item(20), value: 166 }))
      .thenRecords('AttributeSet', { ...height, value: 166 }));
  it('with the same value records nothing, whatever its id', () =>
    given(has)
      .when(command('SetAttribute', { ...height, attributeId: item(20) }))
      .thenNothing());
  it('is replaced as a whole: what the new value leaves out is gone', () => {
    const { unit: _, ...bare } = height;
    given(has).when(command('SetAttribute', bare)).thenRecords('AttributeSet', bare);
    expect([...profileOf(...has, fact('AttributeSet', bare)).attributes.live.values()]).toEqual([bare]);
  });
  it('has another value from another date on', () => {
    const later = { ...height, attributeId: item(20), value: 164, validFrom: '2020-01-01' };
    given(has).when(command('SetAttribute', later)).thenRecords('AttributeSet', later);
  });
  it('under an id that is known takes the name it is given', () => {
    const renamed = { ...height, name: 'stature' };
    given(has).when(command('SetAttribute', renamed)).thenRecords('AttributeSet', renamed);
  });
  it('keeps one value under a name, even when the id is that of another attribute', () => {
    const eyes = { ...height, attributeId: item(20), name: 'eyes', value: 'brown' };
    given([...has, fact('AttributeSet', eyes)])
      .when(command('SetAttribute', { ...height, attributeId: item(20), value: 170 }))
      .thenRecords('AttributeSet', { ...height, value: 170 });
  });
  it('does not cease to hold before it begins to', () => {
    const span = (validFrom: string, validUntil: string) =>
      command('SetAttribute', { ...height, validFrom, validUntil });
    given([created]).when(span('2020-01-02', '2020-01-01')).thenRefused('VALIDITY_REVERSED', 'validUntil');
    given([created]).when(span('2020-01-01', '2020-01-01')).thenRecords('AttributeSet');
  });
  it('is invalidated once, and only when it was there', () => {
    const gone = fact('AttributeInvalidated', { attributeId: height.attributeId });
    given(has).when(GOOD_COMMANDS.InvalidateAttribute).thenRecords('AttributeInvalidated');
    given([...has, gone])
      .when(GOOD_COMMANDS.InvalidateAttribute)
      .thenNothing();
    given([created]).when(GOOD_COMMANDS.InvalidateAttribute).thenRefused('ATTRIBUTE_NOT_FOUND', 'attributeId');
    given([...has, gone])
      .when(command('SetAttribute', height))
      .thenRecords('AttributeSet', height);
  });
});

describe('The words of the domain', () => {
  it('are the same lists of commands wherever they are listed', () => {
    const listed = NOUNS.flatMap((noun) => COMMANDS[noun]);
    expect([...listed].sort()).toEqual(Object.keys(GOOD_COMMANDS).sort());
    for (const noun of NOUNS) for (const each of COMMANDS[noun]) expect(nounOf(each)).toBe(noun);
  });
  it('name each fact once', () => expect(new Set(FACT_NAMES).size).toBe(FACT_NAMES.length));
});

it('A command to somebody who is not there is refused, whoever else is concerned', () =>
  given([], [created])
    .when(command('MergePersons', { targetId: BOB }))
    .thenRefused('PERSON_NOT_FOUND', 'personId'));

describe('A note', () => {
  const { data: note } = THINGS.note;
  const has = [created, THINGS.note];
  const add = (data: object) => command('AddNote', { ...note, ...data });
  it('is there once for its kind, its code and what it is about', () => {
    given(has)
      .when(add({ noteId: item(40) }))
      .thenNothing();
    given(has)
      .when(add({ noteId: item(40), text: 'See the letter' }))
      .thenRefused('NOTE_EXISTS', 'noteId');
    given(has)
      .when(add({ noteId: item(40), field: 'name' }))
      .thenRecords('NoteAdded');
  });
  it('without a code is one of many', () => {
    const { code: _, ...bare } = note;
    given([created, fact('NoteAdded', bare)])
      .when(command('AddNote', { ...bare, noteId: item(40) }))
      .thenRecords('NoteAdded');
  });
  it('is known by its id', () => {
    given(has)
      .when(add({ code: 'OTHER' }))
      .thenRefused('NOTE_EXISTS', 'noteId');
    given(has)
      .when(command('ResolveNote', { noteId: item(40) }))
      .thenRefused('NOTE_NOT_FOUND', 'noteId');
  });
  it('that was resolved is resolved, and may come up again under another id', () => {
    const resolved = [...has, fact('NoteResolved', { noteId: note.noteId })];
    expect([...profileOf(...resolved).notes.live.values()]).toEqual([]);
    given(resolved)
      .when(command('ResolveNote', { noteId: note.noteId }))
      .thenNothing();
    given(resolved)
      .when(add({ noteId: item(40) }))
      .thenRecords('NoteAdded');
  });
});

describe('A message', () => {
  const { data: message } = THINGS.message;
  it('is asked for once under its id', () => {
    given([created, THINGS.message]).when(command('RequestMessage', message)).thenNothing();
    given([created, THINGS.message])
      .when(command('RequestMessage', { ...message, template: 'birthday' }))
      .thenRefused('MESSAGE_EXISTS', 'messageId');
  });
});
