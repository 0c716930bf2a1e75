/** The schema against the contract as it was promised: names, types, arguments, one mutation per command. */

import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import {
  type GraphQLEnumType,
  type GraphQLField,
  type GraphQLInputObjectType,
  type GraphQLObjectType,
  type GraphQLUnionType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  isRequiredInputField,
} from 'graphql';
import { describe, expect, it } from 'vitest';
import { createSchema } from '../../schema/index.ts';
import { COMMANDS, CONTRACT } from './promised.ts';

const schema = createSchema();

const camel = (name: string) => name.charAt(0).toLowerCase() + name.slice(1);
const objectType = (name: string) => schema.getType(name) as GraphQLObjectType;
const inputType = (name: string) => schema.getType(name) as GraphQLInputObjectType;

/** The type of what a line names, with the default of an argument; undefined when it is not there. */
function typeAt(place: string): string | undefined {
  const [, type = '', field = '', argument] = /^(\w+)\.(\w+)(?:\((\w+)\))?$/.exec(place) ?? [];
  const owner = schema.getType(type);
  if (isInputObjectType(owner)) return owner.getFields()[field]?.type.toString();
  if (!isObjectType(owner) && !isInterfaceType(owner)) return undefined;
  const known = owner.getFields()[field] as GraphQLField<unknown, unknown> | undefined;
  if (argument === undefined) return known?.type.toString();
  const found = known?.args.find(({ name }) => name === argument);
  return found?.defaultValue === undefined ? found?.type.toString() : `${found.type} = ${String(found.defaultValue)}`;
}

describe('The contract', () => {
  it.each(CONTRACT)('%s', (line) => {
    const [, place = '', type] = /^([^:]+): (.+)$/.exec(line) ?? [];
    expect(typeAt(place)).toBe(type);
  });

  it('has no argument that must be given beyond the promised ones', () => {
    const promised = new Set(CONTRACT.map((line) => line.split(':')[0]));
    const owners = [schema.getQueryType(), schema.getSubscriptionType(), objectType('Person')];
    const more = owners.flatMap((owner) =>
      Object.values(owner?.getFields() ?? {}).flatMap((field) =>
        field.args
          .filter(({ type }) => String(type).endsWith('!'))
          .map(({ name }) => `${owner?.name}.${field.name}(${name})`)
          .filter((place) => promised.has(`${owner?.name}.${field.name}`) && !promised.has(place)),
      ),
    );
    expect(more).toEqual([]);
  });

  it('lets every query wait for a position', () => {
    const without = Object.keys(schema.getQueryType()?.getFields() ?? {}).filter(
      (field) => typeAt(`Query.${field}(minPosition)`) !== 'Position',
    );
    expect(without).toEqual([]);
  });

  it('answers commands with one union of four', () => {
    const names = (schema.getType('CommandResult') as GraphQLUnionType).getTypes().map(({ name }) => name);
    expect(names).toEqual(['Recorded', 'Refused', 'Contended', 'Busy', 'Unsettled']);
  });

  it('knows persons and events as nodes', () => {
    for (const name of ['Person', 'PersonEvent'])
      expect(objectType(name).getInterfaces().map(String), name).toEqual(['Node']);
  });

  it.each(['Person', 'Search', 'Skill', 'PersonSkill', 'Relationship', 'Timeline', 'PersonEvent'])(
    'gives the connection %s its total, edges, nodes and page',
    (name) => {
      const node = { Search: 'Person', Timeline: 'TimelineEntry' }[name] ?? name;
      expect(typeAt(`${name}Connection.totalCount`)).toBe('Int!');
      expect(typeAt(`${name}Connection.edges`)).toBe(`[${name}Edge!]!`);
      expect(typeAt(`${name}Connection.nodes`)).toBe(`[${node}!]!`);
      expect(typeAt(`${name}Connection.pageInfo`)).toBe('PageInfo!');
      expect(typeAt(`${name}Edge.cursor`)).toBe('String!');
      expect(typeAt(`${name}Edge.node`)).toBe(`${node}!`);
    },
  );

  it.each([
    ['Proficiency', 'BEGINNER INTERMEDIATE ADVANCED EXPERT'],
    ['RelationshipKind', 'FAMILY FRIEND COLLEAGUE MANAGER REPORT MENTOR MENTEE BUSINESS_PARTNER OTHER'],
    ['PersonStatus', 'DRAFT ACTIVE SUSPENDED ARCHIVED DECEASED MERGED'],
  ])('spells the words of %s', (name, words) => {
    const values = (schema.getType(name) as GraphQLEnumType).getValues();
    expect(values.map((value) => value.name).join(' ')).toBe(words);
  });

  it('says of every refusal code what to do', () => {
    const values = (schema.getType('RefusalCode') as GraphQLEnumType).getValues();
    expect(values.length).toBeGreaterThan(80);
    expect(values.filter(({ description }) => !/^[A-Z].{10,}\.$/s.test(description ?? ''))).toEqual([]);
  });
});

describe('The commands', () => {
  const others = [
    'submitCommands',
    'updatePolicy',
    'runPolicy',
    'replayParkedDecision',
    'dropParkedDecision',
    'confirmClock',
    'replayParkedMessage',
    'dropParkedMessage',
  ];

  it('are 73, one mutation each, besides the one for many and those for policies and parked messages', () => {
    expect(COMMANDS).toHaveLength(73);
    const fields = Object.keys(schema.getMutationType()?.getFields() ?? {});
    expect(fields.sort()).toEqual([...COMMANDS.map(camel), ...others].sort());
  });

  it.each(COMMANDS)('%s takes an input of its own, to a person, and answers with a result', (name) => {
    expect(typeAt(`Mutation.${camel(name)}`)).toBe('CommandResult!');
    expect(typeAt(`Mutation.${camel(name)}(input)`)).toBe(`${name}Input!`);
    expect(typeAt(`${name}Input.personId`)).toBe(name === 'CreatePerson' ? 'ID' : 'ID!');
    expect(typeAt(`${name}Input.commandId`)).toBe('ID');
    expect(typeAt(`${name}Input.expectedVersion`)).toBe('Int');
    expect(typeAt(`${name}Input.validateOnly`)).toBe('Boolean');
    expect(schema.getMutationType()?.getFields()[camel(name)]?.description).toMatch(/\.$/);
  });

  it('can each be one of many', () => {
    const any = inputType('CommandInput');
    expect(any.isOneOf).toBe(true);
    const types = Object.entries(any.getFields()).map(([field, { type }]) => `${field}: ${String(type)}`);
    expect(types.sort()).toEqual(COMMANDS.map((name) => `${camel(name)}: ${name}Input`).sort());
  });

  it('make the ids of what they add, where the sender gives none', () => {
    const adding = COMMANDS.filter((name) => /^(Add|Set(?=Attribute)|Propose|Establish|Assign)/.test(name));
    const required = adding.flatMap((name) =>
      Object.values(inputType(`${name}Input`).getFields())
        .filter((field) => isRequiredInputField(field) && String(field.type) === 'ID!')
        .map((field) => field.name),
    );
    expect([...new Set(required)].sort()).toEqual(['locationId', 'otherId', 'personId']);
  });
});

it('is printed, and the client generated, as committed', async () => {
  const root = new URL('../..', import.meta.url).pathname;
  const run = promisify(execFile)(process.execPath, ['codegen.ts', '--check'], { cwd: root });
  await expect(run).resolves.toMatchObject({ stderr: '' });
});
