export const LIST_FORMATS = ['csv', 'ndjson', 'json', 'text', 'xlsx', 'pdf'] as const;
export type ListFormat = (typeof LIST_FORMATS)[number];
