import { zipSync } from 'fflate';
import { CommandFailure, noSuchFile } from './command-failure.ts';

export interface StoredFile {
  readonly bytes: Uint8Array;
  /** Unix milliseconds. */
  readonly modified: number;
}

export interface FileLocation {
  /** Lower case: `experiments`, `public_run_complete` … */
  readonly context: string;
  /** Without a leading slash. */
  readonly path: string;
}

export interface ListedEntry extends FileLocation {
  readonly kind: 'file' | 'folder';
  readonly sizeBytes: number;
  readonly modified: number;
}

/** Where each context lies on the instrument's disk: error messages name it. */
const roots: Readonly<Record<string, string>> = {
  experiments: '/data/vendor/IS/experiments',
  public_run_complete: '/data/vendor/IS/public_run_complete',
  public_templates: '/data/vendor/IS/public_templates',
};

/** The instrument's files, in memory: paths in named contexts, folders implied by paths. */
export class FileSystem {
  readonly #files = new Map<string, Map<string, StoredFile>>(
    Object.keys(roots).map((context) => [context, new Map()]),
  );

  /** Reads `context:path`; the context is case-insensitive and `fallback` where none is given. */
  locate(text: string, fallback: string): FileLocation {
    const split = text.indexOf(':');
    const context = (split < 0 ? fallback : text.slice(0, split)).toLowerCase();
    const path = (split < 0 ? text : text.slice(split + 1))
      .replaceAll(/\/+/g, '/')
      .replace(/^\//, '');
    if (!this.#files.has(context)) {
      throw new CommandFailure('NoMatch', `Context '${context}' does not exist`, { context });
    }
    if (path.split('/').includes('..')) {
      throw new CommandFailure('InvocationError', `Path '${path}' leaves its context`);
    }
    return { context, path };
  }

  write({ context, path }: FileLocation, bytes: Uint8Array, modified: number): void {
    this.#context(context).set(path, { bytes, modified });
  }

  read(location: FileLocation): StoredFile {
    const file = this.#context(location.context).get(location.path);
    if (!file) throw noSuchFile(diskPath(location));
    return file;
  }

  move(from: FileLocation, to: FileLocation): void {
    const file = this.read(from);
    this.#context(to.context).set(to.path, file);
    const moved = from.context !== to.context || from.path !== to.path;
    if (moved) this.#context(from.context).delete(from.path);
  }

  remove(location: FileLocation): void {
    this.read(location);
    this.#context(location.context).delete(location.path);
  }

  removeFolder({ context, path }: FileLocation): void {
    const files = this.#context(context);
    for (const name of Array.from(files.keys())) {
      if (name.startsWith(`${path}/`)) files.delete(name);
    }
  }

  /** Files and folders whose whole path matches; `*` and `?` stay within one level. NoMatch if a pattern finds none. */
  list({ context, path }: FileLocation): readonly ListedEntry[] {
    const pattern = globPattern(path === '' ? '*' : path.replace(/\/$/, '/*'));
    const found = new Map<string, ListedEntry>();
    for (const [name, file] of this.#context(context)) {
      const levels = name.split('/');
      for (let depth = 1; depth <= levels.length; depth++) {
        const entry = levels.slice(0, depth).join('/');
        if (!pattern.test(entry)) continue;
        const known = found.get(entry);
        const kind = depth === levels.length ? 'file' : 'folder';
        found.set(entry, {
          context,
          path: entry,
          kind,
          sizeBytes: kind === 'file' ? file.bytes.length : 4096,
          modified: Math.max(file.modified, known?.modified ?? 0),
        });
      }
    }
    if (found.size === 0 && path !== '') {
      throw new CommandFailure('NoMatch', `No files match '${context}:${path}'`, {
        pattern: `${context}:${path}`,
      });
    }
    return [...found.values()].toSorted((a, b) => (a.path < b.path ? -1 : 1));
  }

  /** A zip of everything in a folder, with paths that begin inside it, as in an .eds file. */
  zip(location: FileLocation): Uint8Array {
    const folder = `${location.path.replace(/\/$/, '')}/`;
    const entries: Record<string, [Uint8Array, { mtime: Date }]> = {};
    for (const [name, { bytes, modified }] of this.#context(location.context)) {
      if (!name.startsWith(folder)) continue;
      entries[name.slice(folder.length)] = [bytes, { mtime: new Date(modified) }];
    }
    if (Object.keys(entries).length === 0) throw noSuchFile(diskPath(location));
    return zipSync(entries);
  }

  #context(context: string): Map<string, StoredFile> {
    const files = this.#files.get(context);
    if (!files) throw new Error(`No context ${context}`);
    return files;
  }
}

function diskPath({ context, path }: FileLocation): string {
  return `${roots[context] ?? ''}/${path}`;
}

function globPattern(glob: string): RegExp {
  const source = glob
    .replaceAll(/[.+^${}()|\\]/g, String.raw`\$&`)
    .replaceAll('*', '[^/]*')
    .replaceAll('?', '[^/]');
  try {
    return new RegExp(`^${source}$`);
  } catch (cause) {
    throw new CommandFailure(
      'InvocationError',
      `'${glob}' is not a file pattern (${String(cause)})`,
    );
  }
}
