/** What the desk knows for the lines of a prescribed form. */
export const FORM_FACTS = [
  'company',
  'address',
  'contact',
  'authority',
  'reference',
  'number',
  'issued',
  'received',
  'written',
  'effect',
  'reasons',
  'missing',
] as const;
export type FormFact = (typeof FORM_FACTS)[number];

export const FORM_EFFECTS = ['removed', 'disabled_everywhere', 'preserved'] as const;
export type FormEffect = (typeof FORM_EFFECTS)[number];

/** The prescribed forms of a notice's law, frozen with the submission. */
export interface FormsOfLaw {
  regime: string;
  countries: string[];
  names: string[];
}
