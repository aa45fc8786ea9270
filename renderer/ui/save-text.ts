/** Hands a text to the browser as a file to keep. Where it goes is the browser's, and the person's, choice. */
export function saveText(name: string, mediaType: string, ...parts: string[]): void {
  const url = URL.createObjectURL(new Blob(parts, { type: `${mediaType};charset=utf-8` }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
  // The download has its own hold on the data by now.
  URL.revokeObjectURL(url);
}
