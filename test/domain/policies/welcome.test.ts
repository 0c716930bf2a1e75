/** Whom a message is asked for, and that it is asked for once. */

import { describe, it } from 'vitest';
import { welcome } from '../../../src/domain/policies/welcome.ts';
import { ADA, archived, created, drafted, fact, NOON, THINGS } from '../examples.ts';
import { givenPersons, idBy } from './given-persons.ts';

const activated = fact('PersonActivated', {});
const messageId = idBy('welcome', ADA, 'person');
const emailMessageId = idBy('welcome', ADA, `email ${THINGS.email.data.emailId}`);
const person = {
  messageId,
  channel: 'email',
  template: 'welcome_new_person',
  details: { recipientName: 'Ada Lovelace' },
};
const email = {
  messageId: emailMessageId,
  channel: 'email',
  template: 'welcome_email_added',
  details: { recipientName: 'Ada Lovelace', recipientEmail: 'ada@example.org' },
};

describe('Welcome', () => {
  it('asks for a message to a new person', () =>
    givenPersons({ [ADA]: [created] })
      .when(welcome, { fact: created })
      .thenActs(['RequestMessage', ADA, person]));

  it('waits for a draft to become active', () => {
    givenPersons({ [ADA]: [drafted] })
      .when(welcome, { fact: drafted })
      .thenNothing();
    givenPersons({ [ADA]: [drafted, activated] })
      .when(welcome, { fact: activated })
      .thenActs(['RequestMessage', ADA, person]);
  });

  it('asks for a message to a new email address', () =>
    givenPersons({ [ADA]: [created, THINGS.email] })
      .when(welcome, { fact: THINGS.email })
      .thenActs(['RequestMessage', ADA, email]));

  it('asks once', () => {
    const asked = fact('MessageRequested', { messageId, template: 'welcome_new_person' });
    givenPersons({ [ADA]: [created, asked] })
      .when(welcome, { fact: created })
      .thenNothing();
  });

  it('leaves alone who does not want to be contacted', () =>
    givenPersons({ [ADA]: [created, fact('CommunicationPreferencesUpdated', { doNotContact: true })] })
      .when(welcome, { fact: created })
      .thenLeaves('The person does not want to be contacted.'));

  it('can be told not to', () => {
    const settings = { newPersons: false, newEmails: false };
    givenPersons({ [ADA]: [created] })
      .when(welcome, { fact: created, settings })
      .thenNothing();
    givenPersons({ [ADA]: [created, THINGS.email] })
      .when(welcome, { fact: THINGS.email, settings })
      .thenNothing();
  });

  it('welcomes nobody for being looked at, nor who is gone by now', () => {
    givenPersons({ [ADA]: [created] })
      .when(welcome, { at: NOON })
      .thenNothing();
    givenPersons({ [ADA]: [created, archived] })
      .when(welcome, { fact: created })
      .thenNothing();
  });
});
