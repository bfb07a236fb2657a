import type { DocumentLine } from '../../domain/documents/lines.js';
import type { ListFormat } from '../../domain/targets/list-format.js';
import type { ListItem } from './item.js';

/** A list recognized and opened; iterating it may still throw `ListRefused`. */
export interface SentList {
  items: Iterable<ListItem>;
  /** The text of a workbook or PDF beside its list; null for other formats. */
  text: DocumentLine[] | null;
  format: ListFormat;
  mediaType: string;
  name: string;
  sha256: string;
  bytes: number;
}
