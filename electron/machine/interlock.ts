import {
  type ActionKind,
  blockRange,
  type ConfirmEffort,
  imagingCode,
  type InterlockReason,
  type MachineAction,
  type Verdict,
} from '../../shared/action.ts';
import { assertNever } from '../../shared/assert-never.ts';
import type { Readings } from '../../shared/readings.ts';
import type { RunProgress } from '../../shared/run.ts';
import {
  describeProgress,
  hottestBlock,
  named,
  type Phase,
  phaseOf,
  type Situation,
} from './situation.ts';

/** The block is hot enough to matter when the power goes, in °C (product page, interlocks). */
const hotBlock = 40;

/**
 * Judges one action in one situation, as the product page tabulates. Pure: main calls it for display and again at the
 * moment of sending, so nothing a window says can pass it.
 */
export function judge(action: MachineAction, situation: Situation): Verdict {
  const verdict = judgeKind(action, situation);
  if (verdict.kind !== 'confirm') return verdict;
  // What was confirmed for one action must not let another one pass.
  return { ...verdict, situation: `${action.kind}|${verdict.situation}`.slice(0, 500) };
}

function judgeKind(action: MachineAction, situation: Situation): Verdict {
  const phase = phaseOf(situation);
  switch (action.kind) {
    case 'open-drawer':
      return judgeOpenDrawer(phase, situation);
    case 'close-drawer':
    case 'lower-cover':
      return judgeRestore(action.kind, phase, situation);
    case 'power-on':
      return allow;
    case 'power-off':
      return judgePowerOff(phase, situation);
    case 'block-on':
    case 'block-off':
      return judgeBlock(action, phase);
    case 'pause':
      return judgePause(phase, situation);
    case 'resume':
      return judgeResume(phase, situation);
    case 'stop-after-cycle':
      return judgeStop(phase, situation);
    case 'abort':
      return judgeAbort(phase, situation);
    case 'restart-software':
      return judgeRestart(phase, situation);
    default:
      return assertNever(action);
  }
}

/** The verdicts shown beside every button; `block-on` is judged for its lowest target. */
export function judgeAll(situation: Situation): Readonly<Record<ActionKind, Verdict>> {
  const of = (action: MachineAction): Verdict => judge(action, situation);
  return {
    'open-drawer': of({ kind: 'open-drawer' }),
    'close-drawer': of({ kind: 'close-drawer' }),
    'lower-cover': of({ kind: 'lower-cover' }),
    'power-on': of({ kind: 'power-on' }),
    'power-off': of({ kind: 'power-off' }),
    'block-on': of({ kind: 'block-on', target: blockRange.min }),
    'block-off': of({ kind: 'block-off' }),
    pause: of({ kind: 'pause' }),
    resume: of({ kind: 'resume' }),
    'stop-after-cycle': of({ kind: 'stop-after-cycle' }),
    abort: of({ kind: 'abort' }),
    'restart-software': of({ kind: 'restart-software' }),
  };
}

const allow: Verdict = { kind: 'allow', note: null };

function reason(code: string, text: string): InterlockReason {
  return { code, text };
}

function refuse(code: string, text: string, instead: string | null = null): Verdict {
  return { kind: 'refuse', reason: reason(code, text), instead };
}

/** The situation names the run, not its cycle: a run that moves on a cycle while a dialog is open is still the same. */
function confirm(
  phase: Phase,
  effort: ConfirmEffort,
  reasons: readonly InterlockReason[],
): Verdict {
  const run = phase.kind === 'active' || phase.kind === 'paused' ? phase.progress : null;
  const started = run?.startedAt ?? '';
  // The title comes last: it alone may be long, and what is cut off must be its end.
  const situation = [phase.kind, started, ...reasons.map(({ code }) => code), run?.title ?? ''];
  return { kind: 'confirm', effort, reasons, situation: situation.join('|') };
}

const stateUnknown = (name: string): InterlockReason =>
  reason(
    'state-unknown',
    `The state of ${name} is not known right now. A run may be on, and this may disturb it.`,
  );

function hotWarning(readings: Readings): InterlockReason | null {
  const block = hottestBlock(readings);
  const cover = readings.temperatures?.value.cover ?? null;
  if ((block ?? 0) <= hotBlock && (cover ?? 0) <= hotBlock) return null;
  const parts = [
    block === null ? null : `block ${block.toFixed(1)} °C`,
    cover === null ? null : `cover ${cover.toFixed(1)} °C`,
  ].filter((part) => part !== null);
  return reason('hot', `Hot surfaces: ${parts.join(', ')}.`);
}

/** Joined in the middle of a step: that it images is told once, when it begins. */
function imagingUnknown({ stage, activity }: RunProgress): readonly InterlockReason[] {
  if (stage.kind !== 'stage' || activity.kind !== 'unknown') return [];
  return [
    reason(
      'may-be-imaging',
      'QuantDeck has not seen this step begin, so the machine may be imaging right now. Opening would spoil that image.',
    ),
  ];
}

function judgeOpenDrawer(phase: Phase, situation: Situation): Verdict {
  const hot = hotWarning(situation.readings);
  const heat = hot === null ? [] : [hot];
  switch (phase.kind) {
    case 'idle':
      return allow;
    case 'unknown':
      return confirm(phase, 'confirm', [stateUnknown(situation.machineName)]);
    case 'active':
      if (phase.progress.activity.kind === 'acquiring')
        return refuse(
          imagingCode,
          `${named(phase.progress)} is ${describeProgress(phase.progress)}. Opening now would spoil this image.`,
          'Wait for this image, then confirm.',
        );
      return confirm(phase, 'type-name', [
        reason(
          'run-active',
          `${named(phase.progress)} is on: ${describeProgress(phase.progress)}. The drawer opens at once; the machine does not check. This can ruin the run.`,
        ),
        ...imagingUnknown(phase.progress),
        ...heat,
      ]);
    case 'paused':
      return confirm(phase, 'confirm', [
        reason(
          'run-paused',
          `${named(phase.progress)} is paused at ${describeProgress(phase.progress)}. Opening the drawer lets the plate cool and can move it.`,
        ),
        ...heat,
      ]);
    default:
      return assertNever(phase);
  }
}

function judgeRestore(
  kind: 'close-drawer' | 'lower-cover',
  phase: Phase,
  situation: Situation,
): Verdict {
  const { drawer, cover } = situation.readings;
  switch (phase.kind) {
    case 'unknown':
      return confirm(phase, 'confirm', [stateUnknown(situation.machineName)]);
    case 'active':
      return { kind: 'allow', note: 'A run is on: this restores the safe state.' };
    case 'paused':
    case 'idle':
      if (kind === 'close-drawer' && drawer?.value === 'Closed')
        return refuse('already-closed', 'The drawer is already closed.');
      if (kind === 'lower-cover' && cover?.value === 'Down' && drawer?.value === 'Closed')
        return refuse('already-down', 'The cover is already down.');
      return allow;
    default:
      return assertNever(phase);
  }
}

function judgePowerOff(phase: Phase, situation: Situation): Verdict {
  switch (phase.kind) {
    case 'unknown':
      return confirm(phase, 'confirm', [stateUnknown(situation.machineName)]);
    case 'active':
    case 'paused':
      return refuse(
        'run-on',
        `${named(phase.progress)} is on. Power off would stop lamp and heating and lose the run.`,
        'Stop or abort the run first.',
      );
    case 'idle': {
      const block = hottestBlock(situation.readings);
      if (block !== null && block <= hotBlock) return allow;
      return confirm(phase, 'confirm', [
        reason(
          'hot-block',
          block === null
            ? 'The block’s temperature is not known: it may be hot, and cools unregulated.'
            : `The block is still at ${block.toFixed(0)} °C or so and cools unregulated.`,
        ),
      ]);
    }
    default:
      return assertNever(phase);
  }
}

function judgeBlock(
  action: Extract<MachineAction, { kind: 'block-on' | 'block-off' }>,
  phase: Phase,
): Verdict {
  switch (phase.kind) {
    case 'unknown':
      return refuse(
        'state-unknown',
        'The machine’s state is not known, so the block is left alone.',
      );
    case 'active':
    case 'paused':
      return refuse('run-on', `${named(phase.progress)} is on and controls the block.`);
    case 'idle':
      // The contract's schema bounds the target too; the interlock does not lean on it.
      if (
        action.kind === 'block-on' &&
        !(action.target >= blockRange.min && action.target <= blockRange.max)
      )
        return refuse(
          'out-of-range',
          `The block can be set from ${blockRange.min} to ${blockRange.max} °C.`,
        );
      return allow;
    default:
      return assertNever(phase);
  }
}

function judgePause(phase: Phase, situation: Situation): Verdict {
  switch (phase.kind) {
    case 'unknown':
      return confirm(phase, 'confirm', [stateUnknown(situation.machineName)]);
    case 'idle':
      return refuse('no-run', 'There is no run to pause.');
    case 'paused':
      return refuse('already-paused', 'The run is already paused.');
    case 'active':
      return allow;
    default:
      return assertNever(phase);
  }
}

function judgeResume(phase: Phase, situation: Situation): Verdict {
  switch (phase.kind) {
    case 'unknown':
      return confirm(phase, 'confirm', [stateUnknown(situation.machineName)]);
    case 'idle':
    case 'active':
      return refuse('not-paused', 'No run is paused.');
    case 'paused': {
      const { drawer } = situation.readings;
      // Resuming with an open drawer would image an empty bay; the machine does not check.
      if (drawer !== null && drawer.value !== 'Closed')
        return confirm(phase, 'confirm', [
          reason(
            'drawer-not-closed',
            `The drawer is ${drawer.value === 'Open' ? 'open' : 'not known to be closed'}. Close it before the run goes on.`,
          ),
        ]);
      return allow;
    }
    default:
      return assertNever(phase);
  }
}

function judgeStop(phase: Phase, situation: Situation): Verdict {
  switch (phase.kind) {
    case 'unknown':
      return confirm(phase, 'confirm', [stateUnknown(situation.machineName)]);
    case 'idle':
      return refuse('no-run', 'There is no run to stop.');
    case 'active':
    case 'paused':
      return confirm(phase, 'confirm', [
        reason(
          'ends-run',
          `${named(phase.progress)} ends after the cycle it is in (${describeProgress(phase.progress)}). It cannot be resumed.`,
        ),
      ]);
    default:
      return assertNever(phase);
  }
}

function judgeAbort(phase: Phase, situation: Situation): Verdict {
  switch (phase.kind) {
    case 'unknown':
      return confirm(phase, 'hold', [stateUnknown(situation.machineName)]);
    case 'idle':
      return refuse('no-run', 'There is no run to abort.');
    case 'active':
    case 'paused':
      return confirm(phase, 'hold', [
        reason(
          'ends-run-now',
          `${named(phase.progress)} ends now, at ${describeProgress(phase.progress)}. It cannot be resumed.`,
        ),
      ]);
    default:
      return assertNever(phase);
  }
}

function judgeRestart(phase: Phase, situation: Situation): Verdict {
  const drops = reason(
    'drops-everyone',
    'Every connection to the machine is dropped, the vendor’s too. It answers again after about 30 s.',
  );
  switch (phase.kind) {
    case 'idle':
      return confirm(phase, 'confirm', [drops]);
    case 'unknown':
      return confirm(phase, 'confirm', [stateUnknown(situation.machineName), drops]);
    case 'active':
    case 'paused':
      return confirm(phase, 'type-name', [
        reason(
          'loses-run',
          `${named(phase.progress)} is on (${describeProgress(phase.progress)}). Restarting the software ends it without an orderly stop.`,
        ),
        drops,
      ]);
    default:
      return assertNever(phase);
  }
}
