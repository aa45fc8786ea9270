export interface BuiltFile {
  readonly path: string;
  readonly bytes: number;
  readonly gzipBytes: number;
}
export interface Budget {
  readonly name: string;
  readonly kilobytes: number;
  readonly reason: string;
  readonly holds: (file: BuiltFile) => boolean;
}
export interface Size {
  readonly name: string;
  readonly kilobytes: number;
  readonly gzipKilobytes: number;
  readonly budget: number;
  readonly reason: string;
}
export const budgets: (firstFiles: ReadonlySet<string>) => readonly Budget[];
export function sizesOf(files: readonly BuiltFile[], all: readonly Budget[]): Size[];
export function overBudget(sizes: readonly Size[]): string[];
export function sizeTable(sizes: readonly Size[]): string;
export function builtFiles(): BuiltFile[];
export function firstFilesOf(html: string): ReadonlySet<string>;
export function measureBuild(): Size[];
