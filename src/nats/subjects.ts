/** The one place that spells a subject or a header. Headers are case-sensitive: a wrong case is silently ignored. */

export const STREAM = 'PERSON';

const EVENTS = 'cim.person.event';

/** What the stream captures: one literal subject per person. */
export const EVENT_SUBJECTS = `${EVENTS}.*`;

/** Where the canary is published to at each start; never a person. */
export const CANARY_SUBJECT = `${EVENTS}._canary`;

/** What goes out to other domains: written by gateways into the outbox, and read by neighbours from its copy. */
export const OUTBOX_STREAM = 'PERSON_OUTBOX';
export const PUBLISHED_STREAM = 'PERSON_PUBLISHED';

/** In front of the public subject of what is written into the outbox. Outside of it, since the copy is told there. */
export const OUTBOX_PREFIX = 'person-outbox';

/** The same for the clients of the service before this one, in the shapes and under the subjects that they know. */
export const OLD_OUTBOX_STREAM = 'PERSON_LEGACY_OUTBOX';
export const OLD_OUTBOX_PREFIX = 'person-legacy-outbox';
export const OLD_EVENTS = 'person.events';

/** What each process knows of the clients of the service before this one. */
export const OLD_REPORT_STREAM = 'PERSON_LEGACY_REPORT';
export const OLD_REPORT_PREFIX = 'person-legacy-report';

/** What neighbours say, where no stream of theirs holds it: one stream each, its name behind this one. */
export const INBOX_STREAM = 'PERSON_INBOX';

/** What of it could not be dealt with: `person-parked.<parked|waiting>.<neighbour>.<person>.<id>`. */
export const PARKED_STREAM = 'PERSON_INBOX_PARKED';
export const PARKED_PREFIX = 'person-parked';

/** What policies keep beside the log. */
export const NOTEBOOK_STREAM = 'PERSON_POLICY';

const NOTES = 'cim.person.policy';

export const NOTE_SUBJECTS = `${NOTES}.>`;

/** The consumer that gateways compete on for the facts that policies look at. */
export const POLICY_CONSUMER = 'policies';

/** The subject of the lines under a name. */
export function noteSubjectOf(name: string): string {
  return `${NOTES}.${name}`;
}

/** The name that a line is under. */
export function nameIn(subject: string): string {
  return subject.slice(NOTES.length + 1);
}

export const HEADER = {
  cid: 'Cid',
  eventType: 'Event-Type',
  eventNoun: 'Event-Noun',
  messageId: 'Nats-Msg-Id',
  expectedStream: 'Nats-Expected-Stream',
  expectedLast: 'Nats-Expected-Last-Sequence',
  expectedLastOfSubject: 'Nats-Expected-Last-Subject-Sequence',
  batchId: 'Nats-Batch-Id',
  batchSequence: 'Nats-Batch-Sequence',
  batchCommit: 'Nats-Batch-Commit',
  parked: 'Parked',
  rollup: 'Nats-Rollup',
  note: 'Note',
} as const;

/** The subject of a person's events. The id has been parsed, so it has no character with a meaning in subjects. */
export function subjectOf(personId: string): string {
  return `${EVENTS}.${personId}`;
}

/** The last token of an event subject. */
export function personIn(subject: string): string {
  return subject.slice(EVENTS.length + 1);
}
