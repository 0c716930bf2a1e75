/** Asks, once, for a message to whoever is new here. Nothing is sent from here: whoever listens for requests does it. */

import { displayName } from '../person/name.ts';
import { act, leave, type Policy, type PolicyDecision } from './policy.ts';
import { flag } from './settings.ts';

const SETTINGS = {
  newPersons: flag('Welcome persons when they become active.', true),
  newEmails: flag('Welcome an email address when it is added.', true),
} as const;

export const welcome: Policy<typeof SETTINGS> = {
  name: 'welcome',
  description: 'Asks for a message to persons and email addresses that are new.',
  settings: SETTINGS,
  after: new Set(['PersonCreated', 'PersonActivated', 'EmailAdded']),
  *decide({ personId, fact }, known, settings): Iterable<PolicyDecision> {
    const person = known.person(personId);
    // Only what is new is welcomed, so nothing happens without a fact.
    if (person === null || fact === null || person.core.status !== 'active') return;
    const isGreeted = fact.type === 'EmailAdded' ? settings.newEmails : settings.newPersons;
    if (!isGreeted) return;
    const messageId = known.id(personId, fact.type === 'EmailAdded' ? `email ${fact.data.emailId}` : 'person');
    if (person.core.messages.live.has(messageId)) return;
    if (person.preferences.communication.doNotContact === true) {
      yield leave(personId, 'The person does not want to be contacted.');
      return;
    }
    const recipientName = displayName(person.core.name);
    const message =
      fact.type === 'EmailAdded'
        ? { template: 'welcome_email_added', details: { recipientName, recipientEmail: fact.data.address } }
        : { template: 'welcome_new_person', details: { recipientName } };
    const because = fact.type === 'EmailAdded' ? 'An email address was added.' : 'The person is new.';
    yield act(personId, 'RequestMessage', { messageId, channel: 'email', ...message }, because);
  },
};
