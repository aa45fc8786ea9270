/** Hands a file to the browser, which asks or saves as its user set it up. */
export function downloadFile(name: string, content: Blob): void {
  const address = URL.createObjectURL(content);
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  // The click has taken the content by now; the address alone would keep it in memory.
  URL.revokeObjectURL(address);
}
