import type { Clock } from '../../base/clock.ts';
import type { Disposable } from '../../base/disposable.ts';
import type { Notices } from '../notices.ts';
import { BookmarkFile } from './bookmark-file.ts';
import { CommandHistory } from './command-history.ts';
import { HelpShelf } from './help-shelf.ts';

/** What the console keeps on disk beside the databases. */
export class ConsoleFiles implements Disposable {
  readonly help: HelpShelf;
  readonly history: CommandHistory;
  readonly bookmarks: BookmarkFile;

  constructor(dataDirectory: string, clock: Clock, notices: Notices) {
    this.help = new HelpShelf(dataDirectory, clock, notices);
    this.history = new CommandHistory(dataDirectory, clock);
    this.bookmarks = new BookmarkFile(dataDirectory, clock);
    for (const text of [...this.history.problems, ...this.bookmarks.problems])
      notices.add('warning', text);
  }

  dispose(): void {
    this.history.dispose();
  }
}
