import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import {
  type Bookmark,
  bookmarkFileSchema,
  type BookmarkImport,
  bookmarkSchema,
  mostBookmarks,
} from '../../../shared/console-extras.ts';
import { type Failure, fail, type Result, succeed } from '../../../shared/failure.ts';
import type { Clock } from '../../base/clock.ts';
import { maskSecrets } from '../../scpi/secrets.ts';
import { KeptFile } from '../kept-file.ts';

type BookmarkContent = Omit<Bookmark, 'id'>;

const fileSchema = z.object({ bookmarks: z.array(bookmarkSchema).max(mostBookmarks) });

/** Commands kept under names, in `bookmarks.json` of the data directory, secrets masked. */
export class BookmarkFile {
  readonly #file: KeptFile;
  #bookmarks: readonly Bookmark[] = [];

  constructor(dataDirectory: string, clock: Clock) {
    this.#file = new KeptFile({
      directory: dataDirectory,
      name: 'bookmarks',
      holds: 'The file of your bookmarks',
      remedy: 'Repair that file and put it back, or add your bookmarks again.',
      clock,
    });
    if (this.#file.found === null) return;
    const reading = fileSchema.safeParse(this.#file.found);
    if (reading.success) this.#bookmarks = reading.data.bookmarks;
    else this.#file.setAside('The file of your bookmarks makes no sense and was begun anew');
  }

  get problems(): readonly string[] {
    return this.#file.problems;
  }

  get all(): readonly Bookmark[] {
    return this.#bookmarks;
  }

  /** Adds one, or changes the one with this id. Throws if the file cannot be written; nothing changes then. */
  save(id: string | null, content: BookmarkContent): Result<Bookmark> {
    const known = this.#bookmarks.findIndex((each) => each.id === id);
    if (id !== null && known === -1) return fail(gone);
    if (id === null && this.#bookmarks.length >= mostBookmarks) return fail(tooMany);
    const bookmark = made(content, id ?? randomUUID());
    this.#write(
      known === -1 ? [...this.#bookmarks, bookmark] : this.#bookmarks.with(known, bookmark),
    );
    return succeed(bookmark);
  }

  /** Throws if the file cannot be written; nothing changes then. */
  remove(id: string): void {
    this.#write(this.#bookmarks.filter((bookmark) => bookmark.id !== id));
  }

  /** The text of a file for somebody else. */
  export(): string {
    const bookmarks = this.#bookmarks.map(({ name, text, level, note }) => ({
      name,
      text,
      level,
      note,
    }));
    const file = { format: 'quantdeck-bookmarks', version: 1, bookmarks };
    return `${JSON.stringify(file, null, 2)}\n`;
  }

  /** Adds what a file holds, each once. Throws if the own file cannot be written; nothing changes then. */
  import(text: string): Result<BookmarkImport> {
    const reading = bookmarkFileSchema.safeParse(parsed(text));
    if (!reading.success) {
      const [issue] = reading.error.issues;
      return fail(
        noBookmarks(issue === undefined ? '' : `${issue.path.join('.')}: ${issue.message}`),
      );
    }
    const known = new Set(this.#bookmarks.map(identity));
    const fresh: Bookmark[] = [];
    for (const content of reading.data.bookmarks) {
      const bookmark = made(content, randomUUID());
      if (known.has(identity(bookmark))) continue;
      known.add(identity(bookmark));
      fresh.push(bookmark);
    }
    if (this.#bookmarks.length + fresh.length > mostBookmarks) return fail(tooMany);
    this.#write([...this.#bookmarks, ...fresh]);
    return succeed({
      added: fresh.length,
      skipped: reading.data.bookmarks.length - fresh.length,
    });
  }

  #write(bookmarks: readonly Bookmark[]): void {
    this.#file.write({ version: 1, bookmarks });
    this.#bookmarks = bookmarks;
  }
}

function made({ name, text, level, note }: BookmarkContent, id: string): Bookmark {
  return { id, name, text: maskSecrets(text), level, note };
}

/** What makes two bookmarks the same. */
function identity({ name, text, level }: BookmarkContent): string {
  return JSON.stringify([name, text, level]);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

const gone: Failure = {
  kind: 'invalid-input',
  message: 'This bookmark is no longer there.',
  remedy: 'Save it as a new one.',
  detail: '',
};

const tooMany: Failure = {
  kind: 'invalid-input',
  message: `There can be ${mostBookmarks} bookmarks at most.`,
  remedy: 'Remove some first.',
  detail: '',
};

function noBookmarks(detail: string): Failure {
  return {
    kind: 'invalid-input',
    message: 'This is not a file of QuantDeck bookmarks.',
    remedy: 'Choose a file that was exported from QuantDeck’s bookmarks.',
    detail,
  };
}
