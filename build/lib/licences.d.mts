export interface Licence {
  readonly name: string;
  readonly version: string;
  readonly licence: string;
  readonly text: string;
}
export function packageFolderOf(source: string): string | null;
export function readLicence(folder: string): Licence;
export function licencesOf(outputs: readonly string[]): Licence[];
