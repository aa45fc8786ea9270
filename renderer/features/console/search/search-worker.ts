import { rangesIn } from './pattern.ts';
import type { MatchAnswer, MatchRequest } from './matcher.ts';

/*
 * Matches lines away from the window: an expression that backtracks for minutes blocks only this worker, which is then ended.
 */
let pattern = /(?!)/u;

self.addEventListener('message', ({ data }: MessageEvent<MatchRequest>) => {
  const { source, flags, texts } = data;
  if (pattern.source !== source || pattern.flags !== flags) pattern = new RegExp(source, flags);
  const answer: MatchAnswer = texts.map((text) => rangesIn(text, pattern));
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker's own postMessage takes none
  self.postMessage(answer);
});
