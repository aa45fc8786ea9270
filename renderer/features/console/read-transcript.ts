import type { Ask, RequestInput } from '../../../shared/contract.ts';
import { type Result, succeed } from '../../../shared/failure.ts';

interface TranscriptFile {
  readonly fileName: string;
  readonly parts: readonly string[];
}

/** Asks for a transcript piece by piece, so that main goes on with the machines in between. */
export async function readTranscript(
  ask: Ask,
  wish: RequestInput<'console.export'>,
): Promise<Result<TranscriptFile>> {
  const parts: string[] = [];
  let { from } = wish;
  let name: string | null = null;
  for (;;) {
    const answer = await ask('console.export', {
      ...wish,
      ...(from === undefined ? {} : { from }),
    });
    if (!answer.ok) return answer;
    const { fileName, text, next } = answer.value;
    parts.push(text);
    name ??= fileName;
    if (next === null) return succeed({ fileName: name, parts });
    from = next;
  }
}
