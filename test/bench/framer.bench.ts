import { test } from 'vitest';
import { Framer } from '../../electron/scpi/framer.ts';
import { parseMessage } from '../../electron/scpi/parser.ts';

const line = Buffer.from(`${'QUJD'.repeat(19)}\n`);

/** A reply of about `megabytes` whose body is base64 lines. */
function reply(megabytes: number): Buffer {
  const lines = Array.from({ length: (megabytes * 1024 * 1024) / line.length }, () => line);
  return Buffer.concat([Buffer.from('OK 1 <quote>\n'), ...lines, Buffer.from('</quote>\n')]);
}

function frameIn(bytes: Uint8Array, chunkBytes: number): number {
  const framer = new Framer();
  let framed = 0;
  for (let at = 0; at < bytes.length; at += chunkBytes) {
    framer.push(bytes.subarray(at, at + chunkBytes), (frame) => {
      framed += frame.length;
    });
  }
  if (framed !== bytes.length) throw new Error('The reply was not framed');
  return framed;
}

function wordsOf(bytes: Uint8Array): number {
  const message = parseMessage(bytes);
  if (message.kind !== 'ok') throw new Error('The reply was not read');
  return message.body.args.length;
}

const few = { iterations: 5, time: 0, warmupIterations: 1, warmupTime: 0 };
const [small, large] = [reply(10), reply(50)];

// Linear means: five times the bytes take about five times as long, whatever the chunks.
test.for([1024, 65_536])('framing a reply in chunks of %i bytes', async (chunkBytes, { bench }) => {
  await bench.compare(
    bench('10 MB', () => void frameIn(small, chunkBytes)),
    bench('50 MB', () => void frameIn(large, chunkBytes)),
    few,
  );
});

test('parsing a reply', async ({ bench }) => {
  await bench.compare(
    bench('10 MB', () => void wordsOf(small)),
    bench('50 MB', () => void wordsOf(large)),
    few,
  );
});

test('framing and parsing 10,000 temperature messages', async ({ bench }) => {
  const topic = Buffer.from(
    'MESSage Temperature 1763430538.777 -sample=32.4,32.1,32.1,32.2,32.1,32.5 -heatsink=33.1 -cover=30.4\n',
  );
  await bench('10,000 messages', () => {
    const framer = new Framer();
    for (let count = 0; count < 10_000; count++) framer.push(topic, parseMessage);
  }).run();
});
