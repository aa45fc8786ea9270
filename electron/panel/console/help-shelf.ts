import { z } from 'zod';
import { type MachineHelp, namesInHelp } from '../../../shared/catalogue/taught.ts';
import type { Clock } from '../../base/clock.ts';
import type { Machine } from '../../machine/machine.ts';
import { KeptFile } from '../kept-file.ts';
import type { Notices } from '../notices.ts';

const longestText = 2_000_000;
const mostPages = 2_000;

const textSchema = z.string().max(longestText);
const helpFileSchema = z.object({
  product: z.string(),
  version: z.string(),
  readAt: z.number().nullable(),
  raw: textSchema.nullable(),
  pages: z.record(z.string(), z.object({ raw: textSchema, readAt: z.number() })),
});

interface Shelved {
  readonly file: KeptFile;
  help: MachineHelp;
}

/** What machines say of their own commands, kept on disk for each product and firmware. */
export class HelpShelf {
  readonly #directory: string;
  readonly #clock: Clock;
  readonly #notices: Notices;
  readonly #shelved = new Map<string, Shelved>();

  constructor(directory: string, clock: Clock, notices: Notices) {
    this.#directory = directory;
    this.#clock = clock;
    this.#notices = notices;
  }

  /**
   * The machine's help, with the page of a command where one is named. Asks the machine for what is not kept yet, or for
   * everything wanted if it shall be read anew. Rejects with an error that `explain` puts into words.
   */
  async read(machine: Machine, command: string | null, refresh: boolean): Promise<MachineHelp> {
    const known = machine.lastFacts;
    const kept = known === null ? null : this.#take(known);
    const page = command?.toLowerCase() ?? null;
    if (kept !== null && !refresh && has(kept.help, page)) return kept.help;
    // Its firmware is known for certain only once it was reached.
    const readList = kept === null || refresh || kept.help.readAt === null;
    const list = readList ? await machine.ask('HELP?') : null;
    const shown = command === null ? null : await machine.ask(`HELP? ${command}`);
    const facts = shown?.facts ?? list?.facts ?? known;
    if (facts === null) throw new Error('a machine that answered has been reached');
    const shelved = this.#take(facts);
    let { help } = shelved;
    const readAt = this.#clock.now();
    if (list !== null) {
      const raw = list.text.slice(0, longestText);
      help = { ...help, readAt, raw, names: namesInHelp(raw) };
    }
    if (page !== null && shown !== null) {
      const raw = shown.text.slice(0, longestText);
      help = { ...help, pages: { ...help.pages, [page]: { raw, readAt } } };
    }
    this.#keep(shelved, help);
    return help;
  }

  #take({ product, version }: { readonly product: string; readonly version: string }): Shelved {
    const name = `help-${slug(product)}-${slug(version)}`;
    const known = this.#shelved.get(name);
    if (known !== undefined) return known;
    const file = new KeptFile({
      directory: this.#directory,
      name,
      holds: 'What a machine said of its commands',
      remedy: 'It is asked again when help is opened.',
      clock: this.#clock,
    });
    const help = readHelp(file, { product, version });
    for (const text of file.problems) this.#notices.add('warning', text);
    const shelved = { file, help };
    this.#shelved.set(name, shelved);
    return shelved;
  }

  #keep(shelved: Shelved, help: MachineHelp): void {
    const pages = Object.entries(help.pages).slice(-mostPages);
    shelved.help = { ...help, pages: Object.fromEntries(pages) };
    const { product, version, readAt, raw } = help;
    try {
      shelved.file.write({ product, version, readAt, raw, pages: shelved.help.pages });
    } catch {
      // Help that cannot be kept is read again next time.
    }
  }
}

function readHelp(
  file: KeptFile,
  { product, version }: { readonly product: string; readonly version: string },
): MachineHelp {
  const nothing = { product, version, readAt: null, names: [], raw: null, pages: {} };
  if (file.found === null) return nothing;
  const reading = helpFileSchema.safeParse(file.found);
  if (!reading.success) {
    file.setAside('What a machine said of its commands makes no sense and is asked again');
    return nothing;
  }
  const { readAt, raw, pages } = reading.data;
  return { product, version, readAt, raw, pages, names: raw === null ? [] : namesInHelp(raw) };
}

function has(help: MachineHelp, page: string | null): boolean {
  return help.readAt !== null && (page === null || Object.hasOwn(help.pages, page));
}

function slug(text: string): string {
  const safe = text.replaceAll(/[^A-Za-z0-9._]+/g, '_').slice(0, 60);
  return safe === '' ? 'unknown' : safe;
}
