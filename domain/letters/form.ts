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

export interface FormsOfLaw {
  regime: string;
  countries: string[];
  names: string[];
}
