/** The legal sender of a letter: the company and one of its offices, never a person of the desk. */
export interface LetterSender {
  service: string;
  /** The company as registered (`company.yaml`). */
  company: string | null;
  address: readonly string[];
  /** Capacity in which it answers, like "provider of the hosting service Example". */
  capacity: string | null;
  signatory: string | null;
  replyTo: string | null;
  /** Countries in which it has an establishment or a representative, `EU` for the Union; absent: not stated. */
  presentIn?: readonly string[] | undefined;
}

export function createServiceSender(service: string): LetterSender {
  return { service, company: null, address: [], capacity: null, signatory: null, replyTo: null };
}

const UNION = 'AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK EU'.split(' ');

/** Whether the company has stated where it is present, and a country is not among these: in the Union, one place is enough. */
export function isAbsentFrom({ presentIn }: Pick<LetterSender, 'presentIn'>, country: string): boolean {
  if (presentIn === undefined || presentIn.includes(country)) return false;
  return !UNION.includes(country) || !presentIn.some((one) => UNION.includes(one));
}
