import type { DecodedBody } from '../../../shared/console.ts';
import { type Failure, fail, type Result, succeed } from '../../../shared/failure.ts';
import type { StoredLine } from './line-store.ts';
import { decode } from './line-text.ts';

/** A file beyond this is not carried through a window, in bytes. */
const largestFile = 64 * 1_024 * 1_024;

/** The least that counts as base64: a word of the protocol may look like it. */
const fewestCharacters = 16;

const taggedBody = /<([A-Za-z_][\w.-]*)>([\s\S]*)<\/\1>/;
const base64Text = /^[A-Za-z0-9+/]+={0,2}$/;

/** Takes the file out of a line whose body is base64 (instrument protocol, section 6: `FILE:READ?`, `EXP:ZIPREAD?`). */
export function decodeBody(line: StoredLine): Result<DecodedBody> {
  const text = decode(line.bytes);
  const body = (taggedBody.exec(text)?.[2] ?? text.trim().split(/\s/).at(-1) ?? '').replaceAll(
    /\s+/g,
    '',
  );
  if (body.length < fewestCharacters || body.length % 4 !== 0 || !base64Text.test(body))
    return fail(
      cannotDecode('This line does not hold a file as base64.', 'Save the text itself instead.'),
    );
  if (body.length > (largestFile / 3) * 4)
    return fail(
      cannotDecode(
        'The file in this line is larger than 64 MB.',
        'Read it from the machine in parts.',
      ),
    );
  const bytes = Buffer.from(body, 'base64');
  const { extension, mediaType } = kindOf(bytes);
  return succeed({
    fileName: `line-${line.sequence}.${extension}`,
    mediaType,
    base64: body,
    byteLength: bytes.length,
  });
}

interface FileKind {
  readonly extension: string;
  readonly mediaType: string;
}

/** By its first bytes; an EDS archive is a zip. */
function kindOf(bytes: Buffer): FileKind {
  const head = bytes.subarray(0, 8).toString('latin1');
  if (head.startsWith('PK\u0003\u0004')) return { extension: 'zip', mediaType: 'application/zip' };
  if (head.startsWith('\u0089PNG')) return { extension: 'png', mediaType: 'image/png' };
  if (head.startsWith('II*\0') || head.startsWith('MM\0*'))
    return { extension: 'tiff', mediaType: 'image/tiff' };
  if (/^\s*<\?xml/.test(head)) return { extension: 'xml', mediaType: 'application/xml' };
  return { extension: 'bin', mediaType: 'application/octet-stream' };
}

function cannotDecode(message: string, remedy: string): Failure {
  return { kind: 'invalid-input', message, remedy, detail: '' };
}
