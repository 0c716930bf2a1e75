/** What `policy` changes and tries: settings, previews, runs, and the clock. */

import type { Command } from 'commander';
import type { Client } from '../client/client.ts';
import {
  ConfirmClockDocument,
  PolicyDocument,
  PolicyPreviewDocument,
  RunPolicyDocument,
  type RunPolicyMutation,
  UpdatePolicyDocument,
} from '../client/generated.ts';
import { camel, kebab } from './case.ts';
import { connect } from './connect.ts';
import { EXIT, type ExitCode, Failure, wrongUsage } from './exits.ts';
import { meant } from './nearest.ts';
import { noPolicy, type Policy, plannedRow } from './policy-shown.ts';
import { counted, json, line } from './print.ts';

/** Decisions of a preview that are shown when nothing is said. */
const ROWS_DEFAULT = 20;

export async function setSettings(name: string, said: readonly string[], command: Command): Promise<ExitCode> {
  const { reason = null, expectedVersion = null } = command.opts<{ reason?: string; expectedVersion?: number }>();
  const { client, isJson } = connect(command);
  const settings = await settingsIn(client, name, said);
  const { updatePolicy } = await client.ask(UpdatePolicyDocument, {
    input: { name, settings, reason, expectedVersion },
  });
  if (isJson) await json(updatePolicy);
  switch (updatePolicy.__typename) {
    case 'PolicyChanged': {
      const { policy } = updatePolicy;
      if (!isJson) await line(`${policy.name} is ${policy.enabled ? 'on' : 'off'}, in version ${policy.version}`);
      return EXIT.done;
    }
    case 'PolicyRefused': {
      const { code, message, field } = updatePolicy;
      throw refusedBy({ code, message: `${message} "person policy show ${name}" tells what it may be.`, field });
    }
    default:
      throw new Failure(EXIT.later, updatePolicy.message);
  }
}

export function refusedBy({ code, message, field }: { code: string; message: string; field: string | null }): Failure {
  return new Failure(EXIT.refused, `${code}${field === null ? '' : ` (${field})`}: ${message}`);
}

export async function preview(name: string, said: readonly string[], command: Command): Promise<ExitCode> {
  const { at = null, first = ROWS_DEFAULT } = command.opts<{ at?: string; first?: number }>();
  const { client, isJson } = connect(command);
  const settings = await settingsIn(client, name, said);
  const { policyPreview } = await client.ask(PolicyPreviewDocument, { name, settings, at, first });
  if (isJson) {
    await json(policyPreview);
    return EXIT.done;
  }
  const { persons, acts, leaves, failures, decisions } = policyPreview;
  for (const each of decisions) await line(plannedRow(each));
  for (const { personId, problem } of failures) await line(`${personId}  fails: ${problem}`);
  await line(
    `It would look at ${counted(persons, 'person')}, act ${counted(acts, 'time')}, and leave ${leaves} alone with a reason`,
  );
  return EXIT.done;
}

/** Goes on until everybody was looked at. */
export async function runAll(name: string, command: Command): Promise<ExitCode> {
  const { client, isJson } = connect(command);
  const sum = { persons: 0, fired: 0, left: 0, parked: 0 };
  for (let from: number | null = 0; from !== null; ) {
    const { runPolicy }: RunPolicyMutation = await client.ask(RunPolicyDocument, { name, from });
    if (runPolicy.__typename === 'PolicyRefused') throw refusedBy(runPolicy);
    for (const key of ['persons', 'fired', 'left', 'parked'] as const) sum[key] += runPolicy[key];
    from = runPolicy.next;
  }
  const { persons, fired, left, parked } = sum;
  if (isJson) await json(sum);
  else await line(`${counted(persons, 'person')} looked at: ${fired} fired, ${left} left alone, ${parked} parked`);
  return EXIT.done;
}

export async function confirmClock(command: Command): Promise<ExitCode> {
  const { client, isJson } = connect(command);
  const { confirmClock: clock } = await client.ask(ConfirmClockDocument, {});
  if (isJson) await json(clock);
  else await line(clock.held ?? 'Policies go by the clock');
  return EXIT.done;
}

type Setting = Policy['settings'][number];

/** Settings from words such as `days=30`, as the policy wants them. */
async function settingsIn(client: Client, name: string, said: readonly string[]): Promise<Record<string, unknown>> {
  const { policy } = await client.ask(PolicyDocument, { name });
  if (policy === null) throw noPolicy(name);
  const settings: Record<string, unknown> = {};
  for (const text of said) {
    const [, word = '', value] = /^([^=]+)=(.*)$/s.exec(text) ?? [];
    if (value === undefined) throw wrongUsage(`A setting is such as enabled=true, not ${text}.`);
    const known = policy.settings.map((each) => kebab(each.name));
    const setting = policy.settings.find((each) => each.name === camel(word));
    if (setting === undefined) {
      throw wrongUsage(`There is no setting ${word}.${meant(word, known) || ` There are ${known.join(', ')}.`}`);
    }
    settings[setting.name] = valueIn(setting, value);
  }
  return settings;
}

/** The value; null for the standard. What is none of the kind goes as it is, and the gateway says what is wrong. */
function valueIn({ kind }: Setting, text: string): unknown {
  if (text === '') return null;
  switch (kind) {
    case 'NUMBER':
      return Number.isNaN(Number(text)) ? text : Number(text);
    case 'FLAG':
      return text === 'true' ? true : text === 'false' ? false : text;
    case 'WORDS':
      return text === '-' ? [] : text.split(',').map((each) => each.trim());
    default:
      return text;
  }
}
