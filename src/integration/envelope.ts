/** The event in a message: its name, its data, and who it is, in each of the envelopes that neighbours use. */

type Plain = Readonly<Record<string, unknown>>;

export interface ForeignEvent {
  /** As its sender names it, such as `MemberAdded`. */
  readonly name: string;
  readonly data: Plain;
  /** The id of the event, where it has one. */
  readonly eventId: string | null;
  readonly correlationId: string | null;
}

/** Keys under which envelopes hold the event itself. */
const INNER = ['event', 'payload'] as const;
const TAGS = ['event_type', 'eventType', 'event', 'type'] as const;
const EVENT_IDS = ['event_id', 'eventId', 'message_id', 'messageId'] as const;
const CORRELATIONS = ['correlation_id', 'correlationId'] as const;

type Named = Pick<ForeignEvent, 'name' | 'data'>;

/**
 * The event in the body; null when it is none. Known are: one key that is the name, with the data as its value; a tag
 * beside the data, or beside what holds them; both of them in an envelope with metadata; and bare data, named by the
 * subject. What could be read in several ways is read as an event that is known.
 */
export function eventIn(subject: string, body: unknown, isKnown: (name: string) => boolean): ForeignEvent | null {
  if (!isPlain(body)) return null;
  const inner = INNER.map((key) => body[key]).find(isPlain) ?? body;
  const readings = [tagged(inner, inner), tagged(body, inner), keyed(inner), { name: nameIn(subject), data: inner }];
  const possible = readings.filter((reading): reading is Named => reading !== null);
  const named = possible.find(({ name }) => isKnown(name)) ?? possible[0];
  if (named === undefined) return null;
  const metadata = isPlain(body.metadata) ? body.metadata : body;
  return {
    ...named,
    eventId: textIn(metadata, EVENT_IDS) ?? textIn(body, EVENT_IDS),
    correlationId: textIn(metadata, CORRELATIONS) ?? textIn(body, CORRELATIONS),
  };
}

function tagged(holder: Plain, inner: Plain): Named | null {
  const name = TAGS.map((key) => holder[key]).find((tag) => typeof tag === 'string' && tag !== '');
  return typeof name === 'string' ? { name: pascal(name), data: isPlain(inner.data) ? inner.data : inner } : null;
}

/** Only names of events begin with a capital; keys of data never do. */
function keyed(inner: Plain): Named | null {
  const [only, ...others] = Object.entries(inner);
  if (only === undefined || others.length > 0) return null;
  const [name, data] = only;
  return /^[A-Z]/.test(name) && isPlain(data) ? { name, data } : null;
}

/** The last word of the subject that is no id, such as `archived`. */
function nameIn(subject: string): string {
  return pascal(subject.split('.').at(-1) ?? '');
}

/** `member_added` and `member.added` as `MemberAdded`. */
export function pascal(text: string): string {
  return text.replace(/(?:^|[_.\s-]+)([a-zA-Z0-9])/g, (_, letter: string) => letter.toUpperCase());
}

function textIn(from: Plain, keys: readonly string[]): string | null {
  for (const key of keys) {
    const value = from[key];
    const text = isPlain(value) ? Object.values(value)[0] : value;
    if (typeof text === 'string' && text.trim() !== '') return text.trim();
  }
  return null;
}

function isPlain(value: unknown): value is Plain {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
