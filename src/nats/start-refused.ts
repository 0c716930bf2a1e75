/** The gateway cannot start as it is set up. Nothing was written. */

export class StartRefused extends Error {
  override readonly name = 'StartRefused';
  /** What the operator can do. */
  readonly advice: string;

  constructor(problem: string, advice: string) {
    super(problem);
    this.advice = advice;
  }
}
