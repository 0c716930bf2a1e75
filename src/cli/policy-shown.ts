/** What `policy` shows: all policies, one of them, decisions, and what comes for a person. */

import type { Command } from 'commander';
import {
  type DecisionRowFragment,
  type PlannedRowFragment,
  PoliciesDocument,
  type PolicyDecisionKind,
  PolicyDecisionsDocument,
  type PolicyDecisionsQuery,
  type PolicyDecisionsQueryVariables,
  PolicyDocument,
  PolicyOutlookDocument,
  type PolicyQuery,
  type PolicyRowFragment,
} from '../client/generated.ts';
import { constant, kebab } from './case.ts';
import { connect } from './connect.ts';
import { EXIT, type ExitCode, Failure, wrongUsage } from './exits.ts';
import { EXAMPLE, isPersonId } from './persons.ts';
import { columns, fitting, json, line, momentOf, spoken } from './print.ts';

/** Decisions shown when nothing is said, and asked for at a time. */
const ROWS_DEFAULT = 50;
const PAGE_ROWS = 100;

export async function listPolicies(command: Command): Promise<ExitCode> {
  const { client, isJson } = connect(command);
  const { policies, policyClock } = await client.ask(PoliciesDocument, {});
  if (isJson) {
    for (const policy of policies) await json(policy);
    return EXIT.done;
  }
  const head = ['policy', '', 'fired', 'left', 'parked', ''];
  for (const row of columns([head, ...policies.map(rowOf)])) await line(row);
  if (policyClock.held !== null)
    await line(`Nothing happens by time. ${policyClock.held} See "person policy confirm-clock".`);
  return EXIT.done;
}

function rowOf({ name, enabled, fired, left, parked, description }: PolicyRowFragment): string[] {
  return [name, enabled ? 'on' : 'off', String(fired), String(left), String(parked), description];
}

export type Policy = NonNullable<PolicyQuery['policy']>;

export function noPolicy(name: string): Failure {
  return new Failure(EXIT.refused, `There is no policy ${name}. See "person policy list".`);
}

export async function showPolicy(name: string, command: Command): Promise<ExitCode> {
  const { client, isJson } = connect(command);
  const { policy } = await client.ask(PolicyDocument, { name });
  if (policy === null) throw noPolicy(name);
  if (isJson) await json(policy);
  else for (const row of describe(policy)) await line(row);
  return EXIT.done;
}

function describe({ settings, history, ...policy }: Policy): string[] {
  const { fired, left, parked, lag } = policy;
  return [
    `${policy.name}, ${policy.enabled ? 'on' : 'off'}`,
    policy.description,
    '',
    ...columns(settings.map((each) => [`  ${kebab(each.name)}`, worded(each.value), hintOf(each)])),
    '',
    `  ${fired} fired, ${left} left alone, ${parked} parked, ${lag ?? 'an unknown number of'} events wait`,
    ...history.map(
      ({ version, at, by, changes, reason }) =>
        `  ${version}  ${momentOf(at)}  ${by}  ${changesOf(changes)}${reason === null ? '' : `  (${reason})`}`,
    ),
  ];
}

function changesOf(changes: unknown): string {
  const all = Object.entries(changes as Readonly<Record<string, unknown>>);
  return all.map(([name, value]) => `${kebab(name)}=${value === null ? '' : worded(value)}`).join(' ');
}

const worded = (value: unknown): string => (Array.isArray(value) ? value.join(',') || '-' : String(value));

function hintOf({ description, least, most, unit, words, standard, value }: Policy['settings'][number]): string {
  const range = least === null ? '' : ` From ${least} to ${most} ${unit}.`;
  const choice = words === null ? '' : ` Of ${words.join(', ')}.`;
  const isStandard = JSON.stringify(standard) === JSON.stringify(value);
  return `${description}${range}${choice}${isStandard ? '' : ` Standard: ${worded(standard)}.`}`;
}

export async function listDecisions(command: Command): Promise<ExitCode> {
  interface Said {
    readonly person?: string;
    readonly policy?: string;
    readonly kind?: readonly string[];
    readonly first?: number;
  }
  const { person = null, policy = null, kind, first = ROWS_DEFAULT } = command.opts<Said>();
  if (person !== null && !isPersonId(person)) throw wrongUsage(`An id is a UUID, such as ${EXAMPLE}, not ${person}.`);
  const kinds = kind === undefined ? null : kind.map((each) => constant(each) as PolicyDecisionKind);
  const { client, isJson } = connect(command);
  let after: string | null = null;
  for (let left = first; left > 0; ) {
    const variables: PolicyDecisionsQueryVariables = {
      personId: person,
      policy,
      kinds,
      first: Math.min(left, PAGE_ROWS),
      after,
    };
    const { policyDecisions }: PolicyDecisionsQuery = await client.ask(PolicyDecisionsDocument, variables);
    for (const each of policyDecisions.nodes) await (isJson ? json(each) : line(decisionRow(each)));
    left -= policyDecisions.nodes.length;
    if (!policyDecisions.pageInfo.hasNextPage) return EXIT.done;
    after = policyDecisions.pageInfo.endCursor;
  }
  return EXIT.done;
}

export function decisionRow({ at, kind, policy, personId, command, because, problem }: DecisionRowFragment): string {
  const parts = [momentOf(at), spoken(kind), policy, personId, ...(command === null ? [] : [command])];
  const row = parts.join('  ');
  return `${row}  ${fitting(problem === null ? because : `${because} ${problem}`, row.length + 2)}`;
}

export function plannedRow({ acts, personId, command, because }: PlannedRowFragment): string {
  return `${personId}  ${acts ? `${command}  ` : 'left alone  '}${because}`;
}

export async function showOutlook(id: string, command: Command): Promise<ExitCode> {
  if (!isPersonId(id)) throw wrongUsage(`An id is a UUID, such as ${EXAMPLE}, not ${id}.`);
  const { policy = null } = command.opts<{ policy?: string }>();
  const { client, isJson } = connect(command);
  const { policyOutlook } = await client.ask(PolicyOutlookDocument, { personId: id, policy });
  for (const each of policyOutlook) {
    if (isJson) await json(each);
    else {
      const { enabled, dueAt, problem, decisions } = each;
      const when = dueAt === null ? '' : `, looks at ${momentOf(dueAt)}`;
      await line(`${each.policy}, ${enabled ? 'on' : 'off'}${when}${problem === null ? '' : `, fails: ${problem}`}`);
      for (const decision of decisions) await line(`  ${plannedRow(decision)}`);
    }
  }
  return EXIT.done;
}
