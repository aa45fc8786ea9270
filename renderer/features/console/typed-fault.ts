export interface CommandFault {
  readonly message: string;
  readonly open: boolean;
}
const tagPattern = /<(\/?)([\w.-]+)>|\n/g;

/** TEMP until shared/command-text.ts */
export function commandFault(text: string): CommandFault | null {
  const open: string[] = [];
  for (const match of text.matchAll(tagPattern)) {
    if (match[0] === '\n') {
      if (open.length === 0) return { message: 'A new line ends a command.', open: false };
    } else if (match[1] === '/') {
      if (open.pop() !== match[2])
        return { message: `</${match[2]}> closes nothing.`, open: false };
    } else open.push(match[2] ?? '');
  }
  return open.length === 0 ? null : { message: `<${open.at(-1)}> is not closed.`, open: true };
}
