import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { judgeCommand } from '../../../../electron/machine/console/judge-command.ts';
import { catalogue } from '../../../../shared/catalogue/catalogue.ts';
import type { AccessLevel } from '../../../../shared/access-level.ts';
import { active, situationOf } from '../../../support/machine-situations.ts';

const idle = situationOf();
const running = situationOf({ run: active, drawer: 'Closed' });

function codes(text: string, level: AccessLevel = 'Controller'): readonly string[] {
  const verdict = judgeCommand({ text, level }, idle);
  return verdict.kind === 'confirm' ? verdict.reasons.map(({ code }) => code) : [];
}

describe('a risky command', () => {
  it.each<[string, readonly string[]]>([
    ['OPEN', ['moves:OPEN']],
    ['clos', ['moves:CLOSe']],
    ['COVDOWN', ['moves:COVerDOWN']],
    ['POW OFF', ['heats:POWer']],
    ['BLOCK ON 60', ['heats:BLOCK']],
    ['RP PCR x', ['run:RunProtocol']],
    ['runprotocol PCR x', ['run:RunProtocol']],
    ['FILE:REMOVE a', ['deletes:FILe:REMove']],
    ['fil:rem a', ['deletes:FILe:REMove']],
    ['FILE:WRITE a <quote.base64>\nAA==\n</quote.base64>', ['writes:FILe:WRITe']],
    ['FILE:MOVE a b', ['writes:FILe:MOVe']],
    ['EXPeriment:DELETE x', ['deletes:EXPeriment:DELETE']],
    ['EXP:RUN <block> zip a b </block>', ['shell:EXPeriment:RUN']],
    ['SYST:EXEC "rm -rf /data"', ['shell:SYSTem:EXECute']],
    ['eval? "1"', ['expression:EVALuate?']],
    ['RET $(eval? "1")', ['expression:EVALuate?']],
    ['RET $[ 1 + 1 ]', ['expression']],
    ['ACC Controller', ['access:ACCess']],
    ['AUTH 00', ['access:AUTHenticate']],
    ['RAND?', ['access:RANDom?']],
    ['UNS Temperature', ['connection:UNSubscribe']],
    ['SUBS+ Debug', ['connection:SUBScribe']],
    ['QUIT', ['connection:QUIT']],
    ['PROT x <multiline.protocol>\nRAMP 95\n</multiline.protocol>', ['writes:PROTocol']],
    ['RET $(FILE:REMOVE a) "$(QUIT)"', ['deletes:FILe:REMove', 'connection:QUIT']],
    ['POW?', []],
    ['LED:BLUEON', []],
    ['FILE:READ? -encoding=base64 public_run_complete:a.eds', []],
    ['HELP? OPEN', []],
    ['SOMETHING:NEW 1', []],
  ])('is asked about with its consequence: %j', (text, expected) => {
    expect(codes(text)).toEqual(expected);
  });

  it('is not asked about where the machine is known to refuse it', () => {
    expect(codes('OPEN', 'Observer')).toEqual([]);
    expect(codes('FILE:WRITE a b', 'Observer')).toEqual([]);
    // These run as Observer, or it is not known that they do not.
    expect(codes('eval? 1', 'Observer')).toEqual(['expression:EVALuate?']);
    expect(codes('EXP:DELETE x', 'Observer')).toEqual(['deletes:EXPeriment:DELETE']);
  });

  it('is asked about at any level where the text itself may raise it', () => {
    expect(codes('RET $(ACC Controller) $(OPEN)', 'Observer')).toEqual([
      'access:ACCess',
      'moves:OPEN',
    ]);
    expect(codes('RET $[ x ] $(OPEN)', 'Guest')).toEqual(['expression', 'moves:OPEN']);
  });

  it('is asked about in every spelling, nesting and case', () => {
    const risky = catalogue.filter(({ risks, group }) => risks.length > 0 && group !== 'Protocol');
    const wrap = fc.constantFrom<(inner: string) => string>(
      (inner) => inner,
      (inner) => `RET $(${inner})`,
      (inner) => `RET "$( ${inner} )"`,
      (inner) => `<block>\n\t${inner}\n</block>`,
      (inner) => `RET 1; ${inner}`,
      (inner) => `:${inner}`,
    );
    fc.assert(
      fc.property(
        fc.constantFrom(...risky),
        fc.array(fc.boolean(), { minLength: 40, maxLength: 40 }),
        fc.array(wrap, { maxLength: 4 }),
        fc.nat(12),
        ({ name, risks }, upper, wraps, cut) => {
          // Any length between short and long form of each part.
          const spelt = name.replaceAll(/[a-z]+/g, (letters) => letters.slice(0, cut));
          const word = Array.from(spelt, (letter, index) =>
            upper[index % 40] === true ? letter.toUpperCase() : letter.toLowerCase(),
          ).join('');
          const text = wraps.reduce<string>((inner, each) => each(inner), `${word} a b`);
          for (const situation of [idle, running]) {
            const verdict = judgeCommand({ text, level: 'Full' }, situation);
            expect(verdict.kind, text).not.toBe('allow');
            if (verdict.kind === 'confirm' && situation === idle)
              expect(verdict.reasons.length, `${text} ${risks.join()}`).toBeGreaterThan(0);
          }
        },
      ),
      { numRuns: 400 },
    );
  });

  it('that is a program needs the machine’s name while a run is on', () => {
    const judged = judgeCommand({ text: 'SYST:EXEC "ls"', level: 'Controller' }, running);
    expect(judged).toMatchObject({ kind: 'confirm', effort: 'type-name' });
    expect(judgeCommand({ text: 'SYST:EXEC "ls"', level: 'Controller' }, idle)).toMatchObject({
      kind: 'confirm',
      effort: 'confirm',
    });
  });

  it('can always be agreed to, however many there are in one text', () => {
    // Where there is no run, pausing or ending one is refused.
    const names = catalogue
      .filter(({ name, risks }) => name !== 'BLOCK' && !risks.includes('run'))
      .map(({ name }) => name);
    const text = `<block>\n${names.map((name) => `${name} x`).join('\n')}\n</block>`;
    const verdict = judgeCommand({ text, level: 'Full' }, situationOf());
    if (verdict.kind !== 'confirm') throw new Error(`not asked about, but ${verdict.kind}`);
    expect(verdict.reasons.length).toBeLessThanOrEqual(20);
    expect(verdict.situation.length).toBeLessThanOrEqual(500);
  });

  it('is refused where there are more than can be looked through, soon however long the text', () => {
    for (const text of ['$('.repeat(400_000), 'POW?\n'.repeat(150_000), 'RAMP 1\n'.repeat(100_000)])
      expect(judgeCommand({ text, level: 'Observer' }, idle)).toMatchObject({
        kind: 'refuse',
        reason: { code: 'unchecked' },
      });
    const body = `${'QUJD'.repeat(19)}\n`.repeat(12_000);
    expect(codes(`FILE:WRITE a <quote.base64>\n${body}</quote.base64>`)).toEqual([
      'writes:FILe:WRITe',
    ]);
  });

  it('is agreed to as that text to its last character', () => {
    const long = `FILE:WRITE a <quote.base64>\n${'A'.repeat(1_000)}`;
    const [one, two] = ['A', 'B'].map((end) =>
      judgeCommand({ text: `${long}${end}\n</quote.base64>`, level: 'Controller' }, idle),
    );
    expect(
      one?.kind === 'confirm' && two?.kind === 'confirm' && one.situation !== two.situation,
    ).toBe(true);
  });
});
