import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type DisguisedAction,
  disguisedActions,
} from '../../../electron/machine/console/disguised-actions.ts';
import { judgeCommand } from '../../../electron/machine/console/judge-command.ts';
import type { ActionKind, Verdict } from '../../../shared/action.ts';
import { acquiring, active, situationOf } from '../../support/machine-situations.ts';

const situations = {
  idle: situationOf(),
  active: situationOf({ run: active, drawer: 'Closed' }),
  acquiring: situationOf({ run: acquiring, drawer: 'Closed' }),
};

const kindsIn = (text: string): readonly string[] =>
  disguisedActions(text).map((found: DisguisedAction) =>
    found.kind === 'action'
      ? found.action.kind
      : found.kind === 'risk'
        ? found.command.name
        : found.kind,
  );

function judged(
  text: string,
  level: 'Observer' | 'Controller',
  where: keyof typeof situations,
): Verdict {
  return judgeCommand({ text, level }, situations[where]);
}

describe('an action typed by hand', () => {
  it.each<[string, readonly (ActionKind | DisguisedAction['kind'] | (string & {}))[]]>([
    ['OPEN', ['open-drawer']],
    ['open', ['open-drawer']],
    ['  oPeN  ', ['open-drawer']],
    ['42 OPEN', ['open-drawer']],
    ['CLOSE', ['close-drawer']],
    ['COVerDOWN', ['lower-cover']],
    ['covdown', ['lower-cover']],
    ['COVEDOWN', ['lower-cover']],
    ['POW OFF', ['power-off']],
    ['power off', ['power-off']],
    ['POW ON', ['power-on']],
    ['POW False', ['power-off']],
    ['POW ${state}', ['power-off']],
    ['BLOCK OFF', ['block-off']],
    ['BLOCK ON 60.0', ['block-on']],
    ['PAUS', ['pause']],
    ['PAUSe', ['pause']],
    ['RES', ['resume']],
    ['resume', ['resume']],
    ['StopRun ${RunTitle}', ['stop-after-cycle']],
    ['ABORTRUN "Plate 1"', ['abort']],
    ['SYST:EXEC "killall zygote"', ['restart-software']],
    ['system:execute "killall zygote"', ['restart-software']],
    ['RET $(OPEN)', ['open-drawer']],
    ['RET $( RET $(open) )', ['open-drawer']],
    ['RET "$(OPEN)"', ['open-drawer']],
    ['EXP:RUN -asynchronous <block>\nOPEN\n</block>', ['EXPeriment:RUN', 'open-drawer']],
    ['EXP:RUN <block> close </block>', ['EXPeriment:RUN', 'close-drawer']],
    ['OPEN\r', ['open-drawer']],
    ['OPEN # only a look', ['open-drawer']],
    ['-a=1 OPEN', []],
    ['${Command}', ['unreadable']],
    ['O${x}', ['unreadable']],
    ['RET $(${Command})', ['unreadable']],
    ['$[ "OP" + "EN" ]', ['expression', 'unreadable']],
    [':OPEN', ['open-drawer']],
    ['POW+ OFF', ['power-off']],
    ['SYST:EXEC "ls /data"', ['SYSTem:EXECute']],
    ['SYST:EXEC "${Command}"', ['restart-software']],
    ['RAMP 95 95', ['RAMP']],
    ['STAGe 1 A <multiline.stage>\nRAMP 95\n</multiline.stage>', []],
    ['DRAWer?', []],
    ['POW?', []],
    ['BLOCK?', []],
    ['COVer?', []],
    ['HELP? OPEN', []],
    ['RET ${RunTitle:--} $(ISTAT?)', []],
    ['EXP:ATTR= "${RunTitle}" collected True', ['EXPeriment:ATTRibute=']],
    ['RP Standard-PCR "Evening plate"', ['RunProtocol']],
    ['REOPEN', []],
  ])('is found in %j', (text, kinds) => {
    expect(kindsIn(text)).toEqual(kinds);
  });

  it('is found however it is nested', () => {
    const wrap = fc.constantFrom<(inner: string) => string>(
      (inner) => `RET $(${inner})`,
      (inner) => `RET "$( ${inner} )"`,
      (inner) => `<block>\n\t${inner}\n</block>`,
      (inner) => `7 ${inner.replace(/^\d+ /, '')}`,
      (inner) => `RET 1\n${inner}`,
    );
    const spelling = fc.constantFrom('OPEN', 'open', 'Open');
    fc.assert(
      fc.property(spelling, fc.array(wrap, { maxLength: 6 }), (word, wraps) => {
        const text = wraps.reduce<string>((inner, each) => each(inner), word);
        expect(kindsIn(text), text).toContain('open-drawer');
      }),
    );
  });

  it('is held against the interlocks like its button', () => {
    // Its button says what it does; a typed word may be a slip.
    expect(judged('OPEN', 'Controller', 'idle')).toMatchObject({
      kind: 'confirm',
      reasons: [{ code: 'moves:OPEN' }],
    });
    expect(judged('OPEN', 'Controller', 'active').kind).toBe('confirm');
    expect(judged('RET $(OPEN)', 'Controller', 'acquiring').kind).toBe('refuse');
    expect(judged('POW OFF', 'Controller', 'active').kind).toBe('refuse');
    expect(judged('RET $(POW?)', 'Controller', 'active').kind).toBe('allow');
    // The machine itself refuses every action below Controller.
    expect(judged('OPEN', 'Observer', 'active').kind).toBe('allow');
  });

  it('is confirmed as that text and no other', () => {
    const one = judgeCommand({ text: 'OPEN', level: 'Controller' }, situations.active);
    const two = judgeCommand({ text: 'RET $(OPEN)', level: 'Controller' }, situations.active);
    expect(
      one.kind === 'confirm' && two.kind === 'confirm' && one.situation !== two.situation,
    ).toBe(true);
  });
});
