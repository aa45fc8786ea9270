import {
  Bookmark,
  CircleQuestionMark,
  Keyboard,
  type LucideIcon,
  Network,
  Radio,
  ScrollText,
} from 'lucide-react';
import classes from './console.module.css';
import { combinationWords, consoleKeys } from './shortcuts.ts';

/** What can stand beside the session. */
export const consolePanels = [
  'help',
  'topics',
  'scripts',
  'bookmarks',
  'broadcast',
  'keys',
] as const;
export type ConsolePanel = (typeof consolePanels)[number];

const pictures: Readonly<Record<ConsolePanel, LucideIcon>> = {
  help: CircleQuestionMark,
  topics: Radio,
  scripts: ScrollText,
  bookmarks: Bookmark,
  broadcast: Network,
  keys: Keyboard,
};

export const panelWords: Readonly<Record<ConsolePanel, string>> = {
  help: 'Help',
  topics: 'Topics',
  scripts: 'Scripts',
  bookmarks: 'Bookmarks',
  broadcast: 'Several',
  keys: 'Keys',
};

interface ToolStripProps {
  readonly open: ConsolePanel | null;
  readonly onOpen: (panel: ConsolePanel | null) => void;
}

/** Chooses what stands beside the session. */
export function ToolStrip({ open, onOpen }: ToolStripProps) {
  return (
    <div
      className={classes['strip']}
      role="toolbar"
      aria-label="Beside the session"
      data-part="tools"
    >
      {consolePanels.map((panel) => {
        const Picture = pictures[panel];
        const { what, keys } = consoleKeys[panel];
        return (
          <button
            key={panel}
            type="button"
            className={classes['tool']}
            aria-pressed={open === panel}
            title={`${what} (${keys.map(combinationWords).join(', ')})`}
            onClick={() => onOpen(open === panel ? null : panel)}
          >
            <Picture size={18} aria-hidden="true" />
            {panelWords[panel]}
          </button>
        );
      })}
    </div>
  );
}
