import { type IpcRendererEvent, contextBridge, ipcRenderer } from 'electron';
import type { HostApi, PanelEvent } from '../../../shared/contract.ts';
import { channels } from './channels.ts';

/*
 * All that a window gets of Electron. Nothing of ipcRenderer itself crosses the bridge: neither its functions nor the event objects
 * that carry it.
 */
const host: HostApi = {
  ask: (name, input) => ipcRenderer.invoke(channels.ask, name, input),
  onEvent: (listener) => {
    const forward = (_: IpcRendererEvent, event: PanelEvent): void => listener(event);
    ipcRenderer.on(channels.event, forward);
    return () => {
      ipcRenderer.removeListener(channels.event, forward);
    };
  },
};

contextBridge.exposeInMainWorld('quantdeck', host);
