import type { ActionState } from '../../shared/action.ts';
import type { Failure, Result } from '../../shared/failure.ts';
import type { EvidenceLine, LedgerIntent } from '../../shared/journal.ts';
import type { ActionId, Instant } from '../../shared/units.ts';

/** Where everything sent to a machine is recorded before it is sent. The panel puts the database behind it. */
export interface ActionLedger {
  /** Returns once the intent is on disk; a failure says why it is only in memory. */
  intend(intent: LedgerIntent): Result<null>;
  /** Returns once the disk knows that bytes may leave from now on. */
  aboutToSend(id: ActionId): Result<null>;
  progress(id: ActionId, state: ActionState, at: Instant): void;
  /** In wire order, secrets masked. */
  addEvidence(id: ActionId, lines: readonly EvidenceLine[]): void;
}

/** One piece of work's way through the ledger: its intent, its states and the lines it put on the wire. */
export class LedgerEntryWriter {
  readonly #ledger: ActionLedger;
  readonly #id: ActionId;
  readonly #marks: boolean;
  readonly #now: () => Instant;
  #evidence: EvidenceLine[] = [];

  constructor(ledger: ActionLedger, intent: LedgerIntent, now: () => Instant) {
    this.#ledger = ledger;
    this.#id = intent.id;
    this.#now = now;
    // Without a lasting record the work still goes on: a full disk must not keep anybody from aborting a run.
    this.#marks = ledger.intend(intent).ok && intent.marksSending;
  }

  /** Asked right before the first byte; a failure means that nothing may be sent. */
  aboutToSend(): Failure | null {
    if (!this.#marks) return null;
    const marked = this.#ledger.aboutToSend(this.#id);
    return marked.ok ? null : marked.failure;
  }

  wrote(line: EvidenceLine): void {
    this.#evidence.push(line);
  }

  progress(state: ActionState): void {
    const lines = this.#evidence;
    this.#evidence = [];
    this.#ledger.addEvidence(this.#id, lines);
    this.#ledger.progress(this.#id, state, this.#now());
  }
}
