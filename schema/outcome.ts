/** What became of a command, as a union that clients branch on. */

import { ATTEMPTS_MAX, VISIBLE_MS_MAX } from '../src/app/dispatch.ts';
import type {
  BusyOutcome,
  ContendedOutcome,
  Outcome,
  RecordedOutcome,
  RefusedOutcome,
  UnsettledOutcome,
} from '../src/app/outcome.ts';
import { SENTENCES } from '../src/domain/rejection.ts';
import type { GraphQLContext } from './builder.ts';
import { failure } from './errors.ts';
import type { Kit } from './kit.ts';
import { domainPerson, findPerson } from './person-source.ts';
import { availableTo, type RefusalTypes } from './refusal.ts';

const TYPE_NAMES: Readonly<Record<Outcome['kind'], string>> = {
  recorded: 'Recorded',
  refused: 'Refused',
  contended: 'Contended',
  busy: 'Busy',
  unsettled: 'Unsettled',
};

export function registerOutcomes({ builder, person, personEvent }: Kit, { code, availableCommand }: RefusalTypes) {
  const recorded = builder.objectRef<RecordedOutcome>('Recorded').implement({
    description: 'The command was taken. Without events it asked for what is so already.',
    fields: (t) => ({
      personId: t.exposeID('personId'),
      person: t.field({
        type: person,
        nullable: true,
        description: 'The person after the command.',
        resolve: personAfter,
      }),
      events: t.field({
        type: [personEvent],
        description:
          'One per person concerned, the addressed person first. Of a validated command: what would be recorded.',
        resolve: ({ events }) => [...events],
      }),
      position: t.field({
        type: 'Position',
        description: 'Hand it to a query on any replica to see this command there.',
        resolve: ({ sequence }, _, { app }) => app.positions.encode(sequence),
      }),
      commandId: t.exposeID('commandId'),
      replayed: t.exposeBoolean('replayed', {
        description: 'The command had been taken before; this is its answer again.',
      }),
    }),
  });

  const refused = builder.objectRef<RefusedOutcome>('Refused').implement({
    description: 'The command was not taken, and nothing was recorded.',
    fields: (t) => ({
      code: t.field({ type: code, resolve: ({ refusal }) => refusal.code }),
      message: t.string({ resolve: ({ refusal }) => SENTENCES[refusal.code] }),
      field: t.string({
        nullable: true,
        description: 'The input field at fault, as a path.',
        resolve: ({ refusal }) => refusal.field ?? null,
      }),
      availableCommands: t.field({
        type: [availableCommand],
        description: 'What is possible now.',
        resolve: possibleNow,
      }),
      commandId: t.exposeID('commandId'),
    }),
  });

  return builder.unionType('CommandResult', {
    types: [recorded, refused, ...registerUndecided(builder)],
    resolveType: (outcome) => TYPE_NAMES[outcome.kind],
  });
}

/** The answers to commands that were neither taken nor refused: all of them may be sent again. */
function registerUndecided(builder: Kit['builder']) {
  const contended = builder.objectRef<ContendedOutcome>('Contended').implement({
    description: 'The person is in another version than expected, or others kept changing it. Nothing was recorded.',
    fields: (t) => ({
      expectedVersion: t.exposeInt('expectedVersion', { nullable: true }),
      actualVersion: t.exposeInt('actualVersion'),
      message: t.string({ resolve: contention }),
      commandId: t.exposeID('commandId'),
    }),
  });

  const busy = builder.objectRef<BusyOutcome>('Busy').implement({
    description: 'The gateway has as many commands under way as it may. Nothing was recorded.',
    fields: (t) => ({
      retryAfterMs: t.exposeInt('retryAfterMs', { description: 'When to send it again, in milliseconds.' }),
      message: t.string({
        resolve: ({ retryAfterMs }) =>
          `The gateway has as many commands under way as it may. Send it again in ${retryAfterMs} ms.`,
      }),
      commandId: t.exposeID('commandId'),
    }),
  });

  const unsettled = builder.objectRef<UnsettledOutcome>('Unsettled').implement({
    description:
      'The log did not answer in time, so nobody knows yet. Send the same command with the same id: that is safe.',
    fields: (t) => ({
      message: t.string({
        resolve: ({ reason }) =>
          `Nobody knows yet whether the command was taken: ${reason}. Send it again with the same commandId.`,
      }),
      commandId: t.exposeID('commandId'),
    }),
  });
  return [contended, busy, unsettled] as const;
}

async function personAfter({ personId, sequence }: RecordedOutcome, _: unknown, { app }: GraphQLContext) {
  if (!(await app.projector.reached(sequence, VISIBLE_MS_MAX))) {
    const positions = { wanted: app.positions.encode(sequence), applied: app.positions.encode(app.projector.position) };
    throw failure(
      'PROJECTION_LAGGING',
      'The command is recorded, but this gateway cannot show it yet. Ask again with its position.',
      positions,
    );
  }
  return findPerson(app, personId);
}

function possibleNow({ person, personId }: RefusedOutcome, _: unknown, { app }: GraphQLContext) {
  if (person !== null) return [...availableTo(person)];
  const current = personId === null ? null : findPerson(app, personId);
  return [...availableTo(current === null ? null : domainPerson(current))];
}

function contention({ expectedVersion, actualVersion }: ContendedOutcome): string {
  if (expectedVersion !== null && expectedVersion !== actualVersion) {
    return `The person is in version ${actualVersion}, not ${expectedVersion}. Read it again and decide anew.`;
  }
  return `Others changed the person ${ATTEMPTS_MAX} times while the command was decided. Send it again.`;
}
