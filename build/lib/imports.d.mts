export function importsOf(script: string): string[];
export function isProvided(name: string): boolean;
