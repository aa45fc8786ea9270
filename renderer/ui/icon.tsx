import {
  ArrowDownLeft,
  ArrowDownToLine,
  ArrowRight,
  ArrowUpRight,
  Camera,
  Check,
  CircleAlert,
  CircleCheck,
  CircleDashed,
  CircleMinus,
  CirclePause,
  CirclePlay,
  CircleQuestionMark,
  CircleStop,
  Clock,
  Download,
  HardDrive,
  Info,
  KeyRound,
  LoaderCircle,
  Lock,
  LockOpen,
  type LucideIcon,
  Monitor,
  OctagonX,
  PanelBottomClose,
  PanelBottomOpen,
  Pause,
  Pencil,
  Play,
  Plug,
  Plus,
  Power,
  RefreshCw,
  Settings2,
  ShieldCheck,
  StepForward,
  Terminal,
  Thermometer,
  TriangleAlert,
  Unplug,
} from 'lucide-react';
import type { IconName } from '../model/icon-name.ts';

const icons: Readonly<Record<IconName, LucideIcon>> = {
  abort: OctagonX,
  add: Plus,
  attention: TriangleAlert,
  camera: Camera,
  check: Check,
  clock: Clock,
  connect: Plug,
  console: Terminal,
  cover: ArrowDownToLine,
  disconnect: Unplug,
  download: Download,
  'drawer-close': PanelBottomClose,
  'drawer-open': PanelBottomOpen,
  edit: Pencil,
  error: CircleAlert,
  ended: CircleStop,
  finished: CircleCheck,
  heat: Thermometer,
  idle: CircleMinus,
  info: Info,
  key: KeyRound,
  lock: Lock,
  machine: HardDrive,
  offline: CircleDashed,
  pause: Pause,
  paused: CirclePause,
  power: Power,
  refresh: RefreshCw,
  received: ArrowDownLeft,
  resume: Play,
  running: CirclePlay,
  send: ArrowRight,
  sent: ArrowUpRight,
  settings: Settings2,
  'stop-after-cycle': StepForward,
  trust: ShieldCheck,
  unknown: CircleQuestionMark,
  unlock: LockOpen,
  wall: Monitor,
  working: LoaderCircle,
};

interface IconProps {
  readonly name: IconName;
  readonly size?: number;
  readonly strokeWidth?: number;
  readonly className?: string | undefined;
}

/** A picture beside words; it never carries meaning alone, so assistive technology skips it. */
export function Icon({ name, size = 16, strokeWidth = 2, className }: IconProps) {
  const Picture = icons[name];
  return (
    <Picture
      aria-hidden="true"
      focusable="false"
      size={size}
      strokeWidth={strokeWidth}
      className={className}
    />
  );
}
