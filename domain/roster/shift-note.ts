// For the next shift and the one after it.
export const SHIFT_NOTE_SHOWN_MS = 86_400_000;

export const findNoticeNumbers = (text: string): string[] => [...new Set(text.match(/\bN-\d{4}-\d{6}\b/g))];
