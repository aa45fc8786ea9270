import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { extname, join, sep } from 'node:path';

export interface RendererFile {
  readonly body: Uint8Array<ArrayBuffer>;
  readonly type: string;
  readonly etag: string;
  /** Its name holds a hash of its content, so it may be kept for ever. */
  readonly hashed: boolean;
}

/** The window's files by URL path (`/index.html`, `/assets/…`). */
export type RendererFiles = ReadonlyMap<string, RendererFile>;

/** The built renderer is not there or has no page. */
export class RendererMissingError extends Error {
  override readonly name = 'RendererMissingError';
  constructor(directory: string, cause?: unknown) {
    super(`The window’s files are missing in ${directory}. Build them with “npm run build”.`, {
      cause,
    });
  }
}

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.woff': 'font/woff',
  '.webmanifest': 'application/manifest+json',
  '.txt': 'text/plain; charset=utf-8',
};

/**
 * Reads every file of the built renderer once. Serving from memory means that no request ever becomes a path on the disk,
 * and that a rebuild under a running panel cannot give a window half old and half new files.
 */
export function readRendererFiles(directory: string): RendererFiles {
  const files = new Map<string, RendererFile>();
  let entries;
  try {
    entries = readdirSync(directory, { withFileTypes: true, recursive: true });
  } catch (cause) {
    throw new RendererMissingError(directory, cause);
  }
  for (const entry of entries) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    const urlPath = path.slice(directory.length).split(sep).join('/');
    const body = Uint8Array.from(readFileSync(path));
    files.set(urlPath.startsWith('/') ? urlPath : `/${urlPath}`, {
      body,
      type: types[extname(entry.name).toLowerCase()] ?? 'application/octet-stream',
      etag: `"${createHash('sha256').update(body).digest('base64url').slice(0, 27)}"`,
      hashed: urlPath.includes('assets/'),
    });
  }
  if (!files.has('/index.html')) throw new RendererMissingError(directory);
  return files;
}

/** Finds the file of a URL's path; `/` is the page. Null for anything that is not exactly one of the files. */
export function findRendererFile(files: RendererFiles, urlPath: string): RendererFile | null {
  let path;
  try {
    path = decodeURIComponent(urlPath);
  } catch {
    return null;
  }
  return files.get(path === '/' ? '/index.html' : path) ?? null;
}

/** How long a window may keep a file: hashed ones for ever, the page never. */
export function cacheControl(file: RendererFile): string {
  return file.hashed ? 'private, max-age=31536000, immutable' : 'no-cache';
}
