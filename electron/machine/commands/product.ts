import { command } from './command.ts';

/** The name given to the machine on its own screen. */
export const nicknameQuery = command<string>('SYST:SETT:NICK?', 'a name', (body) => {
  const name = (body.args.length === 1 ? (body.args[0]?.text ?? '') : body.raw).trim();
  return name === '' ? null : name;
});
