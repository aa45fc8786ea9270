/** Lets one piece of work run at a time; whoever comes meanwhile is turned away instead of waiting. */
export class OneAtATime {
  #working = false;

  /** Answers what the work answers, or `busy` if other work has not ended yet. */
  async run<T>(work: () => Promise<T>, busy: T): Promise<T> {
    if (this.#working) return busy;
    this.#working = true;
    try {
      return await work();
    } finally {
      this.#working = false;
    }
  }
}
