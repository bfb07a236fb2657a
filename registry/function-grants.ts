import type { GrantedLogin } from './table-rights.js';

/** Security-definer functions of the owner, with the logins that may call them; all others are refused. */
export const FUNCTIONS: Readonly<Record<string, readonly GrantedLogin[]>> = {
  'erase_notice(uuid)': ['api'],
  'erase_mails()': ['api'],
  'erase_imported_cases()': ['api'],
  'erase_sign_ins()': ['api'],
  'names_hidden_letter(text[], uuid, text[])': ['api'],
  'erase_person(uuid, text)': ['api'],
  // Stores what the API kept of a triage, and nothing else.
  'keep_reading(uuid)': ['worker'],
  // Each resolves only the alerts that a recorded command or effect settles.
  'resolve_by_command(uuid)': ['worker'],
  'resolve_by_effect(uuid)': ['worker'],
  'resolve_by_skip(uuid)': ['worker'],
};
