/** What the events of the old world have in common; see old-world.ts. */

import type { OldEvent } from '../legacy/classify.ts';
import type { Raw } from '../legacy/values.ts';
import { lower } from './answers.ts';
import { listOf, texts } from './old-data.ts';
import type { OldPerson } from './old-person.ts';

export interface Around {
  readonly persons: ReadonlyMap<string, OldPerson>;
  readonly event: OldEvent;
  readonly at: number;
}

export type Rule = (person: OldPerson, data: Raw, around: Around) => void;

export function contacts(person: OldPerson, data: Raw): void {
  for (const each of listOf(data.emails)) {
    email(
      person,
      String(each.email ?? each.address),
      (each.is_verified ?? each.verified) === true,
      each.is_primary === true,
    );
  }
  for (const each of listOf(data.phones)) phone(person, each);
  for (const place of texts(data, 'addresses')) person.places.add(place);
}

export function email(person: OldPerson, address: string, isVerified: boolean, isPreferred: boolean): void {
  const key = lower(address);
  person.emails.set(key, isVerified || person.emails.get(key) === true);
  if (isPreferred) person.primaryEmail = key;
}

export function phone(person: OldPerson, data: Raw, isPrimary = false): string {
  const written = String(data.phone_number ?? data.phone ?? data.number);
  const digits = written.replace(/\D/g, '');
  const code = String(data.country_code ?? '').replace(/\D/g, '');
  const whole = written.trim().startsWith('+') || code === '' ? digits : `${code}${digits.replace(/^0/, '')}`;
  person.phones.add(whole);
  if (isPrimary || data.can_receive_calls === true || data.is_primary === true) person.primaryPhone = whole;
  return whole;
}

export function skillAdded(person: OldPerson, data: Raw): void {
  const level = data.proficiency;
  const word =
    typeof level === 'number'
      ? (['beginner', 'intermediate', 'advanced', 'expert'][Math.min(3, Math.floor(level * 4))] ?? '')
      : lower(String(level));
  person.skills.set(lower(String(data.name)), word);
}

/** A network by its name, or by the one of its own that it has, and who one is there. */
export function profileOf(network: unknown, username: unknown): string {
  const own = typeof network === 'object' && network !== null ? Object.values(network)[0] : network;
  return lower(`${own} ${username}`);
}
