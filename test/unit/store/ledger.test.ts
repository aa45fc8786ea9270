import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isFinal } from '../../../shared/action.ts';
import { longestEvidence } from '../../../shared/journal.ts';
import {
  advance,
  begin,
  interrupt,
  markSending,
  withEvidence,
} from '../../../electron/store/ledger.ts';
import { anIntent, failure, instant, states } from './support/journal-samples.ts';

const sent = { kind: 'sent', sentAt: instant(2_000) } as const;

describe('the outcome ledger', () => {
  it('calls an interrupted action not sent when the missing mark proves it', () => {
    const found = interrupt(begin(anIntent({ marksSending: true })), instant(9_000));
    expect(found.state).toMatchObject({ kind: 'not-sent', at: 9_000 });
    expect(found.interrupted).toBe(true);
    expect(found.times.endedAt).toBe(9_000);
  });

  it('calls an interrupted action unknown when nobody promised to mark the sending', () => {
    const found = interrupt(begin(anIntent({ marksSending: false })), instant(9_000));
    expect(found.state.kind).toBe('unknown');
  });

  it('calls an interrupted action unknown from the sending mark on', () => {
    const marked = markSending(begin(anIntent()), instant(1_500));
    expect(marked.times.sendingAt).toBe(1_500);
    expect(interrupt(marked, instant(9_000)).state).toMatchObject({
      kind: 'unknown',
      failure: { message: 'QuantDeck ended before the machine’s answer was known.' },
    });
  });

  it('calls an interrupted action unknown in every state that proves a sending, whatever mark there is', () => {
    fc.assert(
      fc.property(states, fc.boolean(), (state, marksSending) => {
        fc.pre(!isFinal(state) && state.kind !== 'preparing');
        const entry = advance(begin(anIntent({ marksSending })), state, instant(3_000));
        expect(interrupt(entry, instant(9_000)).state.kind).toBe('unknown');
      }),
    );
  });

  it('leaves an action that has ended as it ended, whatever is said later', () => {
    fc.assert(
      fc.property(fc.array(states, { maxLength: 8 }), (path) => {
        const first = path.find(isFinal);
        let entry = begin(anIntent());
        for (const state of path) entry = advance(entry, state, instant(3_000));
        const found = interrupt(entry, instant(9_000));
        if (first) expect(found.state).toEqual(first);
        expect(found.interrupted).toBe(first === undefined);
        expect(isFinal(found.state)).toBe(true);
      }),
    );
  });

  it('keeps the first time of each step, though a second command is sent for the same action', () => {
    let entry = begin(anIntent());
    entry = advance(entry, sent, instant(2_000));
    entry = advance(
      entry,
      { kind: 'accepted', sentAt: instant(2_000), acceptedAt: instant(2_100) },
      instant(2_100),
    );
    entry = advance(entry, { kind: 'sent', sentAt: instant(3_000) }, instant(3_000));
    entry = advance(entry, { kind: 'checking', sentAt: instant(2_000) }, instant(3_500));
    entry = advance(
      entry,
      { kind: 'confirmed', at: instant(4_000), readBack: 'Open' },
      instant(4_000),
    );
    expect(entry.times).toEqual({
      sendingAt: null,
      sentAt: 2_000,
      acceptedAt: 2_100,
      checkingAt: 3_500,
      endedAt: 4_000,
    });
  });

  it('refuses to mark the sending of an action that has ended', () => {
    const ended = advance(
      begin(anIntent()),
      { kind: 'not-sent', at: instant(2_000), failure },
      instant(2_000),
    );
    expect(() => markSending(ended, instant(3_000))).toThrow('has ended');
  });

  it('cuts a long line of evidence and says how much is missing', () => {
    const line = {
      at: instant(1),
      direction: 'received',
      text: 'x'.repeat(longestEvidence + 7),
    } as const;
    const [kept] = withEvidence(begin(anIntent()), [line]).evidence;
    expect(kept?.text).toBe(`${'x'.repeat(longestEvidence)}… (7 more characters)`);
  });
});
