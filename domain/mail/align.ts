/** What a check of one DKIM signature says, as far as alignment asks for it. */
export interface CheckedSignature {
  result: string;
  /** `d=` of it. */
  domain: string;
  /** Why it proves nothing although it holds (domain/mail/dkim.ts); null: nothing stands against it. */
  problem: string | null;
}

/** Whom a mail says it is from. */
export interface FromFacts {
  /** How many From headers there are. */
  headers: number;
  /** Every address in them, as two parsers read them; where they disagree nothing is proven. */
  addresses: readonly string[];
  /** Of the From domain, by the list of public suffixes. */
  organisation: string | null;
}

/**
 * The signature that proves the From domain, if one does: a sound one of that domain or its organisational domain. Several From
 * headers or addresses prove nobody.
 */
export function aligning<Signature extends CheckedSignature>(
  from: FromFacts,
  signatures: readonly Signature[],
): Signature | undefined {
  return ofItsDomain(from, signatures).find(({ problem }) => problem === null);
}

/** Signatures that hold and are of the From domain or its organisational domain. */
export function ofItsDomain<Signature extends CheckedSignature>(
  { headers, addresses, organisation }: FromFacts,
  signatures: readonly Signature[],
): Signature[] {
  const [address] = addresses;
  if (headers !== 1 || addresses.length !== 1 || address === undefined) return [];
  const domains = [hostOf(address), organisation];
  return signatures.filter(({ result, domain }) => result === 'pass' && domains.includes(domain.toLowerCase()));
}

/** The domain of an address, in small letters. */
export function hostOf(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1).toLowerCase();
}
