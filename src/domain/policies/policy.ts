/**
 * What a policy is: one pure function from an occasion, what is known, and its settings, to what it does and what it
 * leaves alone, with why. A policy looks at one person as it stands, so looking twice does no more than looking once.
 */

import type { ItemId, PersonId } from '../ids.ts';
import type { Happened, IsoDate } from '../message.ts';
import type { FactName } from '../person/facts.ts';
import type { AnyCommand, AnyFact, CommandName, PresentPerson } from '../person/person.ts';
import type { SettingsSchema, SettingValues } from './settings.ts';

export interface Policy<S extends SettingsSchema = SettingsSchema> {
  /** Stored with every decision: add policies, never rename one. */
  readonly name: string;
  readonly description: string;
  readonly settings: S;
  /** Facts after which it looks at the person they are about. */
  readonly after: ReadonlySet<FactName>;
  decide(occasion: Occasion, known: Known, settings: SettingValues<S>): Iterable<PolicyDecision>;
  /** When it wants to look at the person without an event, in UTC milliseconds; null never. */
  due?(person: PresentPerson, occasion: Occasion, known: Known, settings: SettingValues<S>): number | null;
}

/** Why a person is looked at. */
export interface Occasion {
  readonly personId: PersonId;
  /** UTC milliseconds. */
  readonly at: number;
  /** What happened; null when it is looked at because of the time, or because somebody asked. */
  readonly fact: Happened<AnyFact> | null;
}

/** What a policy may ask. The answers are those of the projections. */
export interface Known {
  /** The person as it is now; null when it does not exist. */
  person(personId: PersonId): PresentPerson | null;
  /** UTC milliseconds of the last event about the person that no policy recorded. */
  activeAt(personId: PersonId): number;
  /** Every relationship with the person that has not ended, whoever began it and whatever became of the others. */
  ties(personId: PersonId): Iterable<Tie>;
  /** Persons that work at the organization without a known end. */
  employedAt(organization: string): Iterable<PersonId>;
  /** Skills that go together with the person's own, the best supported first. */
  recommendations(personId: PersonId): readonly KnownRecommendation[];
  /** An id for something the policy makes about a person: the same for the same name. */
  id(personId: PersonId, name: string): ItemId;
}

/** A relationship as it concerns one of its persons. */
export interface Tie {
  readonly relationshipId: ItemId;
  /** The other one. */
  readonly otherId: PersonId;
  readonly kind: string;
  readonly status: 'proposed' | 'established';
  readonly context: string | undefined;
  readonly start: IsoDate | undefined;
  readonly dormant: boolean;
  /** Whether the person's own history tells of it, and that of the other one: who knows of it can change it. */
  readonly isKnownToSelf: boolean;
  readonly isKnownToOther: boolean;
}

export interface KnownRecommendation {
  readonly name: string;
  readonly category: string;
  /** How many of the person's own skills it goes together with. */
  readonly score: number;
  readonly because: readonly string[];
}

export type PolicyDecision = Act | Leave;

/** A command to a person. */
export interface Act {
  readonly kind: 'act';
  readonly personId: PersonId;
  readonly type: CommandName;
  readonly data: AnyCommand['data'];
  readonly because: string;
  /** Tells it from the other decisions of the same look, such as the id of a relationship. */
  readonly key: string;
}

/** Nothing, where one might have expected something. */
export interface Leave {
  readonly kind: 'leave';
  readonly personId: PersonId;
  readonly because: string;
}

type DataOf<Name extends CommandName> = Extract<AnyCommand, { type: Name }>['data'];

export function act<Name extends CommandName>(
  personId: PersonId,
  type: Name,
  data: DataOf<Name>,
  because: string,
  key = '',
): Act {
  return { kind: 'act', personId, type, data, because, key };
}

export function leave(personId: PersonId, because: string): Leave {
  return { kind: 'leave', personId, because };
}

const ACTOR = 'policy:';

/** Who a policy's commands come from. Nobody else can have such a name. */
export const actorOf = (policy: string): string => `${ACTOR}${policy}`;

/** The policy that has the actor's name. */
export const policyOf = (actor: string): string => actor.slice(ACTOR.length);

export const isByPolicy = (actor: string): boolean => actor.startsWith(ACTOR);

export const A_DAY_MS = 24 * 60 * 60 * 1000;
