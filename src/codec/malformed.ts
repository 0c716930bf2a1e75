/** Bytes that are no block of ours, or a value that cannot be one. The message says what is wrong with them. */
export class MalformedBlock extends Error {
  override readonly name = 'MalformedBlock';
}
