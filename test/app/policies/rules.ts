/** Policies that are good or bad on purpose. */

import type { PersonId } from '../../../src/domain/ids.ts';
import { tagKey } from '../../../src/domain/person/core.ts';
import type { FactName } from '../../../src/domain/person/facts.ts';
import {
  act,
  type Known,
  type Occasion,
  type Policy,
  type PolicyDecision,
} from '../../../src/domain/policies/policy.ts';
import { item } from '../../domain/examples.ts';

/** An email that nobody has. */
export const NOBODYS = item(77);

interface Made {
  readonly after?: readonly FactName[];
  readonly due?: Policy['due'];
}

export function rule(
  name: string,
  decide: (occasion: Occasion, known: Known) => Iterable<PolicyDecision>,
  { after = ['PersonCreated'], due }: Made = {},
): Policy {
  const base = { name, description: `The policy ${name}.`, settings: {}, after: new Set(after), decide };
  return due === undefined ? base : { ...base, due };
}

/** Whether the person has the tag. */
export const has = (known: Known, personId: PersonId, tag: string) =>
  known.person(personId)?.core.tags.has(tagKey(tag)) === true;

/** Gives a tag to whom it looks at, unless the person has it. */
export const tagger = (name: string, tag: string, made: Made = {}): Policy =>
  rule(
    name,
    function* ({ personId }, known) {
      if (known.person(personId) !== null && !has(known, personId, tag))
        yield act(personId, 'AddTag', { tag }, 'It is new.');
    },
    made,
  );

/** Gives many tags, one in each look. */
export const slowTagger = (name: string, tags: readonly string[], made: Made = {}): Policy =>
  rule(
    name,
    function* ({ personId }, known) {
      const tag = tags.find((each) => !has(known, personId, each));
      if (tag !== undefined) yield act(personId, 'AddTag', { tag }, `The next one is ${tag}.`);
    },
    made,
  );

export const throwing = (name: string, made: Made = {}): Policy =>
  rule(
    name,
    () => {
      throw new Error('It broke.');
    },
    made,
  );

/** Wants what nobody may. */
export const refused = (name: string): Policy =>
  rule(name, function* ({ personId }) {
    yield act(personId, 'VerifyEmail', { emailId: NOBODYS }, 'It wants so.');
  });

/** Takes a tag off and gives it again, for ever. */
export const flipping = (name: string, made: Made = {}): Policy =>
  rule(
    name,
    function* ({ personId }, known) {
      const flip = has(known, personId, 'flip') ? ('RemoveTag' as const) : ('AddTag' as const);
      yield act(personId, flip, { tag: 'flip' }, 'It is not as it was.');
    },
    made,
  );
