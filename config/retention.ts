/**
 * Default retention period by kind of record (domain/notices/retention.ts), as ISO 8601; null keeps it for good. By
 * default nothing is erased but people who left, after a month in which a mistake can be undone.
 */
export const DEFAULT_RETENTION = {
  documents: null,
  letters: null,
  targets: null,
  texts: null,
  answers: null,
  payload_key: null,
  mails: null,
  sign_ins: null,
  people: 'P30D',
} as const satisfies Record<string, string | null>;

export type RetentionSetting = Readonly<Record<keyof typeof DEFAULT_RETENTION, string | null>>;

/** Whole days at least: records are not kept for hours. */
const PERIOD = /^P(?=.*[1-9])(?:\d{1,4}Y)?(?:\d{1,4}M)?(?:\d{1,4}W)?(?:\d{1,5}D)?$/;

/** Parses pairs such as `letters=P10Y, texts=keep`; kinds left out keep their default. Null if malformed. */
export function readRetention(text: string): RetentionSetting | null {
  const setting: RetentionSetting & Record<string, string | null> = { ...DEFAULT_RETENTION };
  const said = new Set<string>();
  for (const part of text.split(',')) {
    const [kind = '', period = '', ...more] = part.trim().split('=');
    const isKnown = Object.hasOwn(DEFAULT_RETENTION, kind) && !said.has(kind);
    if (!isKnown || more.length > 0 || !(period === 'keep' || PERIOD.test(period))) return null;
    said.add(kind);
    setting[kind] = period === 'keep' ? null : period;
  }
  return setting;
}
