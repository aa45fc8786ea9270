import {
  type RequestAnswer,
  type RequestArguments,
  type RequestName,
  requests,
} from '../../shared/contract.ts';
import { type Failure, fail } from '../../shared/failure.ts';

/** One function per request of the contract; arguments arrive validated. */
export type RequestHandlers = {
  readonly [Name in RequestName]: (
    input: RequestArguments<Name>,
  ) => Promise<RequestAnswer<Name>> | RequestAnswer<Name>;
};

/** Validates one request with its schema and passes it to its handler. Never rejects. */
export async function dispatchRequest(
  handlers: RequestHandlers,
  name: unknown,
  input: unknown,
  log: (text: string) => void,
): Promise<unknown> {
  if (!isRequestName(name))
    return fail(
      invalid(
        'QuantDeck does not know this request.',
        typeof name === 'string' ? name.slice(0, 100) : typeof name,
      ),
    );
  const reading = requests[name].arguments.safeParse(input);
  if (!reading.success) {
    const [issue] = reading.error.issues;
    return fail(
      invalid(
        issue !== undefined && isSentence(issue.message)
          ? issue.message
          : 'This could not be understood.',
        reading.error.issues.map((each) => `${each.path.join('.')}: ${each.message}`).join('; '),
      ),
    );
  }
  try {
    const handler = handlers[name] as (validated: unknown) => unknown;
    return await handler(reading.data);
  } catch (bug) {
    const detail = bug instanceof Error ? (bug.stack ?? bug.message) : String(bug);
    log(`Request ${name} failed: ${detail}`);
    return fail({
      kind: 'internal',
      message: 'Something went wrong inside QuantDeck.',
      remedy: 'Please report this with the details below.',
      detail,
    });
  }
}

/** The contract's own messages are sentences for a person; the schema library's are not. */
function isSentence(message: string): boolean {
  return message.endsWith('.');
}

function isRequestName(name: unknown): name is RequestName {
  return typeof name === 'string' && Object.hasOwn(requests, name);
}

function invalid(message: string, detail: string): Failure {
  return { kind: 'invalid-input', message, remedy: 'Correct it and try again.', detail };
}
