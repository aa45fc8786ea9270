/** Small things this window remembers between starts. Storage can be switched off or full: then it forgets, and works. */
export interface KeptText {
  read(key: string): string | null;
  write(key: string, text: string): void;
}

/** Keeps text in a Web Storage, tolerating one that refuses. `storage` is a getter because even reading it can throw. */
export function keptTextIn(storage: () => Storage): KeptText {
  return {
    read(key) {
      try {
        return storage().getItem(key);
      } catch {
        return null;
      }
    },
    write(key, text) {
      try {
        storage().setItem(key, text);
      } catch {
        // Nothing can be done about a full or forbidden storage, and nothing here is worth an error.
      }
    },
  };
}
