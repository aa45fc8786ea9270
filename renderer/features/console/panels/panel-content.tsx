import type { AccessLevel } from '../../../../shared/access-level.ts';
import { assertNever } from '../../../../shared/assert-never.ts';
import type { MachineId } from '../../../../shared/units.ts';
import { HelpPanel } from '../help/help-panel.tsx';
import type { ScriptDraft } from '../scripts/script-draft.ts';
import { ScriptsPanel } from '../scripts/scripts-panel.tsx';
import type { ScriptRunner } from '../scripts/use-script-run.tsx';
import type { ConsolePanel } from '../tool-strip.tsx';
import type { LineFilter } from '../transcript-rows.ts';
import type { MachineCatalogue } from '../use-catalogue.ts';
import type { BookmarkDraft } from './bookmark-form.tsx';
import { BookmarksPanel } from './bookmarks-panel.tsx';
import { BroadcastPanel } from './broadcast-panel.tsx';
import { KeysPanel } from './keys-panel.tsx';
import { TopicsPanel } from './topics-panel.tsx';

interface PanelContentProps {
  readonly panel: ConsolePanel;
  readonly machineId: MachineId;
  readonly catalogue: MachineCatalogue;
  /** Why the machine cannot be asked now; null if it can. */
  readonly locked: string | null;
  readonly helpName: string | null;
  readonly onHelp: (name: string | null) => void;
  readonly filter: LineFilter;
  readonly onFilter: (filter: LineFilter) => void;
  readonly draft: BookmarkDraft | null;
  readonly onDraftTaken: () => void;
  readonly runner: ScriptRunner;
  readonly script: ScriptDraft;
  readonly onScript: (script: ScriptDraft) => void;
  readonly onRun: (text: string, level: AccessLevel) => void;
  readonly onInsert: (text: string) => void;
}

/** What stands in the panel that is open. */
export function PanelContent(props: PanelContentProps) {
  const { panel, machineId } = props;
  switch (panel) {
    case 'help':
      return (
        <HelpPanel
          catalogue={props.catalogue}
          name={props.helpName}
          locked={props.locked}
          onOpen={props.onHelp}
          onInsert={props.onInsert}
        />
      );
    case 'topics':
      return <TopicsPanel machineId={machineId} filter={props.filter} onFilter={props.onFilter} />;
    case 'bookmarks':
      return (
        <BookmarksPanel
          draft={props.draft}
          onDraftTaken={props.onDraftTaken}
          onRun={props.onRun}
          onInsert={props.onInsert}
        />
      );
    case 'broadcast':
      return <BroadcastPanel machineId={machineId} />;
    case 'scripts':
      return (
        <ScriptsPanel
          machineId={machineId}
          runner={props.runner}
          draft={props.script}
          onDraft={props.onScript}
          locked={props.locked}
        />
      );
    case 'keys':
      return <KeysPanel />;
    default:
      return assertNever(panel);
  }
}
