import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseBody } from '../../../electron/scpi/parser.ts';
import { catalogue } from '../../../shared/catalogue/catalogue.ts';
import { isQuery } from '../../../shared/catalogue/command-entry.ts';
import { buildFromForm, formFields, type FormValues } from '../../../shared/catalogue/form.ts';
import { parameterHint } from '../../../shared/catalogue/hint.ts';
import { findCommand, matchesSpelling, shortForm } from '../../../shared/catalogue/spelling.ts';
import { mergeTaught, namesInHelp } from '../../../shared/catalogue/taught.ts';
import { commandFault } from '../../../shared/command-text.ts';

const named = (name: string) => {
  const command = catalogue.find((each) => each.name === name);
  if (command === undefined) throw new Error(`${name} is not in the catalogue`);
  return command;
};

describe('the catalogue', () => {
  it.each(catalogue.map((command) => [command.name, command] as const))(
    'describes %s whole, with an example that is it and may be sent',
    (name, command) => {
      expect(command.summary).toMatch(/^[A-Z].*\.$/);
      expect(command.help).toMatch(/^[A-Z].*\.$/s);
      const word = command.example.split(/\s/, 1)[0] ?? '';
      expect(findCommand(word, catalogue)?.name).toBe(name);
      expect(commandFault(command.example)).toBeNull();
      if (command.consequence !== null) expect(command.risks).not.toEqual([]);
      if (isQuery(command)) expect(command.risks).not.toContain('moves');
      for (const parameter of [...command.arguments, ...command.options])
        expect(parameter.help).toMatch(/^[A-Z].*\.$/);
      for (const parameter of command.arguments.slice(0, -1)) expect(parameter.repeats).toBe(false);
    },
  );

  it('gives no documented spelling to two commands', () => {
    const spellings = catalogue.flatMap(({ name, aliases }) =>
      [...new Set([name, ...aliases].flatMap((each) => [each, shortForm(each)]))].map((each) =>
        each.toLowerCase(),
      ),
    );
    expect(spellings.filter((each, index) => spellings.indexOf(each) !== index)).toEqual([]);
  });

  it('covers every command that the instrument protocol documents', () => {
    const documented =
      'HELP? *IDN? SYST:SETT:NICK? TBC:PROP? POW? POW DRAWer? OPEN CLOSE ENG? COVerDOWN COVer? BLOCK? BLOCK TBC:SETT? TBC:CONT? TBC:SampleTemperatures? TBC:BlockTemperatures? TBC:CoverTemperatures? LST? LED:LEDTemperature? ISTAT? RUNTitle? RunProgress? RUN? RET PROT? PROT PAUSe RESume StopRun AbortRun SYST:EXEC LED:BLUEON LED:GREENON LED:YELLOWON LED:REDON EXP:LIST? FILE:LIST? FILE:READ? EXP:READ? EXP:ZIPREAD? EXP:RUN FILE:MOVE EXP:ATTR= SUBS UNS QUIT ACC? ACC CHAL? AUTH RP STAGe STEP RAMP HOLD HoldAndCollect HACFILT EXPosure eval? FILE:REMOVE FILE:WRITE EXP:DELETE RAND?';
    const unknown = documented.split(' ').filter((word) => findCommand(word, catalogue) === null);
    expect(unknown).toEqual([]);
  });
});

describe('a spelling', () => {
  it('is the short form, the long form or anything between, in any case', () => {
    expect(shortForm('EXPeriment:READ?')).toBe('EXP:READ?');
    for (const word of ['EXP:READ?', 'exper:read?', 'EXPERIMENT:Read?', ':exp:read?'])
      expect(findCommand(word, catalogue)?.name).toBe('EXPeriment:READ?');
    for (const word of ['EXPerimental:READ?', 'EX:READ?', 'EXP:READ', 'EXP:REA?', ''])
      expect(findCommand(word, catalogue)).toBeNull();
    expect(matchesSpelling('COVerDOWN', 'coveDOWN')).toBe(true);
  });

  it('prefers what is documented over what lies between', () => {
    expect(findCommand('RUN?', catalogue)?.name).toBe('RunProgress?');
    expect(findCommand('RP', catalogue)?.name).toBe('RunProtocol');
  });
});

describe('a form', () => {
  it('writes what was filled in, quoted as the machine needs it', () => {
    expect(
      buildFromForm(named('FILe:MOVe'), { from: 'experiments:my run.eds', to: 'it\'s "it".eds' }),
    ).toEqual({
      ok: true,
      text: `FILe:MOVe "experiments:my run.eds" <quote>it's "it".eds</quote>`,
    });
    expect(
      buildFromForm(named('FILe:LIST?'), { '-verbose': true, pattern: 'public_run_complete:*eds' }),
    ).toEqual({ ok: true, text: 'FILe:LIST? -verbose public_run_complete:*eds' });
    expect(buildFromForm(named('BLOCK'), { state: 'on', temperature: '60.0' })).toEqual({
      ok: true,
      text: 'BLOCK ON 60.0',
    });
    expect(buildFromForm(named('SUBScribe'), { topic: ['Run', '', 'Debug'] })).toEqual({
      ok: true,
      text: 'SUBScribe Run Debug',
    });
    expect(buildFromForm(named('StopRun'), { title: '${RunTitle}' })).toEqual({
      ok: true,
      text: 'StopRun ${RunTitle}',
    });
  });

  it.each<[string, FormValues, string]>([
    ['BLOCK', { state: 'ON', temperature: '400' }, 'temperature'],
    ['BLOCK', { state: 'ON', temperature: '1e1' }, 'temperature'],
    ['BLOCK', { state: 'warm' }, 'state'],
    ['BLOCK', {}, 'state'],
    ['FILe:MOVe', { from: '$(OPEN)', to: 'a' }, 'from'],
    ['EXPeriment:NEW', { experiment: '${RunTitle}' }, 'experiment'],
    ['ACCess', { level: 'King' }, 'level'],
    ['FILe:WRITe', { path: 'a', content: '</quote.base64> OPEN' }, 'content'],
  ])('of %s refuses %j at its field', (name, values, field) => {
    const result = buildFromForm(named(name), values);
    expect(result).toMatchObject({ ok: false, field });
    expect(result.ok ? '' : result.message).toMatch(/\.$/);
  });

  it('makes of any values either a command that may be sent and holds them, or a complaint', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...catalogue),
        fc.infiniteStream(fc.oneof(fc.string(), fc.string({ unit: 'binary' }), fc.constant('5'))),
        (command, stream) => {
          const values = Object.fromEntries(
            formFields(command).map(({ key }) => [key, stream.next().value ?? '']),
          );
          const result = buildFromForm(command, values);
          if (!result.ok) return;
          if (!result.text.isWellFormed()) return;
          expect(commandFault(result.text)).toBeNull();
          const written = parseBody(result.text, { comments: true });
          for (const field of formFields(command)) {
            const value = values[field.key] as string;
            const isText = field.type.kind === 'text' || field.type.kind === 'path';
            if (field.place !== 'argument' || !isText || value.trim() === '') continue;
            expect(written.args.slice(1).map(({ text }) => text)).toContain(value);
          }
        },
      ),
      { numRuns: 150 },
    );
  });
});

describe('a parameter hint', () => {
  it('shows the shape of the innermost command and marks what is being typed', () => {
    const hint = parameterHint('RET $(FILE:READ? -encoding=', 27, catalogue);
    expect(hint?.command.name).toBe('FILe:READ?');
    expect(hint?.parts).toEqual([
      { text: 'FILe:READ?', active: false },
      { text: '[-encoding=base64|plain]', active: true },
      { text: 'path', active: false },
    ]);
    expect(parameterHint('BLOCK ON ', 9, catalogue)?.help).toBe('The set point. From 4 to 100 °C.');
    expect(parameterHint('FOO ', 4, catalogue)).toBeNull();
  });
});

describe('what a machine teaches', () => {
  it.each([
    ['<quote.reply>\nACCess?\nBLOCK\nTBC:PROP?\n</quote.reply>', ['ACCess?', 'BLOCK', 'TBC:PROP?']],
    ['ACCess? BLOCK TBC:PROP?', ['ACCess?', 'BLOCK', 'TBC:PROP?']],
    ['"BLOCK" "COVer?"', ['BLOCK', 'COVer?']],
    ['BLOCK - holds the block\nCOVer? - the cover', ['BLOCK', 'COVer?']],
    ['The following commands are known:\n  BLOCK', ['BLOCK']],
    ['', []],
    ['\u0000\u0001 ÿ <<<', []],
  ])('is read leniently from %j', (raw, names) => {
    expect(namesInHelp(raw)).toEqual(names);
  });

  it('adds the commands that only the machine lists, and keeps the described ones', () => {
    const help = {
      product: 'QuantStudio3_5',
      version: '1.3.0',
      readAt: 1,
      names: ['BLOCK', 'SmpVol?', 'cov?'],
      raw: '',
      pages: { 'smpvol?': { raw: 'The volume.', readAt: 2 } },
    };
    const merged = mergeTaught(catalogue, help);
    expect(merged.slice(catalogue.length)).toMatchObject([
      { name: 'SmpVol?', source: 'machine', verified: false, help: 'The volume.' },
    ]);
    expect(mergeTaught(catalogue, null)).toBe(catalogue);
  });
});
