import { assertNever } from '../../shared/assert-never.ts';

export type DrawerPosition = 'Open' | 'Closed' | 'Unknown';
export type CoverPosition = 'Up' | 'Down' | 'Unknown';
type Motion = 'raise-cover' | 'lower-cover' | 'open-drawer' | 'close-drawer';

/** Seconds each motion takes. */
const motionSeconds: Readonly<Record<Motion, number>> = {
  'raise-cover': 1.5,
  'lower-cover': 5,
  'open-drawer': 2.5,
  'close-drawer': 4,
};

/** What the instrument notes in its log when a motion begins and ends (message log of a real run). */
const motionNotes: Readonly<Record<Motion, readonly [begin: string, end: string]>> = {
  'raise-cover': ['Cover Raising', 'Cover Raised'],
  'lower-cover': ['Cover Lowering', 'Cover Lowered'],
  'open-drawer': ['Drawer Opening', 'Drawer Opened'],
  'close-drawer': ['Drawer Closing', 'Drawer Closed'],
};

interface Task {
  readonly motions: readonly Motion[];
  readonly done: () => void;
}

/** Drawer and cover. Motions queue: the instrument moves one thing at a time. A moving part reports `Unknown`. */
export class Mechanics {
  /** The drawer reports `Unknown` wherever it is. */
  drawerStuck = false;
  #drawer: DrawerPosition = 'Closed';
  #cover: CoverPosition = 'Down';
  #tasks: Task[] = [];
  #pending: Motion[] = [];
  #secondsLeft = 0;
  readonly #note: (text: string) => void;

  constructor(note: (text: string) => void) {
    this.#note = note;
  }

  get drawer(): DrawerPosition {
    return this.drawerStuck ? 'Unknown' : this.#drawer;
  }

  get cover(): CoverPosition {
    return this.#cover;
  }

  get moving(): boolean {
    return this.#tasks.length > 0;
  }

  /** Raises the cover first, then opens. */
  open(done: () => void): void {
    this.#enqueue({ motions: ['raise-cover', 'open-drawer'], done });
  }

  close(done: () => void): void {
    this.#enqueue({ motions: ['close-drawer'], done });
  }

  raiseCover(done: () => void): void {
    this.#enqueue({ motions: ['raise-cover'], done });
  }

  lowerCover(done: () => void): void {
    this.#enqueue({ motions: ['lower-cover'], done });
  }

  /** Forgets every motion; what was moving stays where nobody knows, until the next command. */
  halt(): void {
    this.#tasks = [];
    this.#pending = [];
    this.#secondsLeft = 0;
  }

  advance(seconds: number): void {
    let left = seconds;
    while (this.#tasks.length > 0 && left > 0) {
      const used = Math.min(left, this.#secondsLeft);
      this.#secondsLeft -= used;
      left -= used;
      if (this.#secondsLeft > 1e-9) return;
      this.#endMotion();
    }
  }

  #enqueue(task: Task): void {
    this.#tasks.push(task);
    if (this.#tasks.length === 1) this.#beginTask();
  }

  #beginTask(): void {
    const task = this.#tasks[0];
    if (!task) return;
    this.#pending = task.motions.filter((motion) => this.#needed(motion));
    this.#beginMotion();
  }

  #beginMotion(): void {
    const motion = this.#pending[0];
    // Even a motion that has nothing to do takes the moment of finding that out.
    this.#secondsLeft = motion ? motionSeconds[motion] : 0.25;
    if (motion) {
      this.#place(motion, true);
      this.#note(motionNotes[motion][0]);
    }
    // The drawer's position is unknown for the whole of an opening, its cover's part included.
    if (this.#pending.includes('open-drawer')) this.#drawer = 'Unknown';
  }

  #endMotion(): void {
    const motion = this.#pending.shift();
    if (motion) {
      this.#place(motion, false);
      this.#note(motionNotes[motion][1]);
    }
    if (this.#pending.length > 0) {
      this.#beginMotion();
      return;
    }
    const task = this.#tasks.shift();
    this.#beginTask();
    task?.done();
  }

  #needed(motion: Motion): boolean {
    switch (motion) {
      case 'raise-cover':
        return this.#cover !== 'Up';
      case 'lower-cover':
        return this.#cover !== 'Down';
      case 'open-drawer':
        return this.#drawer !== 'Open';
      case 'close-drawer':
        return this.#drawer !== 'Closed';
      default:
        return assertNever(motion);
    }
  }

  #place(motion: Motion, moving: boolean): void {
    switch (motion) {
      case 'raise-cover':
        this.#cover = moving ? 'Unknown' : 'Up';
        return;
      case 'lower-cover':
        this.#cover = moving ? 'Unknown' : 'Down';
        return;
      case 'open-drawer':
        this.#drawer = moving ? 'Unknown' : 'Open';
        return;
      case 'close-drawer':
        this.#drawer = moving ? 'Unknown' : 'Closed';
        return;
      default:
        assertNever(motion);
    }
  }
}
