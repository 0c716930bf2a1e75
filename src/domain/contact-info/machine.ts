/** Which command is legal in which status of one piece of contact data. The table is in docs/law.md. */

import { createMachine } from 'xstate';
import { gate, stays } from '../gate.ts';

export type ContactStatus = 'absent' | 'listed' | 'unverified' | 'verified' | 'removed';

const ADD_LISTED = {
  AddPhone: 'listed',
  AddAddress: 'listed',
  AddSocialProfile: 'listed',
  AddMessagingHandle: 'listed',
  AddWebsite: 'listed',
} as const;

const REMOVE_LISTED = {
  RemovePhone: 'removed',
  RemoveAddress: 'removed',
  RemoveSocialProfile: 'removed',
  RemoveMessagingHandle: 'removed',
  RemoveWebsite: 'removed',
} as const;

/** Emails are unverified or verified; all other contact data is just listed. */
export const contactInfoMachine = createMachine({
  id: 'contact-info',
  initial: 'absent',
  states: {
    absent: { on: { AddEmail: 'unverified', ...ADD_LISTED } },
    listed: {
      on: {
        ...stays('listed', ['UpdatePhone', 'SetPrimaryPhone', 'UpdateAddress', 'UpdateSocialProfile']),
        ...REMOVE_LISTED,
      },
    },
    unverified: {
      on: {
        VerifyEmail: 'verified',
        RemoveEmail: 'removed',
        ...stays('unverified', ['UpdateEmail', 'SetPrimaryEmail']),
      },
    },
    verified: {
      on: {
        // A new address has to be verified anew.
        UpdateEmail: [
          { guard: ({ event }) => event.newAddress === true, target: 'unverified' },
          { target: 'verified' },
        ],
        RemoveEmail: 'removed',
        ...stays('verified', ['VerifyEmail', 'SetPrimaryEmail']),
      },
    },
    removed: {
      on: {
        AddEmail: 'unverified',
        ...ADD_LISTED,
        ...stays('removed', ['RemoveEmail', ...(Object.keys(REMOVE_LISTED) as (keyof typeof REMOVE_LISTED)[])]),
      },
    },
  },
});

export const contactInfoGate = gate<ContactStatus>(contactInfoMachine);
