import { useEffect } from 'react';

/** Made anew (by its key) with every change of a list, after which the first entry is the chosen one. */
export function SelectFirst({ select }: { readonly select: () => unknown }) {
  useEffect(() => {
    select();
  }, [select]);
  return null;
}
