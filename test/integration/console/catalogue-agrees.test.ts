import { afterEach, expect, it } from 'vitest';
import { catalogue } from '../../../shared/catalogue/catalogue.ts';
import { findCommand } from '../../../shared/catalogue/spelling.ts';
import { namesInHelp } from '../../../shared/catalogue/taught.ts';
import { createBench, type MachineBench, settled } from '../../support/machine-bench.ts';

const benches: MachineBench[] = [];
afterEach(async () => {
  for (const made of benches.splice(0)) await made.end();
});

it('every command that a machine teaches is described, at the level the machine asks for', async () => {
  const made = createBench();
  benches.push(made);
  await made.ready();
  const { machine, clock } = made;
  const list = await settled(clock, machine.ask('HELP?'));
  const taught = namesInHelp(list.text);
  expect(taught.length).toBeGreaterThan(40);
  const differences: string[] = [];
  for (const name of taught) {
    const command = findCommand(name, catalogue);
    const page = await settled(clock, machine.ask(`HELP? ${name}`));
    const level = /Access level: (\w+)/.exec(page.text)?.[1];
    if (command?.level !== level) differences.push(`${name}: ${level}, here ${command?.level}`);
  }
  expect(differences).toEqual([]);
});
