/**
 * How long each kind of record is kept unless the house says otherwise, as ISO 8601; null: for good. Nothing is erased by itself;
 * a person who has left may be, after a month in which a mistake can be undone. What the kinds are: domain/notice/retention.ts.
 */
export const DEFAULT_RETENTION = {
  papers: null,
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

/** Years, months, weeks and days, at least one of them: nobody keeps a record for hours. */
const PERIOD = /^P(?=.*[1-9])(?:\d{1,4}Y)?(?:\d{1,4}M)?(?:\d{1,4}W)?(?:\d{1,5}D)?$/;

/** Reads `papers=P10Y, texts=keep`; kinds that are left out keep their default. Null where it says anything else. */
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

/** The same as text, every kind of it. */
export function writeRetention(setting: RetentionSetting): string {
  return Object.entries(setting)
    .map(([kind, period]) => `${kind}=${period ?? 'keep'}`)
    .join(',');
}
