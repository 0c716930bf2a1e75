/** Which command is legal in which status of a consent. The table is in docs/law.md. */

import { createMachine } from 'xstate';
import { gate, stays } from '../gate.ts';

export type ConsentStatus = 'absent' | 'granted' | 'revoked';

const UPDATES = ['UpdateCommunicationPreferences', 'UpdatePrivacyPreferences', 'UpdateGeneralPreferences'] as const;

/** A refusal may be recorded without a consent before it: the person was asked and said no. */
export const preferencesMachine = createMachine({
  id: 'preferences',
  initial: 'absent',
  states: {
    absent: { on: { GrantConsent: 'granted', RevokeConsent: 'revoked', ...stays('absent', UPDATES) } },
    granted: { on: { GrantConsent: 'granted', RevokeConsent: 'revoked', ...stays('granted', UPDATES) } },
    revoked: { on: { GrantConsent: 'granted', RevokeConsent: 'revoked', ...stays('revoked', UPDATES) } },
  },
});

export const preferencesGate = gate<ConsentStatus>(preferencesMachine);
