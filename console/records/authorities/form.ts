import type { CADENCE_UNITS } from '../../../domain/letters/cadence.js';
import type { z } from 'zod';
import type { authorityWrite } from '../../../contract/people/admin.js';
import type { Authority } from '../../http/types.js';

type AuthorityBody = { [Field in keyof z.input<typeof authorityWrite>]: unknown };

/** A contact or signer in the form; `key` identifies the row while it is edited. */
interface Row {
  key: number;
  validFrom: string;
  validTo: string;
}

export interface ContactRow extends Row {
  purpose: 'letters' | 'callback';
  email: string;
  phone: string;
  office: string;
  department: string;
  address: string;
}

export interface SignerRow extends Row {
  name: string;
  rank: string;
}

export interface AuthorityForm {
  id: string;
  name: string;
  country: string;
  kind: string;
  verification: 'unverified' | 'verified';
  domains: string;
  contacts: ContactRow[];
  signers: SignerRow[];
  /** Interval of status updates; an empty amount: none. */
  statusUpdates: { amount: string; unit: (typeof CADENCE_UNITS)[number] };
}

export const AUTHORITY_KINDS = ['ministry', 'regulator', 'court', 'police', 'agency'] as const;

export const emptyForm: AuthorityForm = {
  id: '',
  name: '',
  country: '',
  kind: 'ministry',
  verification: 'unverified',
  domains: '',
  contacts: [],
  signers: [],
  statusUpdates: { amount: '', unit: 'calendar_day' },
};

const NO_ADDRESS = { office: '', department: '', address: '' };
const ALWAYS = { validFrom: '', validTo: '' };
export const emptyContact: Omit<ContactRow, 'key'> = {
  purpose: 'letters',
  email: '',
  phone: '',
  ...NO_ADDRESS,
  ...ALWAYS,
};
export const emptySigner: Omit<SignerRow, 'key'> = { name: '', rank: '', ...ALWAYS };

export function toForm(authority: Authority): AuthorityForm {
  const { id, name, country, kind, verification, domains, contacts, signers, statusUpdates } = authority;
  return {
    id,
    name,
    country,
    kind,
    verification,
    domains: domains.join('\n'),
    contacts: contacts.map((contact, key) => ({
      key,
      purpose: contact.purpose === 'callback' ? 'callback' : 'letters',
      email: contact.email ?? '',
      phone: contact.phone ?? '',
      office: contact.office ?? '',
      department: contact.department ?? '',
      address: contact.address?.join('\n') ?? '',
      ...toDates(contact),
    })),
    signers: signers.map((signer, key) => ({ key, name: signer.name, rank: signer.rank, ...toDates(signer) })),
    statusUpdates: {
      amount: statusUpdates == null ? '' : String(statusUpdates.amount),
      unit: statusUpdates?.unit ?? 'calendar_day',
    },
  };
}

/** Builds the request body. Empty values are left out, so that the API reports what is missing. */
export function toBody(form: AuthorityForm, before?: Authority): AuthorityBody {
  return {
    id: form.id.trim(),
    name: form.name.trim(),
    country: form.country.trim().toUpperCase(),
    kind: form.kind,
    verification: form.verification,
    domains: form.domains.split(/[\s,;]+/).filter((domain) => domain !== ''),
    contacts: form.contacts.map(({ key, purpose, email, phone, office, department, address, ...dates }) => ({
      purpose,
      ...given('email', email),
      ...given('phone', phone),
      ...given('office', office),
      ...given('department', department),
      ...(address.trim() === '' ? {} : { address: address.trim().split(/\s*\n\s*/) }),
      ...toInstants(dates, before?.contacts[key]),
    })),
    signers: form.signers.map(({ key, name, rank, ...dates }) => ({
      name: name.trim(),
      rank: rank.trim(),
      ...toInstants(dates, before?.signers[key]),
    })),
    statusUpdates:
      form.statusUpdates.amount.trim() === ''
        ? null
        : { amount: Number(form.statusUpdates.amount), unit: form.statusUpdates.unit },
  };
}

interface Validity {
  validFrom?: string | undefined;
  validTo?: string | undefined;
}

function toDates({ validFrom, validTo }: Validity): { validFrom: string; validTo: string } {
  return { validFrom: validFrom?.slice(0, 10) ?? '', validTo: validTo?.slice(0, 10) ?? '' };
}

/** A day in the form starts at midnight UTC. An unchanged day keeps its original time. */
function toInstants(days: { validFrom: string; validTo: string }, before: Validity | undefined): Validity {
  const part = (name: 'validFrom' | 'validTo') => {
    const day = days[name];
    const kept = before?.[name];
    if (kept !== undefined && kept.slice(0, 10) === day) return { [name]: kept };
    return day === '' ? {} : { [name]: `${day}T00:00:00Z` };
  };
  return { ...part('validFrom'), ...part('validTo') };
}

function given<Name extends string>(name: Name, text: string): Partial<Record<Name, string>> {
  return text.trim() === '' ? {} : ({ [name]: text.trim() } as Record<Name, string>);
}

/** Whether a validity applies at a time; the start is inclusive, the end exclusive. */
export function computeValidity({ validFrom, validTo }: Validity, nowMs: number): 'now' | 'not yet' | 'over' {
  if (validFrom !== undefined && Date.parse(validFrom) > nowMs) return 'not yet';
  return validTo !== undefined && Date.parse(validTo) <= nowMs ? 'over' : 'now';
}
