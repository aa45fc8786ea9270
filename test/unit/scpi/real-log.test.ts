import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { Framer } from '../../../electron/scpi/framer.ts';
import type { TopicMessage } from '../../../electron/scpi/message.ts';
import { parseBody, parseMessage, splitEcho } from '../../../electron/scpi/parser.ts';
import { checkSendable } from '../../../electron/scpi/serializer.ts';
import { keyValuePairs, list, optionText } from '../../../electron/scpi/value.ts';

// The log of a real run lies beside the repository on some workstations and is not part of it.
const place = new URL('../../../../shared/data/real-run/messages.log', import.meta.url);
const absent = !existsSync(place);
const reason = 'the log of a real run is not beside the repository';

/** An entry has the form of a message without its first word: topic, time stamp, body. */
function readEntries(): readonly TopicMessage[] {
  const entries: TopicMessage[] = [];
  new Framer().push(readFileSync(place), (frame) => {
    const message = parseMessage(Buffer.concat([Buffer.from('MESSage '), frame]));
    if (message.kind !== 'message') throw new Error(`rejected: ${Buffer.from(frame).toString()}`);
    entries.push(message);
  });
  return entries;
}

/** What a debug entry says was received (`C: `) or sent (`S: `), its further lines marked alike. */
function traffic(entry: TopicMessage): { from: 'C' | 'S'; text: string } | null {
  if (entry.topic !== 'Debug') return null;
  const quoted = /^<quote\.message>(.*)<\/quote\.message>\s*$/s.exec(entry.body.raw);
  const match = /^([CS]): (.*)$/s.exec(quoted?.[1] ?? entry.body.raw);
  if (!match) return null;
  return { from: match[1] as 'C' | 'S', text: (match[2] as string).replaceAll(/\n[cs]: /g, '\n') };
}

describe('reading the log of a real run', () => {
  it('reads every entry of every topic', ({ skip }) => {
    skip(absent, reason);
    const counts: Record<string, number> = {};
    for (const entry of readEntries()) {
      expect(entry.timestamp, `${entry.topic} ${entry.body.raw}`).not.toBeNull();
      counts[entry.topic] = (counts[entry.topic] ?? 0) + 1;
    }
    // oxlint-disable-next-line no-console -- the counts are the evidence this suite is for
    console.log('entries read by topic:', counts);
    expect(Object.keys(counts)).toEqual(
      expect.arrayContaining(['Temperature', 'LEDStatus', 'Time', 'Run', 'System']),
    );
  });

  it('reads the live values of every entry', ({ skip }) => {
    skip(absent, reason);
    for (const { topic, body } of readEntries()) {
      if (topic === 'Temperature') {
        const samples = body.options.find(({ key }) => key === 'sample')?.value;
        expect(samples && list(samples).map(Number)).toHaveLength(6);
        expect(Number(optionText(body.options, 'cover'))).toBeGreaterThan(0);
      }
      if (topic === 'LEDStatus') expect([...keyValuePairs(body).keys()]).toHaveLength(4);
      if (topic === 'Time') expect(Number(optionText(body.options, 'elapsed'))).not.toBeNaN();
    }
  });

  it('reads every reply, and finds the command of those without an ident', ({ skip }) => {
    skip(absent, reason);
    const unanswered: string[] = [];
    const counts = { commands: 0, numbered: 0, echoed: 0 };
    for (const entry of readEntries()) {
      const said = traffic(entry);
      if (said?.from === 'C') {
        counts.commands++;
        expect(checkSendable(said.text), said.text).toBeNull();
        expect(parseBody(said.text, { comments: true }).args.length).toBeGreaterThan(0);
        if (!/^\d/.test(said.text)) unanswered.push(said.text);
      } else if (said) {
        const message = parseMessage(Buffer.from(`${said.text}\n`));
        if (message.kind !== 'ok' && message.kind !== 'next' && message.kind !== 'error') {
          throw new Error(said.text);
        }
        if (message.kind === 'error') expect(message.details.errorKind).not.toBeNull();
        if (message.ident !== null) {
          counts.numbered++;
          continue;
        }
        counts.echoed++;
        const body =
          message.kind === 'error'
            ? parseBody(message.details.raw, { comments: false })
            : message.body;
        const echo = splitEcho(body, unanswered);
        expect(echo, said.text).not.toBeNull();
        unanswered.splice(unanswered.indexOf(echo?.command ?? ''), 1);
      }
    }
    // oxlint-disable-next-line no-console -- as above
    console.log('commands and replies read:', counts);
    expect(counts.echoed).toBeGreaterThan(0);
    expect(counts.numbered).toBeGreaterThan(0);
  });

  it('reads a list of files line by line', ({ skip }) => {
    skip(absent, reason);
    const lists = readEntries()
      .map((entry) => traffic(entry)?.text ?? '')
      .filter((text) => text.includes('<quote.reply>'));
    expect(lists.length).toBeGreaterThan(0);
    for (const text of lists) {
      const message = parseMessage(Buffer.from(`${text}\n`));
      if (message.kind !== 'ok') throw new Error(text);
      expect(message.body.args.at(-1)).toMatchObject({ kind: 'tagged', tag: 'quote.reply' });
    }
  });
});
