export { visiblePieces, visibleText } from '../../shared/visible-text.ts';
