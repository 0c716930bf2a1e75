/** What the rooms of the schema share: the builder, the types that refer to each other, and small helpers. */

import type { EnumRef, ImplementableObjectRef, InterfaceRef, ObjectRef } from '@pothos/core';
import type { Recorded } from '../src/domain/message.ts';
import type { Builder, BuilderTypes } from './builder.ts';
import { type Connection, type ConnectionMaker, connections, type PageArguments, pageArguments } from './connection.ts';
import type { PersonSource } from './person-source.ts';

type Types = PothosSchemaTypes.ExtendDefaultTypes<BuilderTypes>;

export interface Kit {
  readonly builder: Builder;
  readonly connection: ConnectionMaker;
  readonly pages: PageArguments;
  readonly node: InterfaceRef<Types, NodeSource>;
  readonly person: ImplementableObjectRef<Types, PersonSource>;
  readonly persons: ObjectRef<Types, Connection<PersonSource>>;
  readonly personEvent: ImplementableObjectRef<Types, Recorded>;
  /** The enum type of this name; in GraphQL its words are in capitals, inside they are as the domain spells them. */
  readonly words: <Word extends string>(
    name: string,
    words: readonly Word[],
    description?: string,
  ) => EnumRef<Types, Word>;
}

/** Whatever `node(id)` can find. */
export type NodeSource = PersonSource | Recorded;

export function createKit(builder: Builder): Kit {
  const enums = new Map<string, EnumRef<Types, string>>();
  const connection = connections(builder);
  const person = builder.objectRef<PersonSource>('Person');
  return {
    builder,
    connection,
    pages: pageArguments(builder),
    node: builder.interfaceRef<NodeSource>('Node').implement({
      description: 'Anything with an id of its own.',
      resolveType: (value) => ('cid' in value ? 'PersonEvent' : 'Person'),
      fields: (t) => ({ id: t.id({ resolve: (parent) => ('cid' in parent ? parent.cid : parent.id) }) }),
    }),
    person,
    persons: connection('Person', person).ref,
    personEvent: builder.objectRef<Recorded>('PersonEvent'),
    words: <Word extends string>(name: string, words: readonly Word[], description?: string) => {
      const known = enums.get(name);
      if (known !== undefined) return known as unknown as EnumRef<Types, Word>;
      const values = Object.fromEntries(words.map((word) => [word.toUpperCase(), { value: word }]));
      const options = description === undefined ? { values } : { values, description };
      const made = builder.enumType(name, options as { values: Record<string, { value: string }> });
      enums.set(name, made as unknown as EnumRef<Types, string>);
      return made as unknown as EnumRef<Types, Word>;
    },
  };
}
