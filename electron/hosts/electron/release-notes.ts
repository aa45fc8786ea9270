import type { UpdateInfo } from 'electron-updater';

/** Characters of notes that are shown, at most. */
const mostCharacters = 8_000;

const entities: Readonly<Record<string, string>> = {
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#39;': "'",
  '&nbsp;': ' ',
  '&amp;': '&',
};

/** Release notes as plain text: they come as HTML from elsewhere, and nothing from elsewhere is drawn in the window. */
export function plainNotes(notes: UpdateInfo['releaseNotes']): string {
  if (notes === null || notes === undefined) return '';
  const html = Array.isArray(notes)
    ? notes.map(({ version, note }) => `${version}\n${note ?? ''}`).join('\n\n')
    : notes;
  return html
    .slice(0, mostCharacters * 4)
    .replaceAll(/<(script|style)\b[\s\S]*?(<\/\1>|$)/gi, '')
    .replaceAll(/<li\b[^>]*>/gi, '\n• ')
    .replaceAll(/<\/?(p|div|h[1-6]|ul|ol|br|tr)\b[^>]*>/gi, '\n')
    .replaceAll(/<[^>]*>?/g, '')
    .replaceAll(/&(?:lt|gt|quot|#39|nbsp|amp);/g, (entity) => entities[entity] ?? entity)
    .replaceAll(/[ \t]+\n/g, '\n')
    .replaceAll(/\n{3,}/g, '\n\n')
    .trim()
    .slice(0, mostCharacters);
}
