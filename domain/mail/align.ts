export interface CheckedSignature {
  result: string;
  domain: string;
  /** Why a valid signature still proves nothing (domain/mail/dkim.ts); null: no objection. */
  problem: string | null;
}

export interface FromFacts {
  headers: number;
  /** All addresses in them, as two parsers read them; if these disagree nothing is proven. */
  addresses: readonly string[];
  organisation: string | null;
}

/**
 * Returns the signature that proves the From domain, if any: a sound one of that domain or its organisational domain.
 * Several From headers or addresses prove nothing.
 */
export function aligning<Signature extends CheckedSignature>(
  from: FromFacts,
  signatures: readonly Signature[],
): Signature | undefined {
  return ofItsDomain(from, signatures).find(({ problem }) => problem === null);
}

/** Returns valid signatures of the From domain or its organisational domain. */
export function ofItsDomain<Signature extends CheckedSignature>(
  { headers, addresses, organisation }: FromFacts,
  signatures: readonly Signature[],
): Signature[] {
  const [address] = addresses;
  if (headers !== 1 || addresses.length !== 1 || address === undefined) return [];
  const domains = [getMailDomain(address), organisation];
  return signatures.filter(({ result, domain }) => result === 'pass' && domains.includes(domain.toLowerCase()));
}

export function getMailDomain(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1).toLowerCase();
}
