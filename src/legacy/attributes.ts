/** Attributes of the last old generation, which replaced all components: a type, a value, a time and where it is from. */

import type { Json } from '../domain/message.ts';
import { ATTRIBUTE_KINDS, type Attribute, CONFIDENCES } from '../domain/person/messages.ts';
import { type Fields, present } from './fields.ts';
import type { Telling } from './telling.ts';
import { isRaw } from './values.ts';

const UNITS: Readonly<Record<string, string>> = { Length: 'm', Mass: 'kg' };

export function recorded(telling: Telling, fields: Fields): boolean {
  return set(telling, fields, 'attribute');
}

export function updated(telling: Telling, fields: Fields): boolean {
  // What it was before has been told before; where it has not, it is kept.
  const before = fields.object('old_attribute');
  const name = nameOf(before.peek('attribute_type'))?.name;
  if (name !== undefined && telling.attribute(name) === undefined)
    telling.keep('old_attribute', fields.peek('old_attribute'));
  fields.pass('old_attribute', 'attribute_type');
  before.pass('attribute_type', 'value', 'temporal', 'provenance');
  return set(telling, fields, 'new_attribute');
}

export function invalidated(telling: Telling, fields: Fields): boolean {
  const named = nameOf(fields.peek('attribute_type'));
  const known = named === null ? undefined : telling.attribute(named.name);
  if (known === undefined) return false;
  fields.pass('attribute_type');
  telling.tell('AttributeInvalidated', present({ attributeId: known.attributeId, reason: fields.text('reason') }));
  return true;
}

function set(telling: Telling, fields: Fields, key: string): boolean {
  const attribute = fields.object(key);
  const named = nameOf(attribute.peek('attribute_type'));
  if (named === null || !attribute.has('value')) return false;
  attribute.pass('attribute_type');
  const temporal = attribute.object('temporal').pass('recorded_at');
  const provenance = attribute.object('provenance');
  const known = telling.attribute(named.name);
  const data = {
    attributeId: known?.attributeId ?? telling.id('attribute'),
    name: named.name,
    kind: named.kind,
    ...valueIn(attribute),
    validFrom: temporal.date('valid_from'),
    validUntil: temporal.date('valid_until'),
    source: sourceIn(provenance),
    confidence: provenance.word('confidence', CONFIDENCES),
  };
  telling.tell('AttributeSet', present(data) as Attribute);
  if (named.more !== null) telling.keep(`attribute.${named.name}`, named.more);
  return true;
}

interface Named {
  readonly name: string;
  readonly kind: Attribute['kind'];
  readonly more: unknown;
}

/** `{"Physical": "Height"}`, or a name of one's own with whose it is. */
function nameOf(type: unknown): Named | null {
  const [entry, ...rest] = isRaw(type) ? Object.entries(type) : [];
  if (entry === undefined || rest.length > 0) return null;
  const kind = ATTRIBUTE_KINDS.find((each) => each === entry[0].toLowerCase()) ?? 'custom';
  if (typeof entry[1] === 'string') return { name: snake(entry[1]), kind, more: null };
  if (!isRaw(entry[1]) || typeof entry[1].attribute_name !== 'string') return null;
  const { attribute_name: name, ...more } = entry[1];
  return { name: name as string, kind, more };
}

const snake = (words: string): string => words.replace(/(?<=[a-z0-9])(?=[A-Z])/g, '_').toLowerCase();

/** The value without the word for its type, and its unit; whatever has more to it stays as it is. */
function valueIn(attribute: Fields): { readonly value: Json; readonly unit?: string } {
  const raw = attribute.peek('value');
  attribute.pass('value');
  const [entry, ...more] = isRaw(raw) ? Object.entries(raw) : [];
  if (entry === undefined || more.length > 0) return { value: raw as Json };
  const unit = UNITS[entry[0]];
  return present({ value: entry[1] as Json, unit });
}

function sourceIn(provenance: Fields): string | undefined {
  const source = provenance.peek('source');
  if (typeof source === 'string') return provenance.text('source');
  const system = isRaw(source) ? provenance.object('source').object('Imported').text('system') : undefined;
  return system;
}
