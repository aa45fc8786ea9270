export function auditWith(
  output: string,
  shipped: ReadonlySet<string>,
): { readonly problems: string[]; readonly warnings: string[] };
