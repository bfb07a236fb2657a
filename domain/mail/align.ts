/** What a check of one DKIM signature says, as far as alignment asks for it. */
export interface CheckedSignature {
  result: string;
  /** `d=` of it. */
  domain: string;
  /** It covers a part of the body alone (`l=`). */
  limited: boolean;
  /** Bits of an RSA key; null: of another algorithm. */
  bits: number | null;
  /** Names of the headers that it covers. */
  covers: readonly string[];
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

const SHORTEST_KEY = 1_024;

/**
 * The signature that proves the From domain, if one does: of that domain or its organisational domain, over the whole body,
 * by a key long enough, with From among what it covers. Several From headers or addresses prove nobody.
 */
export function aligning<Signature extends CheckedSignature>(
  { headers, addresses, organisation }: FromFacts,
  signatures: readonly Signature[],
): Signature | undefined {
  const [address] = addresses;
  if (headers !== 1 || addresses.length !== 1 || address === undefined) return undefined;
  const host = hostOf(address);
  return signatures.find(
    ({ result, domain, limited, bits, covers }) =>
      result === 'pass' &&
      [host, organisation].includes(domain.toLowerCase()) &&
      !limited &&
      (bits === null || bits >= SHORTEST_KEY) &&
      covers.includes('from'),
  );
}

/** The domain of an address, in small letters. */
export function hostOf(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1).toLowerCase();
}
