/*
 * A recording stand-in for the `electron` module, for running the built main and preload scripts in plain Node. It answers what
 * Electron would answer and keeps what it was given, so that a test can call the handlers itself.
 */
import { EventEmitter } from 'node:events';
import { registerHooks } from 'node:module';

type Listener = (...values: never[]) => unknown;

/** A window's contents with just enough of a page. */
export class StandInContents extends EventEmitter {
  readonly sent: unknown[][] = [];
  readonly mainFrame = { origin: 'app://quantdeck', url: 'app://quantdeck/' };
  openHandler: ((details: { url: string }) => { action: string }) | null = null;
  reloads = 0;

  send(...values: unknown[]): void {
    this.sent.push(values);
  }
  isDestroyed(): boolean {
    return false;
  }
  isCrashed(): boolean {
    return false;
  }
  zoom = 1;
  getZoomFactor(): number {
    return this.zoom;
  }
  setZoomFactor(factor: number): void {
    this.zoom = factor;
  }
  reload(): void {
    this.reloads += 1;
  }
  setWindowOpenHandler(handler: (details: { url: string }) => { action: string }): void {
    this.openHandler = handler;
  }
}

export interface StandInMenuItem {
  readonly id?: string;
  readonly role?: string;
  readonly label?: string;
  readonly submenu?: readonly StandInMenuItem[];
  readonly click?: () => void;
}

export interface StandInSettings {
  /** Whether this is the first instance. */
  readonly first: boolean;
}

/** Everything the app did, in order and by kind. */
export class StandIn {
  readonly calls: string[] = [];
  readonly app = new EventEmitter();
  readonly power = new EventEmitter();
  readonly windows: StandInWindow[] = [];
  /** What tray, taskbar and badge were told, in order. */
  readonly desktop: string[] = [];
  readonly notifications: StandInNotification[] = [];
  /** The tray's menu as it was set last. */
  trayMenu: readonly StandInMenuItem[] = [];
  readonly handlers = new Map<string, Listener>();
  readonly sessionHandlers = new Map<string, Listener>();
  readonly exposed = new Map<string, unknown>();
  readonly ipcRenderer = new EventEmitter();
  readonly invoked: unknown[][] = [];
  /** Addresses handed to the system's browser. */
  readonly openedOutside: string[] = [];
  /** Chromium switches that were set. */
  readonly switches: string[] = [];
  readonly ipcMainListeners: string[] = [];
  /** Message boxes that were shown; each is answered with the next of `answers`, or cancelled. */
  readonly questions: { readonly message: string; readonly detail: string }[] = [];
  readonly answers: number[] = [];
  menu: readonly StandInMenuItem[] = [];
  readonly poppedUp: unknown[] = [];
  schemes: unknown = null;
  serve: ((request: Request) => Response | Promise<Response>) | null = null;
  readonly #settings: StandInSettings;

  constructor(settings: StandInSettings) {
    this.#settings = settings;
  }

  /** Makes `import 'electron'` and `require('electron')` in this process give this stand-in. */
  install(): void {
    const names = Object.keys(this.#module());
    Object.assign(globalThis, { standInModule: this.#module() });
    const source = [
      'const m = globalThis.standInModule;',
      ...names.map((name) => `exports.${name} = m.${name};`),
    ].join('\n');
    registerHooks({
      resolve: (specifier, context, next) =>
        specifier === 'electron'
          ? { url: 'stand-in:electron', format: 'commonjs', shortCircuit: true }
          : next(specifier, context),
      load: (url, context, next) =>
        url === 'stand-in:electron'
          ? { format: 'commonjs', source, shortCircuit: true }
          : next(url, context),
    });
  }

  #module(): Record<string, unknown> {
    const note = (call: string): number => this.calls.push(call);
    const settings = this.#settings;
    const windows = this.windows;
    const { desktop, notifications } = this;
    const setTrayMenu = (menu: readonly StandInMenuItem[]): void => {
      this.trayMenu = menu;
    };
    const keep =
      (name: string) =>
      (handler: Listener): void => {
        this.sessionHandlers.set(name, handler);
      };
    const announce = (contents: StandInContents): boolean =>
      this.app.emit('web-contents-created', {}, contents);
    return {
      app: Object.assign(this.app, {
        isPackaged: true,
        commandLine: { appendSwitch: (name: string) => this.switches.push(name) },
        setPath: (name: string, path: string) => note(`setPath ${name} ${path}`),
        requestSingleInstanceLock: () => settings.first,
        enableSandbox: () => note('enableSandbox'),
        whenReady: async () => note('ready'),
        quit: () => note('quit'),
        setBadgeCount: (count: number) => desktop.push(`badge ${count}`),
        exit: (code: number) => note(`exit ${code}`),
      }),
      BrowserWindow: class extends StandInWindow {
        constructor(options: unknown) {
          super(options, note, desktop);
          windows.push(this);
          announce(this.webContents);
        }
        static getAllWindows(): readonly StandInWindow[] {
          return windows;
        }
      },
      Menu: {
        buildFromTemplate: (template: readonly StandInMenuItem[]) => ({
          items: template,
          popup: () => this.poppedUp.push(template),
        }),
        setApplicationMenu: (menu: { readonly items: readonly StandInMenuItem[] }) => {
          note('setApplicationMenu');
          this.menu = menu.items;
        },
      },
      crashReporter: {
        start: (options: unknown) => note(`crashReporter ${JSON.stringify(options)}`),
      },
      dialog: {
        showErrorBox: (title: string, text: string) => note(`error ${title}: ${text}`),
        showMessageBox: async (question: { message: string; detail: string }) => {
          this.questions.push(question);
          return { response: this.answers.shift() ?? 0 };
        },
        showOpenDialog: async () => ({ canceled: false, filePaths: ['/certificates/ca.pem'] }),
      },
      screen: {
        getAllDisplays: () => [{ workArea: { x: 0, y: 0, width: 1920, height: 1040 } }],
      },
      shell: {
        openExternal: async (link: string) => this.openedOutside.push(link),
        showItemInFolder: (path: string) => note(`showItemInFolder ${path}`),
      },
      Notification: class extends StandInNotification {
        constructor(options: StandInNotification['options']) {
          super(options);
          notifications.push(this);
        }
        static isSupported(): boolean {
          return true;
        }
      },
      Tray: class extends EventEmitter {
        setToolTip(text: string): void {
          desktop.push(`tip ${text}`);
        }
        setImage(): void {}
        setContextMenu(menu: { readonly items: readonly StandInMenuItem[] }): void {
          setTrayMenu(menu.items);
        }
        destroy(): void {
          desktop.push('tray gone');
        }
      },
      nativeImage: { createFromBitmap: () => ({ setTemplateImage: () => {} }) },
      nativeTheme: { shouldUseDarkColors: true },
      powerMonitor: this.power,
      protocol: {
        registerSchemesAsPrivileged: (schemes: unknown) => {
          note('registerSchemes');
          this.schemes = schemes;
        },
        handle: (scheme: string, serve: (request: Request) => Response) => {
          note(`protocol ${scheme}`);
          this.serve = serve;
        },
      },
      safeStorage: {
        getSelectedStorageBackend: () => 'basic_text',
        isEncryptionAvailable: () => true,
        setUsePlainTextEncryption: (plain: boolean) => note(`setUsePlainTextEncryption ${plain}`),
        encryptString: (text: string) => Buffer.from(`v10${Buffer.from(text).toString('hex')}`),
        decryptString: (bytes: Buffer) => Buffer.from(bytes.toString().slice(3), 'hex').toString(),
      },
      session: {
        defaultSession: {
          setPermissionRequestHandler: keep('request'),
          setPermissionCheckHandler: keep('check'),
          setDevicePermissionHandler: keep('device'),
          setDisplayMediaRequestHandler: keep('display'),
          setBluetoothPairingHandler: keep('bluetooth'),
        },
      },
      ipcMain: {
        on: (channel: string) => this.ipcMainListeners.push(channel),
        once: (channel: string) => this.ipcMainListeners.push(channel),
        handle: (channel: string, handler: Listener) => this.handlers.set(channel, handler),
        removeHandler: (channel: string) => this.handlers.delete(channel),
      },
      contextBridge: {
        exposeInMainWorld: (name: string, api: unknown) => this.exposed.set(name, api),
      },
      ipcRenderer: Object.assign(this.ipcRenderer, {
        invoke: async (...values: unknown[]) => {
          this.invoked.push(values);
          return 'answered';
        },
      }),
    };
  }
}

/** A notification that nobody sees; a test clicks it with `emit('click')`. */
export class StandInNotification extends EventEmitter {
  readonly options: { readonly title: string; readonly body: string };
  constructor(options: StandInNotification['options']) {
    super();
    this.options = options;
  }
  show(): void {}
}

/** A window that is never shown. */
export class StandInWindow extends EventEmitter {
  readonly webContents = new StandInContents();
  readonly options: unknown;
  readonly #note: (call: string) => void;
  readonly #desktop: string[];

  constructor(options: unknown, note: (call: string) => void, desktop: string[]) {
    super();
    this.#desktop = desktop;
    this.options = options;
    this.#note = note;
  }
  async loadURL(url: string): Promise<void> {
    this.#note(`loadURL ${url}`);
  }
  show(): void {
    this.#note('show');
    this.emit('show');
  }
  hide(): void {
    this.#note('hide');
    this.emit('hide');
  }
  isDestroyed(): boolean {
    return false;
  }
  setProgressBar(fraction: number, { mode }: { readonly mode: string }): void {
    this.#desktop.push(`progress ${mode} ${fraction}`);
  }
  setOverlayIcon(): void {}
  focus(): void {
    this.#note('focus');
  }
  isMinimized(): boolean {
    return true;
  }
  restore(): void {
    this.#note('restore');
  }
  isMaximized(): boolean {
    return false;
  }
  maximize(): void {
    this.#note('maximize');
  }
  getNormalBounds(): { x: number; y: number; width: number; height: number } {
    return { x: 10, y: 20, width: 1300, height: 900 };
  }
}
