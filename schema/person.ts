/** The person: type, queries. */

import { summarize } from '../projections/directory.ts';
import type { Until } from '../src/app/log-reader.ts';
import type { PersonId } from '../src/domain/ids.ts';
import {
  ATTRIBUTE_KINDS,
  type Attribute,
  CONFIDENCES,
  type Identity,
  PERSON_STATUSES,
} from '../src/domain/person/messages.ts';
import {
  displayName,
  NAME_STYLES,
  NAMING_CONVENTIONS,
  type PersonName,
  styledName,
} from '../src/domain/person/name.ts';
import type { GraphQLContext } from './builder.ts';
import { badArgument } from './errors.ts';
import type { Kit } from './kit.ts';
import { currentPerson, domainPerson, findPerson, type PersonSource, pastPerson, todayOf } from './person-source.ts';
import { dateTimeIn, personIdIn, readFromLog, sequenceIn } from './reading.ts';
import { availableTo, type RefusalTypes } from './refusal.ts';

export function registerPerson(kit: Kit, { availableCommand }: RefusalTypes): void {
  const { builder, person } = kit;
  const status = kit.words(
    'PersonStatus',
    PERSON_STATUSES.filter((word) => word !== 'absent'),
  );
  const name = registerName(kit);
  const identity = builder.objectRef<Identity>('Identity').implement({
    description: 'What another system knows the person by.',
    fields: (t) => ({
      system: t.exposeString('system'),
      value: t.exposeString('value'),
      kind: t.exposeString('kind', { nullable: true }),
    }),
  });
  const attribute = registerAttribute(kit);
  const summary = registerSummary(kit);

  person.implement({
    description: 'A person, as it is or as it was.',
    interfaces: [kit.node],
    isTypeOf: (value) => typeof value === 'object' && value !== null && 'profile' in value,
    fields: (t) => ({
      id: t.exposeID('id'),
      version: t.exposeInt('version', { description: 'Number of events that made it what it is.' }),
      head: t.expose('head', { type: 'CID', description: 'CID of the last of them.' }),
      status: t.field({ type: status, resolve: ({ profile }) => profile.status as never }),
      statusSince: t.field({ type: 'DateTime', resolve: ({ profile }) => profile.statusSince }),
      statusReason: t.string({ nullable: true, resolve: ({ profile }) => profile.statusReason ?? null }),
      name: t.field({ type: name, resolve: ({ profile }) => profile.name }),
      birthDate: t.field({ type: 'Date', nullable: true, resolve: ({ profile }) => profile.birthDate ?? null }),
      deathDate: t.field({ type: 'Date', nullable: true, resolve: ({ profile }) => profile.deathDate ?? null }),
      mergedInto: t.field({
        type: person,
        nullable: true,
        description: 'Whom the person was merged into.',
        resolve: ({ profile }, _, { app }) =>
          profile.mergedInto === undefined ? null : findPerson(app, profile.mergedInto),
      }),
      source: t.string({
        nullable: true,
        description: 'Where it comes from, as said when it was created.',
        resolve: ({ profile }) => profile.source ?? null,
      }),
      createdAt: t.field({ type: 'DateTime', resolve: ({ profile }) => profile.createdAt }),
      updatedAt: t.field({ type: 'DateTime', resolve: ({ lastActivityAt }) => lastActivityAt }),
      identities: t.field({ type: [identity], resolve: ({ profile }) => [...profile.identities.values()] }),
      tags: t.stringList({ resolve: ({ profile }) => [...profile.tags.values()] }),
      attributes: t.field({ type: [attribute], resolve: ({ profile }) => [...profile.attributes.live.values()] }),
      summary: t.field({ type: summary, resolve: summaryOf }),
      availableCommands: t.field({
        type: [availableCommand],
        description: 'Every command, with what would become of it now.',
        resolve: (source) => [...availableTo(domainPerson(source))],
      }),
    }),
  });

  registerQueries(kit);
}

function summaryOf(source: PersonSource, _: unknown, { app, now }: GraphQLContext) {
  const own = [...source.relationships.relationships.live.values()].filter((each) => each.status !== 'ended').length;
  const relationshipCount = source.until === null ? app.views.network.edges(source.number).length : own;
  return summarize(
    {
      ...source,
      contactInfo: source.contactInfo,
      relationships: source.relationships,
      skills: source.skills,
      relationshipCount,
    },
    todayOf(source, now),
  );
}

function registerName({ builder, words }: Kit) {
  const convention = words('NamingConvention', NAMING_CONVENTIONS);
  const style = words('NameStyle', NAME_STYLES);
  return builder.objectRef<PersonName>('PersonName').implement({
    fields: (t) => ({
      given: t.stringList({ resolve: ({ given }) => given }),
      family: t.stringList({ resolve: ({ family }) => family }),
      patronymic: t.exposeString('patronymic', { nullable: true }),
      matronymic: t.exposeString('matronymic', { nullable: true }),
      nickname: t.exposeString('nickname', { nullable: true }),
      prefixes: t.stringList({ resolve: ({ prefixes }) => prefixes }),
      suffixes: t.stringList({ resolve: ({ suffixes }) => suffixes }),
      convention: t.expose('convention', { type: convention }),
      display: t.string({
        description:
          'As the person wants it or its convention has it; by another convention, or in another style, when asked.',
        args: { convention: t.arg({ type: convention }), style: t.arg({ type: style }) },
        resolve: (source, args) =>
          args.style == null
            ? displayName(source, args.convention ?? undefined)
            : styledName(source, args.style, args.convention ?? undefined),
      }),
    }),
  });
}

function registerAttribute({ builder, words }: Kit) {
  return builder.objectRef<Attribute>('Attribute').implement({
    description: 'Anything else worth knowing: one value under a name, valid from a date on.',
    fields: (t) => ({
      id: t.exposeID('attributeId'),
      name: t.exposeString('name'),
      kind: t.expose('kind', { type: words('AttributeKind', ATTRIBUTE_KINDS) }),
      value: t.expose('value', { type: 'JSON', nullable: true }),
      unit: t.exposeString('unit', { nullable: true }),
      validFrom: t.expose('validFrom', { type: 'Date', nullable: true }),
      validUntil: t.expose('validUntil', { type: 'Date', nullable: true }),
      source: t.exposeString('source', { nullable: true }),
      confidence: t.expose('confidence', { type: words('Confidence', CONFIDENCES), nullable: true }),
    }),
  });
}

function registerSummary({ builder }: Kit) {
  return builder.objectRef<ReturnType<typeof summarize>>('PersonSummary').implement({
    description: 'The person in a line.',
    fields: (t) => ({
      displayName: t.exposeString('displayName'),
      primaryEmail: t.exposeString('primaryEmail', { nullable: true }),
      primaryPhone: t.exposeString('primaryPhone', { nullable: true }),
      currentEmployer: t.exposeString('currentEmployer', { nullable: true }),
      currentRole: t.exposeString('currentRole', { nullable: true }),
      location: t.exposeString('location', { nullable: true }),
      skillCount: t.exposeInt('skillCount'),
      relationshipCount: t.exposeInt('relationshipCount'),
      lastActivityAt: t.expose('lastActivityAt', { type: 'DateTime' }),
    }),
  });
}

function registerQueries(kit: Kit): void {
  const { builder, person } = kit;
  const asOf = builder.inputType('AsOfInput', {
    description: 'A point in the past: a moment, a version of the person, or a position.',
    isOneOf: true,
    fields: (t) => ({ at: t.field({ type: 'DateTime' }), version: t.int(), position: t.field({ type: 'Position' }) }),
  });
  builder.queryFields((t) => ({
    person: t.field({
      type: person,
      nullable: true,
      description: 'A person by its id, as it is or as it was.',
      args: { id: t.arg.id({ required: true }), asOf: t.arg({ type: asOf }) },
      resolve: (_, { id, asOf: point }, { app }) => personAsOf(app, personIdIn('id', id), point ?? null),
    }),
    personByIdentity: t.field({
      type: person,
      nullable: true,
      description: 'The person that another system knows under a value.',
      args: { system: t.arg.string({ required: true }), value: t.arg.string({ required: true }) },
      resolve: (_, { system, value }, { app }) => {
        // As the command that linked it brought it into normal form.
        const number = app.views.summary.byIdentity(normal(system), normal(value));
        return number === null ? null : currentPerson(app, number);
      },
    }),
  }));
}

const normal = (text: string): string => text.normalize('NFC').trim();

interface Point {
  readonly at?: string | null;
  readonly version?: number | null;
  readonly position?: string | null;
}

async function personAsOf(
  app: GraphQLContext['app'],
  personId: PersonId,
  point: Point | null,
): Promise<PersonSource | null> {
  if (point === null) return findPerson(app, personId);
  const past = await readFromLog(() => app.reader.asOf(personId, untilOf(app, point)));
  return past === null ? null : pastPerson(app, personId, past);
}

function untilOf(app: GraphQLContext['app'], { at, version, position }: Point): Until {
  if (at != null) return { at: dateTimeIn('asOf.at', at) };
  if (position != null) return { sequence: sequenceIn(app, 'asOf.position', position) };
  if (version == null || version < 1) throw badArgument('asOf.version', 'versions begin at 1.');
  return { version };
}
