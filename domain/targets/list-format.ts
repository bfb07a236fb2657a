/** Formats that are read in a sandboxed process. */
export const DOCUMENT_FORMATS = ['xlsx', 'pdf', 'docx'] as const;
export type DocumentFormat = (typeof DOCUMENT_FORMATS)[number];
export const LIST_FORMATS = ['csv', 'ndjson', 'json', 'text', ...DOCUMENT_FORMATS] as const;
export type ListFormat = (typeof LIST_FORMATS)[number];
