import { Menu } from '@mantine/core';
import {
  Ellipsis,
  Pencil,
  Plug,
  RefreshCw,
  SquareArrowOutUpRight,
  Trash2,
  Unplug,
} from 'lucide-react';
import type { MachineSnapshot } from '../../../shared/machine.ts';
import { visibleText } from '../../format/visible-text.ts';
import { go } from '../../stores/router.ts';
import { usePresses } from '../action/use-press.ts';
import classes from './overview.module.css';

interface MachineMenuProps {
  readonly snapshot: MachineSnapshot;
  readonly engine: 'up' | 'down';
}

/** What is wanted less often than the card's buttons. */
export function MachineMenu({ snapshot, engine }: MachineMenuProps) {
  const presses = usePresses();
  const { id, settings, connection } = snapshot;
  const stopped = engine === 'down';
  const connected = connection.kind !== 'off' && connection.kind !== 'stopped';
  return (
    <Menu position="bottom-end" withinPortal={false} withInitialFocusPlaceholder={false}>
      <Menu.Target>
        <button
          type="button"
          className={classes['menu']}
          aria-label={`More actions for ${visibleText(settings.name)}`}
        >
          <Ellipsis size={18} aria-hidden="true" />
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item
          leftSection={<SquareArrowOutUpRight size={16} />}
          onClick={() => go({ kind: 'machine', id, tab: 'run' })}
        >
          Open machine page
        </Menu.Item>
        {settings.kind === 'network' && (
          <Menu.Item
            leftSection={<Pencil size={16} />}
            onClick={() => presses.open({ kind: 'edit-machine', machineId: id })}
          >
            Edit
          </Menu.Item>
        )}
        <Menu.Item
          leftSection={<RefreshCw size={16} />}
          disabled={stopped}
          onClick={() => presses.command(id, 'Look now', 'refresh')}
        >
          Look now
        </Menu.Item>
        <Menu.Item
          leftSection={connected ? <Unplug size={16} /> : <Plug size={16} />}
          disabled={stopped}
          onClick={() =>
            connected
              ? presses.command(id, 'Disconnect', 'disconnect')
              : presses.command(id, 'Connect', 'connect')
          }
        >
          {connected ? 'Disconnect' : 'Connect'}
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item
          leftSection={<Trash2 size={16} />}
          onClick={() => presses.open({ kind: 'remove-machine', machineId: id })}
        >
          Remove…
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
