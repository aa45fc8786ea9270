/** A text file that a person chose. */
export interface TextFile {
  readonly name: string;
  readonly text: string;
}

/** Lets a person choose a text file of this kind (`.scpi`); null if they chose none. */
export function openTextFile(extension: string): Promise<TextFile | null> {
  const input = document.createElement('input');
  input.type = 'file';
  input.accept = extension;
  return new Promise((resolve, reject) => {
    input.addEventListener('cancel', () => resolve(null));
    input.addEventListener('change', () => {
      const [file] = input.files ?? [];
      if (file === undefined) resolve(null);
      else file.text().then((text) => resolve({ name: file.name, text }), reject);
    });
    input.click();
  });
}
