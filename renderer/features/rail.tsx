import {
  ChartLine,
  CircleQuestionMark,
  HardDrive,
  History,
  Settings2,
  Terminal,
} from 'lucide-react';
import type { Route } from '../stores/router.ts';
import { routeHref } from '../stores/router.ts';
import { LockSwitch } from './controls/lock-switch.tsx';
import classes from './shell.module.css';

const entries = [
  {
    label: 'Machines',
    picture: HardDrive,
    route: { kind: 'machines' },
    kinds: ['machines', 'machine'],
  },
  {
    label: 'History',
    picture: ChartLine,
    route: { kind: 'history', id: null },
    kinds: ['history'],
  },
  { label: 'Activity', picture: History, route: { kind: 'activity' }, kinds: ['activity'] },
  { label: 'Console', picture: Terminal, route: { kind: 'console', id: null }, kinds: ['console'] },
  { label: 'Settings', picture: Settings2, route: { kind: 'settings' }, kinds: ['settings'] },
  {
    label: 'Help',
    picture: CircleQuestionMark,
    route: { kind: 'help', page: null, section: null },
    kinds: ['help'],
  },
] as const;

/** The places of the window; only those that exist. */
export function Rail({ route }: { readonly route: Route }) {
  return (
    <nav className={classes['rail']} aria-label="Main">
      <div className={classes['mark']}>
        <Mark />
        QuantDeck
      </div>
      <ul>
        {entries.map(({ label, picture: Picture, route: target, kinds }) => (
          <li key={label}>
            <a
              className={classes['nav']}
              href={routeHref(target)}
              {...(kinds.some((kind) => kind === route.kind) ? { 'aria-current': 'page' } : {})}
            >
              <Picture size={22} strokeWidth={1.75} aria-hidden="true" />
              {label}
            </a>
          </li>
        ))}
      </ul>
      <div className={classes['bottom']}>
        <LockSwitch />
      </div>
    </nav>
  );
}

const dots = [7.5, 14, 20.5].flatMap((cy) => [7.5, 14, 20.5].map((cx) => ({ cx, cy })));

/** Nine wells, one of them watched. */
function Mark() {
  return (
    <svg viewBox="0 0 28 28" aria-hidden="true">
      <rect
        x=".75"
        y=".75"
        width="26.5"
        height="26.5"
        rx="4"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.5"
      />
      {dots.map(({ cx, cy }) => (
        <circle
          key={`${cx} ${cy}`}
          cx={cx}
          cy={cy}
          r="2.1"
          fill={cx === 14 && cy === 14 ? 'var(--qd-accent)' : 'currentColor'}
        />
      ))}
    </svg>
  );
}
