/**
 * What an old document is, by what it says and never by its subject: the two families share their subjects, and the same
 * stream may hold commands and acknowledgements too.
 */

import type { PersonId } from '../domain/ids.ts';
import { Fields } from './fields.ts';
import { idText, isEmpty, isRaw, momentIn, personIdIn, type Raw } from './values.ts';
import { COMMAND_NAMES, EVENT_NAMES, V2_NAMES, VERSIONED_NAMES } from './vocabulary.ts';

/** How a document came: in which envelope or without one. */
export type Family = 'v1-envelope' | 'v1' | 'v2-envelope' | 'v2' | 'versioned-envelope' | 'versioned' | 'flat';

export interface OldMetadata {
  readonly actor: string | null;
  readonly correlationId: string | null;
  readonly context: Raw | null;
}

export interface OldEvent {
  readonly kind: 'event';
  readonly family: Family;
  /** The name of the event, the same one for the same fact whatever the family. */
  readonly name: string;
  readonly data: Raw;
  readonly personId: PersonId;
  /** UTC milliseconds of when it happened; null when it does not say. */
  readonly at: number | null;
  /** The same as it is written, with all its digits. */
  readonly writtenAt: string | null;
  /** The number that the envelope gives it, which orders nothing. */
  readonly sequence: number | null;
  readonly metadata: OldMetadata | null;
  /** Why a consumer gave it up, where it comes from a queue of such. */
  readonly failure: string | null;
  /** What its envelope and its metadata say that no envelope had. */
  readonly extra: Raw | null;
  readonly warnings: readonly string[];
}

export type Classified =
  | OldEvent
  | { readonly kind: 'command'; readonly name: string }
  | { readonly kind: 'ack' }
  | { readonly kind: 'unknown'; readonly reason: string };

const unknown = (reason: string): Classified => ({ kind: 'unknown', reason });

/** What the text of a document is. */
export function classifyText(text: string): Classified {
  try {
    return classify(JSON.parse(text));
  } catch (error) {
    return unknown(`it is no JSON: ${error instanceof Error ? error.message.slice(0, 100) : String(error)}`);
  }
}

export function classify(document: unknown): Classified {
  return sort(document, null, 0);
}

/** A dead letter may hold another one; nobody packs them deeper than this. */
const LETTERS_MAX = 5;

interface Envelope {
  readonly family: Family;
  readonly aggregate: unknown;
  readonly sequence: unknown;
  readonly timestamp: unknown;
  readonly metadata: unknown;
  readonly failure: string | null;
  readonly extra: Raw;
}

/** What each envelope has, and the metadata in it. */
const KNOWN: Readonly<Record<'v1' | 'v2' | 'versioned' | 'bare' | 'metadata', readonly string[]>> = {
  v1: ['aggregate_id', 'sequence', 'event', 'timestamp', 'correlation_id', 'causation_id'],
  v2: ['event_id', 'aggregate_id', 'sequence', 'event', 'stream_position'],
  versioned: ['event_type', 'version', 'data', 'metadata'],
  bare: ['event_type', 'data'],
  metadata: ['version', 'correlation_id', 'causation_id', 'timestamp', 'actor', 'context'],
};

/** What is there besides, and is not empty. */
function besides(raw: Raw, known: keyof typeof KNOWN): Raw {
  return Object.fromEntries(
    Object.entries(raw).filter(([key, value]) => !KNOWN[known].includes(key) && !isEmpty(value)),
  );
}

function sort(document: unknown, failure: string | null, depth: number): Classified {
  if (!isRaw(document)) return unknown('it is no object');
  const bare = { aggregate: undefined, sequence: null, timestamp: undefined, metadata: undefined, failure, extra: {} };
  const { event, data } = document;
  const around = { ...bare, aggregate: document.aggregate_id, sequence: document.sequence };
  if (('event_id' in document || 'aggregate_id' in document) && isRaw(event) && 'event_type' in event) {
    return second(event, { ...around, family: 'v2-envelope', extra: besides(document, 'v2') });
  }
  if ('aggregate_id' in document && 'timestamp' in document && isRaw(event)) {
    const extra = besides(document, 'v1');
    return first(event, { ...around, family: 'v1-envelope', timestamp: document.timestamp, extra });
  }
  if ('original_subject' in document && 'payload' in document) {
    if (depth >= LETTERS_MAX) return unknown('it is a dead letter in too many others');
    return sort(document.payload, String(document.failure_reason ?? 'no reason given'), depth + 1);
  }
  if ('event_type' in document && 'version' in document && isRaw(data)) {
    const name = VERSIONED_NAMES[String(document.event_type)] ?? `Unknown.${document.event_type}`;
    const extra = besides(document, 'versioned');
    return told(name, data, { ...bare, family: 'versioned-envelope', metadata: document.metadata, extra });
  }
  if ('event_type' in document && isRaw(data)) return second(document, { ...bare, family: 'v2' });
  if (typeof document.version === 'string' && 'person_id' in document)
    return flat(document, { ...bare, family: 'flat' });
  if (isRaw(document.metadata) && ('person_id' in document || 'source_person_id' in document)) {
    return flat(document, { ...bare, family: 'versioned' });
  }
  return first(document, { ...bare, family: 'v1' });
}

/** `{"PersonCreated": {...}}`: an event, or an order. */
function first(document: Raw, envelope: Envelope): Classified {
  const [entry, ...more] = Object.entries(document);
  if (entry !== undefined && more.length === 0 && isRaw(entry[1])) {
    const [name, data] = entry;
    if (EVENT_NAMES.has(name)) return told(name, data, envelope);
    if (COMMAND_NAMES.has(name)) return { kind: 'command', name };
    if (envelope.family === 'v1-envelope') return told(`Unknown.${name}`, data, envelope);
    return unknown(`there is no event ${JSON.stringify(name.slice(0, 100))}`);
  }
  if ('stream' in document && 'seq' in document) return { kind: 'ack' };
  return unknown('it has no form that any event had');
}

/** `{"event_type": "Created", "data": {...}}`. */
function second(document: Raw, envelope: Envelope): Classified {
  if (!isRaw(document.data)) return unknown('the event has no data');
  const type = String(document.event_type);
  // Where it is spelt as its subject is, it is the same event.
  const variant = /^person\.[a-z_]+$/.test(type) ? pascal(type.slice('person.'.length)) : type;
  const name = V2_NAMES[variant === 'Merged' ? 'PersonMerged' : variant];
  const extra = { ...envelope.extra, ...besides(document, 'bare') };
  return told(name ?? `Unknown.${type}`, document.data, { ...envelope, extra });
}

const pascal = (snake: string): string => snake.replace(/(?:^|_)([a-z])/g, (_, letter: string) => letter.toUpperCase());

/** A document of a version: what it is shows in its keys. */
function flat(document: Raw, envelope: Envelope): Classified {
  const name = nameByKeys(document);
  return name === null ? unknown('its keys fit no event') : told(name, document, envelope);
}

function nameByKeys(document: Raw): string | null {
  const has = (...keys: readonly string[]) => keys.every((key) => key in document);
  if (has('name', 'source') || has('name', 'created_at')) return 'PersonCreated';
  if (has('old_name', 'new_name')) return 'NameUpdated';
  if (has('deactivated_at')) return 'PersonDeactivated';
  if (has('reactivated_at')) return 'PersonReactivated';
  if (has('component_type', 'component_data')) return 'ComponentAdded';
  if (has('component_type', 'component_id', 'changes')) return 'ComponentUpdated';
  if (has('component_type', 'component_id')) return 'ComponentRemoved';
  return null;
}

/** When it happened, by the name that each event has for it. */
const TIMES = [
  ...['created_at', 'updated_at', 'set_at', 'recorded_at', 'registered_at', 'unregistered_at', 'deactivated_at'],
  ...['reactivated_at', 'merged_at', 'timestamp', 'added_at', 'removed_at', 'ended_at', 'started_at', 'changed_at'],
  ...['invalidated_at', 'verified_at', 'granted_at', 'archived_at', 'activated_at', 'suspended_at'],
];

function told(name: string, data: Raw, envelope: Envelope): Classified {
  const holder = [data.person_id, data.source_person_id, envelope.aggregate].find((each) => each !== undefined);
  const personId = personIdIn(holder);
  if (personId === null) {
    const id = idText(holder);
    return unknown(id === null ? 'it names no person' : `${JSON.stringify(id.slice(0, 60))} is the id of no person`);
  }
  const aggregate = envelope.aggregate === undefined ? personId : personIdIn(envelope.aggregate);
  const inner = new Fields(data.metadata);
  const outer = new Fields(envelope.metadata);
  const written = [
    ...TIMES.map((key) => data[key]),
    new Fields(new Fields(data.attribute).peek('temporal')).peek('recorded_at'),
    inner.peek('timestamp'),
    outer.peek('timestamp'),
    envelope.timestamp,
  ].find((each) => momentIn(each) !== null);
  const metadata = [data.metadata, envelope.metadata].filter(isRaw).map((each) => besides(each, 'metadata'));
  const extra: Raw = Object.assign({}, envelope.extra, ...metadata);
  return {
    kind: 'event',
    family: envelope.family,
    name,
    data,
    personId,
    at: momentIn(written),
    writtenAt: written === undefined ? null : String(written),
    sequence: Number.isSafeInteger(envelope.sequence) ? (envelope.sequence as number) : null,
    metadata: metadataIn(inner, outer),
    failure: envelope.failure,
    extra: isEmpty(extra) ? null : extra,
    warnings: aggregate === personId ? [] : ['the envelope names another person than the event'],
  };
}

function metadataIn(inner: Fields, outer: Fields): OldMetadata | null {
  const correlationId = inner.uuid('correlation_id') ?? outer.uuid('correlation_id') ?? null;
  const actor = inner.text('actor') ?? outer.text('actor') ?? null;
  const contexts = [inner.peek('context'), outer.peek('context')].filter(isRaw);
  const context = contexts.find((each) => Object.keys(each).length > 0) ?? null;
  return correlationId === null && actor === null && context === null ? null : { actor, correlationId, context };
}
