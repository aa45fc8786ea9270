import type { Page } from '@playwright/test';
import type { ActionKind, ActionRecord, MachineAction, Verdict } from '../../../shared/action.ts';
import type { HostApi, RequestAnswer, RequestName } from '../../../shared/contract.ts';
import type { MachineSnapshot } from '../../../shared/machine.ts';

/** Asks the host from inside the window, past everything the window's own code would have checked. */
export async function ask<Name extends RequestName>(
  page: Page,
  request: Name,
  input: unknown,
): Promise<RequestAnswer<Name>> {
  return (await page.evaluate(
    async ([name, sent]) => {
      const { quantdeck } = window as { quantdeck?: HostApi };
      if (quantdeck) return quantdeck.ask(name, sent as never);
      const socket = new WebSocket(new URL('panel', location.href).href.replace(/^http/, 'ws'));
      try {
        return await new Promise<unknown>((resolve, reject) => {
          socket.addEventListener('open', () =>
            socket.send(JSON.stringify({ id: 1, request: name, input: sent })),
          );
          socket.addEventListener('error', () => reject(new Error('no socket')));
          socket.addEventListener('message', (event) => {
            const message = JSON.parse(String(event.data)) as { kind: string; answer?: unknown };
            if (message.kind === 'answer') resolve(message.answer);
          });
        });
      } finally {
        socket.close();
      }
    },
    [request, input] as const,
  )) as RequestAnswer<Name>;
}

export async function snapshotOf(page: Page, name: string): Promise<MachineSnapshot> {
  const view = await ask(page, 'panel.view', {});
  if (!view.ok) throw new Error(view.failure.message);
  const found = view.value.machines.find(({ settings }) => settings.name === name);
  if (!found) throw new Error(`no machine ${name}`);
  return found;
}

/** Performs an action as a hostile window might: without agreeing, or agreeing to everything it was shown. */
export async function perform(
  page: Page,
  machine: MachineSnapshot,
  action: MachineAction,
  agree: 'to nothing' | 'to everything',
): Promise<ActionRecord> {
  const verdict = machine.interlocks[action.kind];
  const answer = await ask(page, 'action.perform', {
    machineId: machine.id,
    action,
    acknowledgement: agree === 'to nothing' ? null : agreement(verdict, machine.settings.name),
  });
  if (!answer.ok) throw new Error(answer.failure.message);
  return answer.value;
}

function agreement(verdict: Verdict, typedName: string) {
  return verdict.kind === 'confirm'
    ? {
        situation: verdict.situation,
        codes: verdict.reasons.map(({ code }) => code),
        typedName,
      }
    : { situation: '', codes: ['anything'], typedName };
}

/** What each action writes. */
export const wireOf: Readonly<Record<ActionKind, RegExp>> = {
  'open-drawer': /^OPEN$/,
  'close-drawer': /^CLOSE$/,
  'lower-cover': /^COVerDOWN$/,
  'power-on': /^POW ON$/,
  'power-off': /^POW OFF$/,
  'block-on': /^BLOCK ON/,
  'block-off': /^BLOCK OFF$/,
  pause: /^PAUSe$/,
  resume: /^RESume$/,
  'stop-after-cycle': /^StopRun /,
  abort: /^AbortRun /,
  'restart-software': /^SYST:EXEC/,
};
