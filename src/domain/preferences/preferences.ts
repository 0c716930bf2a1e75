/** How a person wants to be treated: what the facts make of it, and what the commands may record. */

import { accepted, type Decision } from '../decider.ts';
import type { Happened } from '../message.ts';
import type { PersonFact } from '../person/messages.ts';
import { changed, difference, folded, NO_ENTRIES, withEntry } from '../values.ts';
import { preferencesGate } from './machine.ts';
import type {
  CommunicationPreferences,
  Consent,
  GeneralPreferences,
  PreferencesAbsorbed,
  PreferencesCommand,
  PreferencesFact,
  PrivacyPreferences,
} from './messages.ts';

export interface Preferences {
  communication: CommunicationPreferences;
  privacy: PrivacyPreferences;
  general: GeneralPreferences;
  /** By the folded purpose. */
  consents: ReadonlyMap<string, Consent>;
}

const NO_PREFERENCE = {};

export const noPreferences = (): Preferences => ({
  communication: NO_PREFERENCE,
  privacy: NO_PREFERENCE,
  general: NO_PREFERENCE,
  consents: NO_ENTRIES,
});

/**
 * - A preference is changed only where it differs; null takes it back.
 * - A consent is granted again when the text, the place or the way of asking is another one.
 * - A consent may be revoked that was never granted: the person was asked and said no.
 */
export function decidePreferences(command: PreferencesCommand, state: Preferences): Decision<PreferencesFact> {
  switch (command.type) {
    case 'UpdateCommunicationPreferences':
      return prefer('CommunicationPreferencesUpdated', state.communication, command.data);
    case 'UpdatePrivacyPreferences':
      return prefer('PrivacyPreferencesUpdated', state.privacy, command.data);
    case 'UpdateGeneralPreferences':
      return prefer('GeneralPreferencesUpdated', state.general, command.data);
    case 'GrantConsent':
    case 'RevokeConsent':
      return answer(command, state);
    default:
      return command satisfies never;
  }
}

function prefer<T extends object>(
  type: PreferencesFact['type'],
  current: T,
  wanted: object,
): Decision<PreferencesFact> {
  const different = difference(current, wanted);
  return different === null ? accepted() : accepted({ type, data: different } as PreferencesFact);
}

function answer(
  command: Extract<PreferencesCommand, { type: 'GrantConsent' | 'RevokeConsent' }>,
  state: Preferences,
): Decision<PreferencesFact> {
  const { purpose, ...circumstances } = command.data;
  const current = state.consents.get(folded(purpose));
  // Any answer may follow any other; the machine says which status this one leads to.
  const wanted = preferencesGate.promised(current?.status ?? 'absent', command.type);
  if (current?.status === wanted && difference(current, circumstances) === null) return accepted();
  const type = command.type === 'GrantConsent' ? 'ConsentGranted' : 'ConsentRevoked';
  return accepted({ type, data: command.data });
}

/** Makes the fact true in `state`, which the caller owns; facts of other nouns leave it as it was. */
export function applyPreferences(state: Preferences, fact: Happened<PreferencesFact | PersonFact>): void {
  switch (fact.type) {
    case 'CommunicationPreferencesUpdated':
      state.communication = changed(state.communication, fact.data);
      return;
    case 'PrivacyPreferencesUpdated':
      state.privacy = changed(state.privacy, fact.data);
      return;
    case 'GeneralPreferencesUpdated':
      state.general = changed(state.general, fact.data);
      return;
    case 'ConsentGranted':
      state.consents = withEntry(state.consents, folded(fact.data.purpose), {
        ...fact.data,
        status: 'granted',
        at: fact.at,
      });
      return;
    case 'ConsentRevoked':
      state.consents = withEntry(state.consents, folded(fact.data.purpose), {
        ...fact.data,
        status: 'revoked',
        at: fact.at,
      });
      return;
    case 'PersonAbsorbed':
      for (const taken of fact.data.preferences.consents) {
        state.consents = withEntry(state.consents, folded(taken.purpose), taken);
      }
      return;
    default:
  }
}

/** What the target of a merge takes over. Its own preferences and answers stand. */
export function absorbPreferences(source: Preferences, target: Preferences): PreferencesAbsorbed {
  return { consents: [...source.consents].filter(([key]) => !target.consents.has(key)).map(([, taken]) => taken) };
}
