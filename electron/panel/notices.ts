import type { Notice } from '../../shared/contract.ts';
import type { Clock } from '../base/clock.ts';

/** What the person should know that belongs to no machine, until dismissed. */
export class Notices {
  readonly #clock: Clock;
  readonly #onChange: () => void;
  #count = 0;
  #all: readonly Notice[] = [];

  constructor(clock: Clock, onChange: () => void) {
    this.#clock = clock;
    this.#onChange = onChange;
  }

  get all(): readonly Notice[] {
    return this.#all;
  }

  add(severity: Notice['severity'], text: string): void {
    const id = `notice-${++this.#count}`;
    this.#all = [...this.#all, { id, at: this.#clock.now(), severity, text }];
    this.#onChange();
  }

  dismiss(id: string): void {
    this.#all = this.#all.filter((notice) => notice.id !== id);
    this.#onChange();
  }
}
