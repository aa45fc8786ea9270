export function isPackage(name: string): boolean;
export function checksumLines(folder: string, names: readonly string[]): Promise<string>;
