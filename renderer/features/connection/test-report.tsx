import { Checkbox } from '@mantine/core';
import type { ConnectStep } from '../../../shared/connection.ts';
import type { ConnectionReport } from '../../../shared/connection-test.ts';
import type { Failure } from '../../../shared/failure.ts';
import { formatMilliseconds } from '../../format/duration.ts';
import { visibleText } from '../../format/visible-text.ts';
import { Icon } from '../../ui/icon.tsx';
import { Note } from '../../ui/words.tsx';
import classes from './connection.module.css';
import { Fingerprint } from './fingerprint.tsx';

/** Where a connection test stands. */
export type TestState =
  | { readonly kind: 'none' }
  | { readonly kind: 'running' }
  | { readonly kind: 'done'; readonly report: ConnectionReport }
  | { readonly kind: 'failed'; readonly failure: Failure };

const stepNames: Readonly<Record<ConnectStep, string>> = {
  dns: 'Address',
  tcp: 'Network',
  tls: 'TLS',
  greeting: 'Greeting',
  password: 'Password',
  level: 'Access',
  subscribe: 'Updates',
};

interface TestReportProps {
  readonly test: TestState;
  readonly pinned: string | null;
  readonly onPin: (fingerprint: string | null) => void;
}

/** What a connection test found, step by step, with the offered certificate to trust. */
export function TestReport({ test, pinned, onPin }: TestReportProps) {
  switch (test.kind) {
    case 'none':
      return (
        <div className={classes['idle']}>
          <p>Test the connection to see each step.</p>
          <p>You can also add the machine without testing.</p>
        </div>
      );
    case 'running':
      return (
        <div className={classes['idle']}>
          <output>Testing…</output>
        </div>
      );
    case 'failed':
      return (
        <div className={classes['side']}>
          <Note tone="err">
            <span role="alert">
              <b>{test.failure.message}</b> {test.failure.remedy}
            </span>
          </Note>
        </div>
      );
    case 'done':
      return (
        <div className={classes['side']}>
          <ol className={classes['steps']} aria-label="Connection test">
            {test.report.steps.map((tested) => (
              <li key={tested.step}>
                <Icon
                  name={tested.failure === null ? 'check' : 'error'}
                  className={classes[tested.failure === null ? 'ok' : 'err']}
                />
                <b>{stepNames[tested.step]}</b>
                <span className={classes['found']}>
                  {tested.failure === null ? (
                    visibleText(tested.found)
                  ) : (
                    <>
                      <b className={classes['err']}>{tested.failure.message}</b>{' '}
                      {tested.failure.remedy}
                    </>
                  )}
                </span>
                <span className={classes['ms']}>{formatMilliseconds(tested.milliseconds)}</span>
              </li>
            ))}
          </ol>
          {test.report.certificate !== null && (
            <div className={classes['trust']}>
              <p>
                {test.report.certificate.previousFingerprint === null
                  ? 'It offers this certificate, SHA-256 fingerprint:'
                  : 'It offers another certificate than the trusted one, SHA-256 fingerprint:'}
              </p>
              <Fingerprint text={test.report.certificate.fingerprint} />
              <p className={classes['hint']}>{visibleText(test.report.certificate.subject)}</p>
              <Checkbox
                label="Trust this machine"
                description="Asks again if it changes"
                checked={pinned === test.report.certificate.fingerprint}
                onChange={(event) =>
                  onPin(
                    event.currentTarget.checked
                      ? (test.report.certificate?.fingerprint ?? null)
                      : (test.report.certificate?.previousFingerprint ?? null),
                  )
                }
              />
            </div>
          )}
          {test.report.succeeded && (
            <Note tone="ok">
              <output>Everything works.</output>
            </Note>
          )}
        </div>
      );
    default:
      return test satisfies never;
  }
}
