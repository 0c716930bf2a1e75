/** Imported histories behind a gateway: whatever the old world made of a person, everything about it can be asked. */

import { readFileSync } from 'node:fs';
import {
  buildSchema,
  type GraphQLObjectType,
  getNamedType,
  isInterfaceType,
  isLeafType,
  isObjectType,
  isRequiredArgument,
} from 'graphql';
import { afterEach, describe, expect, it } from 'vitest';
import { MemoryStore } from '../../src/app/memory-store.ts';
import { codec } from '../../src/codec/codec.ts';
import { importEvents } from '../../src/migrate/import.ts';
import { startGateway, type TestGateway } from '../gateway/gateway.ts';
import { CREATED, component, fixture, ID } from '../legacy/telling.ts';
import { cleanUp, until } from '../nats/servers.ts';
import { synthetic } from './synthetic.ts';
import { aFolder, conversionOf } from './world.ts';

afterEach(cleanUp);

const schema = buildSchema(readFileSync(new URL('../../schema/schema.graphql', import.meta.url), 'utf8'));

/** Everything that can be asked of a type without an argument; of other persons their ids. */
function everythingOf(type: GraphQLObjectType, depth = 4): string {
  const fields = Object.values(type.getFields()).filter(({ args }) => !args.some(isRequiredArgument));
  const asked = fields.flatMap((field) => {
    const inner = getNamedType(field.type);
    if (isLeafType(inner)) return [field.name];
    if (inner.name === 'Person') return [`${field.name} { id }`];
    if (isInterfaceType(inner) || !isObjectType(inner) || depth === 0) return [];
    const selection = everythingOf(inner, depth - 1);
    return selection === '' ? [] : [`${field.name} { ${selection} }`];
  });
  return asked.join(' ');
}

const EVERYTHING = everythingOf(schema.getType('Person') as GraphQLObjectType);

interface Page {
  readonly persons: {
    readonly totalCount: number;
    readonly nodes: readonly { readonly id: string; readonly verification: { readonly ok: boolean } }[];
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string };
  };
}

async function gatewayOf(messages: Iterable<object | string>): Promise<TestGateway> {
  const folder = await aFolder(messages as Iterable<object>);
  await conversionOf(folder);
  const store = new MemoryStore();
  await importEvents({ folder, store, codec, logId: 'log' });
  const gateway = await startGateway({ store });
  const last = await store.lastSequence();
  await until('the projections have caught up', () => gateway.app.projector.position >= last);
  return gateway;
}

describe('A gateway with imported histories', () => {
  it('answers everything about everybody, and nobody reacts to the past', async () => {
    const gateway = await gatewayOf(synthetic(450));
    const events = await gateway.store.lastSequence();
    try {
      const query = `query ($after: String) { persons(first: 20, after: $after) { totalCount pageInfo { hasNextPage endCursor } nodes { ${EVERYTHING} } } }`;
      let [seen, after] = [0, null as string | null];
      for (;;) {
        const { persons } = await gateway.ask<Page>(query, { after });
        expect(persons.nodes.every(({ verification }) => verification.ok)).toBe(true);
        seen += persons.nodes.length;
        if (!persons.pageInfo.hasNextPage) {
          expect(seen).toBe(persons.totalCount);
          break;
        }
        after = persons.pageInfo.endCursor;
      }
      expect(seen).toBeGreaterThan(50);
      expect(await gateway.store.lastSequence()).toBe(events);
    } finally {
      await gateway.stop();
    }
  });

  it('takes what is at the edge of what can be told', async () => {
    const media = {
      platform: { Other: 'Threads' },
      username: 'amara',
      profile_url: '',
      follower_count: 3_000_000_000,
      following_count: 7,
      is_verified: false,
      is_business_account: false,
    };
    const gateway = await gatewayOf([
      CREATED,
      component({ Social: { SocialMedia: media } }),
      component({
        Contact: {
          Email: { email: { address: '@.', verified: true }, email_type: 'Carrier', is_preferred_contact: true },
        },
      }),
      component({ Contact: { Phone: { phone: { number: 'extension 7' }, phone_type: 'Mobile', country_code: '' } } }),
      component({
        Social: {
          Relationship: { other_person_id: '01890a5d-ac96-774b-bcce-b302099a8057', relationship_type: 'family' },
        },
      }),
      component({
        Professional: { Employment: { company: 'A', position: 'B', start_date: '2030-01-01', is_current: false } },
      }),
      fixture('PersonEvent.PersonMergedInto') as object,
    ]);
    try {
      const query = `query ($id: ID!) { person(id: $id) { ${EVERYTHING} } }`;
      const { person } = await gateway.ask<{ person: Record<string, never> }>(query, { id: ID.id });
      expect(person.contactInfo).toMatchObject({
        emails: [{ address: '@.', kind: 'OTHER' }],
        phones: [{ number: 'extension 7' }],
        socialProfiles: [{ platform: 'OTHER', platformName: 'Threads', followers: null, following: 7 }],
      });
      expect(JSON.stringify(person.attributes)).toContain('3000000000');
    } finally {
      await gateway.stop();
    }
  });
});
