/** Both families of old events: the first, and the one with metadata inside. */

import { createHash } from 'node:crypto';
import type { OldEventFragment } from '../../client/generated.ts';
import { momentOf, personIdOf } from '../writing.ts';
import type { ComponentData } from './component-data.ts';

export const FAMILIES = ['v1', 'v2'] as const;
export type Family = (typeof FAMILIES)[number];

/** What an event of ours is in the old words: one event of either family, or of one of them only. */
export interface OldFact {
  /** Name, last token of the subject, and fields beside the person. */
  readonly v1?: readonly [name: string, token: string, fields: object];
  readonly v2?: readonly [variant: string, token: string, fields: object];
}

export interface OldMessage {
  readonly family: Family;
  readonly subject: string;
  readonly body: object;
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

export const isUuid = (text: unknown): text is string => typeof text === 'string' && UUID.test(text);

/** The text where it is a UUID; else one that is always the same for it. */
export function uuidOf(text: string): string {
  if (isUuid(text)) return text.toLowerCase();
  const bytes = createHash('sha256').update(text).digest().subarray(0, 16);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x80;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = bytes.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

/** The messages of a fact, in the envelopes of their families. `at` counts the facts of one event. */
export function messagesOf(event: OldEventFragment, facts: readonly OldFact[]): readonly OldMessage[] {
  return facts.flatMap((fact, at) => [
    ...(fact.v1 === undefined ? [] : [firstOf(event, fact.v1)]),
    ...(fact.v2 === undefined ? [] : [secondOf(event, fact.v2, at)]),
  ]);
}

function firstOf(event: OldEventFragment, [name, token, fields]: NonNullable<OldFact['v1']>): OldMessage {
  const { personId, version, at, correlationId, commandId } = event;
  return {
    family: 'v1',
    subject: `person.events.${personId}.${token}`,
    body: {
      aggregate_id: personIdOf(personId),
      sequence: version,
      event: { [name]: fields },
      timestamp: momentOf(at),
      correlation_id: correlationId,
      causation_id: commandId,
    },
  };
}

function secondOf(event: OldEventFragment, [variant, token, fields]: NonNullable<OldFact['v2']>, at: number) {
  const { cid, personId, version, correlationId, commandId, actor } = event;
  const metadata = {
    version: '1.0',
    correlation_id: uuidOf(correlationId),
    causation_id: uuidOf(commandId),
    timestamp: momentOf(event.at),
    actor,
    context: {},
  };
  return {
    family: 'v2' as const,
    subject: `person.events.${personId}.person.${token}`,
    body: {
      event_id: uuidOf(`${cid}.${at}`),
      aggregate_id: personIdOf(personId),
      sequence: version,
      event: { event_type: variant, data: { ...fields, metadata } },
      stream_position: null,
    },
  };
}

/** A component that came to be, or that changed; the first family has one word for both. */
export function componentTold(
  event: OldEventFragment,
  componentId: string,
  { type, data }: ComponentData,
  added: object | null,
): OldFact {
  const person_id = personIdOf(event.personId);
  const fields = { person_id, component_id: componentId, data, updated_at: momentOf(event.at) };
  return {
    v1: ['ComponentDataUpdated', 'component_updated', fields],
    v2:
      added === null
        ? [
            'ComponentUpdated',
            'component_updated',
            { person_id, component_type: type, component_id: componentId, changes: data },
          ]
        : [
            'ComponentAdded',
            'component_added',
            { person_id, component_type: type, component_data: { ...added, component_id: componentId } },
          ],
  };
}

/** The first family has no word for a component that is gone. */
export function componentGone(event: OldEventFragment, componentId: string, component_type: string | object): OldFact {
  const person_id = personIdOf(event.personId);
  return { v2: ['ComponentRemoved', 'component_removed', { person_id, component_type, component_id: componentId }] };
}

/** What is in the data below its tags. */
export function within(data: object): object {
  const [[tag, inner] = ['', {}]] = Object.entries(data) as [string, object][];
  return tag === 'Location' ? inner : (Object.values(inner)[0] as object);
}
