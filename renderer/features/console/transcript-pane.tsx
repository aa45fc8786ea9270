import {
  type Ref,
  useCallback,
  useEffect,
  useImperativeHandle,
  useMemo,
  useRef,
  useState,
} from 'react';
import type { AccessLevel } from '../../../shared/access-level.ts';
import { assertNever } from '../../../shared/assert-never.ts';
import type { Failure } from '../../../shared/failure.ts';
import type { MachineId } from '../../../shared/units.ts';
import type { HeldTranscript } from '../../stores/console-state.ts';
import { useServices } from '../../stores/use-services.ts';
import classes from './console.module.css';
import { FilterBar } from './filter-bar.tsx';
import { workerMatcher } from './search/matcher.ts';
import { TranscriptSearch } from './search/search.ts';
import { SearchBox } from './search-box.tsx';
import type { ConsoleKey } from './shortcuts.ts';
import { Transcript, type TranscriptHandle } from './transcript.tsx';
import { TranscriptExport } from './transcript-export.tsx';
import { type LineFilter, TranscriptRows } from './transcript-rows.ts';

type PaneKey = Extract<
  ConsoleKey,
  'find' | 'find-next' | 'find-previous' | 'latest' | 'save-transcript'
>;

export interface TranscriptPaneHandle {
  readonly focus: () => void;
  readonly obey: (key: PaneKey) => void;
}

/** Between two pages of older lines that are fetched for a search. */
const pageBreathMilliseconds = 100;

interface TranscriptPaneProps {
  readonly ref: Ref<TranscriptPaneHandle>;
  readonly machineId: MachineId;
  readonly held: HeldTranscript;
  readonly filter: LineFilter;
  readonly cap: AccessLevel;
  readonly onFilter: (filter: LineFilter) => void;
  readonly onRunAs: (command: string, level: AccessLevel) => void;
  readonly onLeave: () => void;
  readonly onFailure: (failure: Failure | null) => void;
}

/** The transcript with what narrows it down: chips, search, export. */
export function TranscriptPane(props: TranscriptPaneProps) {
  const { ref, machineId, held, filter, cap, onFilter, onRunAs, onLeave, onFailure } = props;
  const { log } = held;
  const { clock, console } = useServices();
  const transcript = useRef<TranscriptHandle>(null);
  const searchInput = useRef<HTMLInputElement>(null);
  const [exportOpen, setExportOpen] = useState(false);
  const [searching, setSearching] = useState(false);
  const search = useSearch(clock);
  const rows = useMemo(
    // Every match is to be a row of its own, so that the search can go to it.
    () => new TranscriptRows(log, searching ? { ...filter, fold: false } : filter),
    [log, filter, searching],
  );
  rows.catchUp();
  useEffect(() => search.follow(held.log, rows), [search, held, rows]);

  /** Fetches older lines; answers whether there may be more. */
  const older = useCallback(async (): Promise<boolean> => {
    const answer = await console.loadOlder(machineId);
    if (!answer.ok) onFailure(answer.failure);
    return answer.ok && answer.value;
  }, [console, machineId, onFailure]);

  // What is looked for may stand in lines that are still in main.
  useEffect(() => {
    if (!searching) return undefined;
    let cancel = (): void => {};
    const readOn = async (): Promise<void> => {
      // One page at a time, with a breath between: keys must get through.
      if (await older()) cancel = clock.after(pageBreathMilliseconds, () => void readOn());
    };
    cancel = clock.after(0, () => void readOn());
    return () => cancel();
  }, [searching, older, clock]);

  const step = (direction: 'next' | 'previous'): void => {
    const found = search.step(direction, transcript.current?.reading() ?? log.last);
    if (found !== null) transcript.current?.show(found);
  };

  useImperativeHandle(ref, () => ({
    focus: () => transcript.current?.focus(),
    obey: (key) => {
      switch (key) {
        case 'find':
          searchInput.current?.focus();
          searchInput.current?.select();
          break;
        case 'find-next':
          step('next');
          break;
        case 'find-previous':
          step('previous');
          break;
        case 'latest':
          transcript.current?.jumpToLatest();
          break;
        case 'save-transcript':
          setExportOpen(true);
          break;
        default:
          assertNever(key);
      }
    },
  }));

  return (
    <>
      <div className={classes['bar']} data-part="filter">
        <FilterBar log={log} filter={filter} onChange={onFilter} />
        <SearchBox
          search={search}
          inputRef={searchInput}
          onQuery={(query) => {
            setSearching(query.text !== '');
            search.setQuery(query);
          }}
          onStep={step}
          onLeave={onLeave}
        />
        <TranscriptExport
          machineId={machineId}
          log={log}
          filter={filter}
          opened={exportOpen}
          onOpenedChange={setExportOpen}
          onFailure={onFailure}
        />
      </div>
      <Transcript
        ref={transcript}
        machineId={machineId}
        held={held}
        rows={rows}
        search={search}
        cap={cap}
        onRunAs={onRunAs}
        onOlder={() => void older()}
        onLeave={onLeave}
      />
    </>
  );
}

/** A search that ends with the view. */
function useSearch(clock: Parameters<typeof workerMatcher>[0]): TranscriptSearch {
  const search = useMemo(() => new TranscriptSearch(workerMatcher(clock)), [clock]);
  useEffect(() => () => search.dispose(), [search]);
  return search;
}
