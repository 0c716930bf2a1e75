/** Refusal codes, and which commands are possible now. */

import { noPerson, type Person } from '../src/domain/person/person.ts';
import { type Prospect, prospects } from '../src/domain/person/prospects.ts';
import { REFUSAL_CODES, type RefusalCode, SENTENCES } from '../src/domain/rejection.ts';
import type { Kit } from './kit.ts';

export function registerRefusals({ builder }: Kit) {
  const values = Object.fromEntries(REFUSAL_CODES.map((code) => [code, { value: code, description: SENTENCES[code] }]));
  const code = builder.enumType('RefusalCode', {
    description: 'Why a command is refused. A code is a statement; its description says what to do.',
    values: values as Record<RefusalCode, { value: RefusalCode; description: string }>,
  });

  const availableCommand = builder.objectRef<Prospect>('AvailableCommand').implement({
    description: 'What would become of a command now. Exactly one of allowed, needsInput and refused is the case.',
    fields: (t) => ({
      name: t.string({ resolve: ({ name }) => name }),
      allowed: t.boolean({
        description: 'It will be taken as it is.',
        resolve: ({ verdict }) => verdict === 'allowed',
      }),
      needsInput: t.boolean({
        description: 'That depends on its input.',
        resolve: ({ verdict }) => verdict === 'needsInput',
      }),
      refused: t.field({
        type: code,
        nullable: true,
        description: 'It is refused, whatever its input.',
        resolve: ({ refusal }) => refusal,
      }),
      reason: t.string({
        nullable: true,
        description: 'The refusal in a sentence.',
        resolve: ({ refusal }) => (refusal === null ? null : SENTENCES[refusal]),
      }),
      alreadySo: t.boolean({
        description: 'What it is for is so already; it would record nothing.',
        resolve: ({ alreadySo }) => alreadySo,
      }),
    }),
  });

  return { code, availableCommand };
}

export type RefusalTypes = ReturnType<typeof registerRefusals>;

export function availableTo(person: Person | null): readonly Prospect[] {
  return prospects(person ?? noPerson());
}
