import {
  defaultPreferences,
  preferenceSections,
  type Preferences,
  preferencesSchema,
  type PreferencesChange,
} from '../../shared/preferences.ts';
import type { Clock } from '../base/clock.ts';
import { Emitter } from '../base/emitter.ts';
import { KeptFile } from './kept-file.ts';

/** What a person chose for this workstation, in `preferences.json` of the data directory. */
export class PreferenceFile {
  readonly #file: KeptFile;
  readonly #changed = new Emitter<Preferences>();
  #preferences: Preferences;

  readonly onChange = this.#changed.event;

  constructor(dataDirectory: string, clock: Clock) {
    this.#file = new KeptFile({
      directory: dataDirectory,
      name: 'preferences',
      holds: 'The file of your settings',
      remedy: 'Choose your settings again, or repair that file and put it back.',
      clock,
    });
    this.#preferences =
      this.#file.found === null ? defaultPreferences : this.#validate(this.#file.found);
  }

  get current(): Preferences {
    return this.#preferences;
  }

  /** What loading found, in plain sentences for the person. */
  get problems(): readonly string[] {
    return this.#file.problems;
  }

  /** Replaces whole sections. Throws if the file cannot be written; nothing changes then. */
  change(change: PreferencesChange): void {
    const wanted = preferencesSchema.parse({ ...this.#preferences, ...defined(change) });
    this.#file.write({ version: 1, ...wanted });
    this.#preferences = wanted;
    this.#changed.fire(wanted);
  }

  dispose(): void {
    this.#changed.dispose();
  }

  /** Takes over each section that makes sense; a section that is not there yet is as it comes. */
  #validate(content: unknown): Preferences {
    const stored: Readonly<Record<string, unknown>> =
      typeof content === 'object' && content !== null ? { ...content } : {};
    const sections: Record<string, unknown> = { ...defaultPreferences };
    const unreadable: string[] = [];
    for (const [name, schema] of Object.entries(preferenceSections)) {
      if (stored[name] === undefined) continue;
      const reading = schema.safeParse(stored[name]);
      if (reading.success) sections[name] = reading.data;
      else unreadable.push(name);
    }
    if (unreadable.length > 0)
      this.#file.setAside(
        `The settings for ${unreadable.join(', ')} could not be read and are as they were at first`,
      );
    return preferencesSchema.parse(sections);
  }
}

function defined(change: PreferencesChange): Partial<Preferences> {
  return Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
}
