/** A reply of the machine that does not say what its command's answer should say. Its exact text is kept. */
export class UnexpectedReplyError extends Error {
  readonly command: string;
  readonly reply: string;

  constructor(command: string, reply: string, expected: string) {
    super(`“${command}” answered “${reply.slice(0, 200)}”, expected ${expected}`);
    this.name = 'UnexpectedReplyError';
    this.command = command;
    this.reply = reply;
  }
}
