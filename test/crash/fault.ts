/** What can be wrong with a history. */

export type FaultKind =
  /** It was acknowledged, and is not in the log. */
  | 'lost'
  /** It was acknowledged for another place or another version than it has. */
  | 'moved'
  /** One command has more than one event about one person. */
  | 'doubled'
  /** It is in the log, and nobody sent it. */
  | 'phantom'
  /** Its sender was told that nothing was recorded, and it is in the log. */
  | 'denied'
  /** Only a part of what is taken together is in the log. */
  | 'half'
  /** Numbers are missing or there twice, in the log or in a person's history. */
  | 'gap'
  /** An event does not link to the one before. */
  | 'link'
  /** The bytes are not what they claim to be. */
  | 'bytes'
  /** An answer contradicts another one, or itself. */
  | 'answer'
  /** Nobody could have decided so after what was recorded before. */
  | 'law'
  /** The projections of a gateway are not what the log makes of them. */
  | 'views'
  /** A gateway did not come back, or did not settle what was asked of it. */
  | 'stuck';

export interface Fault {
  readonly kind: FaultKind;
  readonly what: string;
}
