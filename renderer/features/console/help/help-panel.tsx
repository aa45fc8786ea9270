import { TextInput } from '@mantine/core';
import { useState } from 'react';
import { accessLevels } from '../../../../shared/access-level.ts';
import {
  type CatalogueCommand,
  type CommandParameter,
  type FactSource,
  riskWords,
} from '../../../../shared/catalogue/command-entry.ts';
import type { Instant } from '../../../../shared/units.ts';
import { shortForm } from '../../../../shared/catalogue/spelling.ts';
import { formatMoment } from '../../../format/time.ts';
import { useNow } from '../../../stores/use-services.ts';
import { Button } from '../../../ui/button.tsx';
import { MachineText, Note } from '../../../ui/words.tsx';
import { findCommands } from '../palette/find-commands.ts';
import type { MachineCatalogue } from '../use-catalogue.ts';
import { CommandBadges } from './command-badges.tsx';
import classes from './help.module.css';

interface HelpPanelProps {
  readonly catalogue: MachineCatalogue;
  /** The command whose page is open; null shows the list. */
  readonly name: string | null;
  readonly onOpen: (name: string | null) => void;
  readonly onInsert: (text: string) => void;
  /** Why the machine cannot be asked now; null if it can. */
  readonly locked: string | null;
}

/** What the commands do: described here, and in the machine's own words. */
export function HelpPanel({ catalogue, name, onOpen, onInsert, locked }: HelpPanelProps) {
  const [looked, setLooked] = useState('');
  const command = catalogue.commands.find((candidate) => candidate.name === name) ?? null;
  if (command !== null)
    return (
      <div className={classes['page']}>
        <div>
          <Button small onPress={() => onOpen(null)}>
            All commands
          </Button>
        </div>
        <CommandPage command={command} onInsert={onInsert} />
        <MachinePage catalogue={catalogue} command={command} locked={locked} />
      </div>
    );
  return (
    <div className={classes['page']}>
      <TextInput
        aria-label="Find help"
        placeholder="Find a command by name or purpose"
        value={looked}
        onChange={(event) => setLooked(event.currentTarget.value)}
        autoComplete="off"
        spellCheck={false}
      />
      <div className={classes['list']}>
        {findCommands(catalogue.commands, looked).map((candidate) => (
          <button
            key={candidate.name}
            type="button"
            className={classes['entry']}
            onClick={() => onOpen(candidate.name)}
          >
            <code>{candidate.name}</code>
            <span>{candidate.summary}</span>
          </button>
        ))}
      </div>
    </div>
  );
}

const sourceWords: Readonly<Record<FactSource, string>> = {
  QSLib: 'QSLib’s public source',
  'message log': 'a real machine’s message log',
  SCPI: 'SCPI’s usual ways',
  machine: 'the machine’s own list',
};

interface CommandPageProps {
  readonly command: CatalogueCommand;
  readonly onInsert: (text: string) => void;
}

function CommandPage({ command, onInsert }: CommandPageProps) {
  const short = shortForm(command.name);
  const spellings = [short, ...command.aliases].filter((spelling) => spelling !== command.name);
  return (
    <>
      <h3 className={classes['name']}>{command.name}</h3>
      <CommandBadges command={command} />
      <p>{command.summary}</p>
      <p>{command.help}</p>
      {command.risks.length > 0 && (
        <Note tone="warn">
          {command.consequence ??
            command.risks.map((risk) => riskWords[risk].consequence).join(' ')}
        </Note>
      )}
      <dl className={classes['facts']}>
        {spellings.length > 0 && (
          <>
            <dt>Also</dt>
            <dd>
              <code>{spellings.join(', ')}</code>
            </dd>
          </>
        )}
        <dt>Level</dt>
        <dd>
          {command.level}
          {command.level !== accessLevels.at(-1) && ' or higher'}
        </dd>
        <dt>Known from</dt>
        <dd>
          {sourceWords[command.source]}
          {!command.verified && '; not verified on a machine'}
        </dd>
      </dl>
      <Parameters title="Arguments" parameters={command.arguments} lead="" />
      <Parameters title="Options" parameters={command.options} lead="-" />
      <section aria-label="Example" className={classes['example']}>
        <code>{command.example}</code>
        <Button small onPress={() => onInsert(command.example)}>
          Use
        </Button>
      </section>
    </>
  );
}

interface ParametersProps {
  readonly title: string;
  readonly parameters: readonly CommandParameter[];
  readonly lead: string;
}

function Parameters({ title, parameters, lead }: ParametersProps) {
  if (parameters.length === 0) return null;
  return (
    <section aria-label={title}>
      <dl className={classes['parameters']}>
        {parameters.map(({ name, help, required, repeats }) => (
          <div key={name}>
            <dt>
              {lead}
              {name}
              {repeats && ' …'}
            </dt>
            <dd>
              {help}
              {!required && ' May be left out.'}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

interface MachinePageProps {
  readonly catalogue: MachineCatalogue;
  readonly command: CatalogueCommand;
  readonly locked: string | null;
}

/** The machine's own page on a command, asked for only when someone wants it. */
function MachinePage({ catalogue, command, locked }: MachinePageProps) {
  const now = useNow();
  const [asking, setAsking] = useState(false);
  const page = catalogue.help?.pages[command.name.toLowerCase()] ?? null;
  const read = async (): Promise<void> => {
    setAsking(true);
    await catalogue.read(command.name, page !== null);
    setAsking(false);
  };
  return (
    <section aria-label="The machine’s own help">
      {page !== null && (
        <>
          <p>The machine says, {formatMoment(page.readAt as Instant, now)}:</p>
          <pre className={classes['raw']}>
            <MachineText text={page.raw} />
          </pre>
        </>
      )}
      {catalogue.failure !== null && (
        <Note tone="err">
          {catalogue.failure.message} {catalogue.failure.remedy}
        </Note>
      )}
      {locked === null && (
        <Button small icon="refresh" onPress={() => void read()}>
          {asking ? 'Asking…' : page === null ? 'Ask the machine about it' : 'Ask again'}
        </Button>
      )}
    </section>
  );
}
