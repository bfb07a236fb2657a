export const INTAKE_DUTIES = ['language', 'form', 'addressee'] as const;
export type IntakeDuty = (typeof INTAKE_DUTIES)[number];

/** Languages in which a document may be sent: those that the company has declared (`company.yaml`), or the law's own. */
export type AcceptedLanguages = 'declared' | string[];

/** Returns the answer that the facts of a notice give to an item of the checklist; null: only a person can tell. */
export function suggestAnswer(
  { about, accepts }: { about?: IntakeDuty | undefined; accepts?: AcceptedLanguages | undefined },
  { language, declared }: { language: string; declared: readonly string[] },
): 'present' | 'missing' | null {
  if (about !== 'language' || accepts === undefined) return null;
  const accepted = accepts === 'declared' ? declared : accepts;
  if (accepted.length === 0) return null;
  return accepted.includes(language.toLowerCase().split('-')[0] ?? '') ? 'present' : 'missing';
}
