import type { ConnectStep, OfferedCertificate } from './connection.ts';
import type { Failure } from './failure.ts';

/** One line of the connection test in the add-machine dialog. */
export interface TestedStep {
  readonly step: ConnectStep;
  /** What was found, in words: an IP address, a port, a fingerprint, a product. */
  readonly found: string;
  readonly milliseconds: number;
  readonly failure: Failure | null;
}

/** What a connection test found, step by step, up to the first failure. The session is left with `QUIT` afterwards. */
export interface ConnectionReport {
  readonly steps: readonly TestedStep[];
  readonly certificate: OfferedCertificate | null;
  readonly succeeded: boolean;
}
