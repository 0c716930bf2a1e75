/**
 * The published language, type by type. Were a golden document to fail, neighbours would be told something else than they
 * were promised: the code is wrong then, or the version of the type must be raised. Add to the documents, never change them.
 */

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Ajv } from 'ajv';
import * as formats from 'ajv-formats';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Recorded } from '../../src/domain/message.ts';
import { FACT_NAMES, FACT_NOUNS, type FactName } from '../../src/domain/person/facts.ts';
import { asyncApi, payloadOf } from '../../src/integration/asyncapi.ts';
import { messagesOf, PUBLISHED, publishedEvent } from '../../src/integration/published/index.ts';
import { ADA } from '../domain/examples.ts';
import { anyHistory } from '../domain/fact-arbitraries.ts';

interface Golden {
  readonly event: Recorded;
  readonly messages: readonly {
    readonly id: string;
    readonly subject: string;
    readonly body: { readonly data: object };
  }[];
}

const goldens = JSON.parse(
  readFileSync(new URL('published.golden.json', import.meta.url), 'utf8'),
) as readonly Golden[];

const document = asyncApi() as {
  readonly components: { readonly messages: Record<string, { readonly payload: object }> };
};

const ajv = new Ajv({ strict: false, allErrors: true });
(formats.default as unknown as { default: (ajv: Ajv) => void }).default(ajv);

const recorded = (type: string, data: object): Recorded => ({
  type,
  data,
  version: 1,
  personId: ADA,
  n: 1,
  prev: null,
  at: 0,
  meta: { commandId: 'c' as never, inputDigest: '', cause: null, correlationId: 'c', actor: 'a', source: 's' },
  cid: 'bafy',
  sequence: 1,
  known: true,
});

it('has one form for each type of fact, and a golden document of each', () => {
  expect(PUBLISHED.map(({ type }) => type).sort()).toEqual([...FACT_NAMES].sort());
  expect([...new Set(goldens.map(({ event }) => event.type))].sort()).toEqual([...FACT_NAMES].sort());
});

describe.each(goldens)('$event.type', ({ event, messages }) => {
  it('goes out in exactly these words', () => {
    expect(messagesOf(event)).toEqual(messages);
  });

  it('is what the AsyncAPI document says', () => {
    const validate = ajv.compile(document.components.messages[event.type]?.payload ?? false);
    expect([validate(messages[0]?.body), validate.errors]).toEqual([true, null]);
  });

  it('goes out under its noun, its type and its person', () => {
    const noun = FACT_NOUNS[event.type as FactName];
    expect(messages[0]?.subject).toBe(`cim.person.${noun}.${event.type}.${event.personId}`);
    expect(messages[0]?.id).toBe(event.cid);
  });
});

it('has a form for whatever may be recorded', () => {
  const schemas = new Map(PUBLISHED.map((each) => [each.type as string, payloadOf(each)]));
  const isSound = ({ type, data }: { type: string; data: object }) => {
    const message = publishedEvent(recorded(type, data));
    return message === null ? !schemas.has(type) : schemas.get(type)?.safeParse(message).success === true;
  };
  fc.assert(
    fc.property(anyHistory, (facts) => (facts as unknown as { type: string; data: object }[]).every(isSound)),
    { seed: 7, numRuns: 200 },
  );
});

it('keeps inside what it has no word for, at any depth', () => {
  const contactTimes = { timeZone: 'Europe/London', hours: [{ start: 1, end: 2, secret: 1 }], days: [], secret: 1 };
  const phone = { phoneId: ADA, number: '+442071234567', kind: 'home', contactTimes, secret: 1 };
  expect(JSON.stringify(publishedEvent(recorded('PhoneAdded', phone)))).not.toContain('secret');
});

it('tells nobody from where somebody consented', () => {
  const consent = { purpose: 'marketing', ipAddress: '192.0.2.7', channel: 'web' };
  expect(publishedEvent(recorded('ConsentGranted', consent))?.data).toEqual({ purpose: 'marketing', channel: 'web' });
  const absorbed = goldens.filter(({ event }) => event.type === 'PersonAbsorbed').map(({ event }) => event.data);
  expect(JSON.stringify(absorbed)).toContain('ipAddress');
  const told = goldens.filter(({ event }) => event.type === 'PersonAbsorbed').map(({ messages }) => messages);
  expect(JSON.stringify(told)).not.toContain('ipAddress');
});

it('passes over what only a newer program knows', () => {
  expect(messagesOf({ ...recorded('PersonKnighted', {}), known: false })).toBeNull();
  expect(messagesOf({ ...recorded('TagAdded', { tag: 'x' }), known: false })).toBeNull();
});

it('tells the clients of people.person.*.v1 names, in their own words', () => {
  const told = goldens.flatMap(({ messages }) => messages).filter(({ subject }) => subject.startsWith('people.'));
  expect(told.map(({ subject }) => subject)).toEqual(['people.person.created.v1', 'people.person.updated.v1']);
  for (const { body } of told) expect(Object.keys(body)).toEqual(['person_id', 'full_name']);
});

it('is described by a sound AsyncAPI document', () => {
  const schema = createRequire(import.meta.url)('@asyncapi/specs/schemas/3.0.0-without-$id.json') as object;
  const validate = new Ajv({ strict: false, allErrors: true, logger: false, validateFormats: false }).compile(schema);
  expect([validate(document), validate.errors]).toEqual([true, null]);
});
