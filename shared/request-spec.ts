import { z } from 'zod';
import { machineIdSchema } from './machine-settings.ts';

/** What a request of the contract takes and answers. */
export interface RequestSpec<Arguments extends z.ZodType, Answer> {
  readonly arguments: Arguments;
  /** Type only: never present at run time. */
  readonly answer?: Answer;
}

export function request<Answer>() {
  return <Arguments extends z.ZodType>(
    argumentsSchema: Arguments,
  ): RequestSpec<Arguments, Answer> => ({
    arguments: argumentsSchema,
  });
}

export const ofMachine = z.strictObject({ machineId: machineIdSchema });
