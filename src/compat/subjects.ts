/** The subjects of the old service, and the names in them. */

export const COMMANDS = 'person.commands';
export const QUERIES = 'person.queries';

/** The queries by the name that a subject ends with, those that were planned under other names too. */
const PLANNED: Readonly<Record<string, string>> = { get_by_id: 'GetSummary' };

const ARRAY = 'array';

export interface QuerySubject {
  /** The query that the subject names, if it names one. */
  readonly name: string | null;
  /** Whether it asks for lists with the tag first. */
  readonly isArray: boolean;
}

/** `person.queries.get_by_employer`, `person.queries`, and either of them with `.array` behind. */
export function querySubject(subject: string): QuerySubject {
  const tokens = subject.slice(QUERIES.length + 1).split('.');
  const isArray = tokens.at(-1) === ARRAY;
  const token = (isArray ? tokens.at(-2) : tokens.at(-1)) ?? '';
  if (token === '') return { name: null, isArray };
  const camel = token.replace(/(^|_)([a-z])/g, (_, __, letter: string) => letter.toUpperCase());
  return { name: PLANNED[token] ?? camel, isArray };
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** The person that the subject of a command names, if it names one. */
export function personInSubject(subject: string): string | null {
  const token = subject.slice(COMMANDS.length + 1).split('.')[0] ?? '';
  return UUID.test(token) ? token.toLowerCase() : null;
}
