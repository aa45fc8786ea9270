import type { Failure } from '../../shared/failure.ts';

/** Carries a failure already in plain words through code that rejects. */
export class FailureError extends Error {
  override readonly name = 'FailureError';
  readonly failure: Failure;

  constructor(failure: Failure, cause?: unknown) {
    super(failure.message, { cause });
    this.failure = failure;
  }
}
