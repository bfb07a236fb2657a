export type KeyType = 'ed25519' | 'ec' | 'rsa';

/** Hash and signature algorithms of CMS by type of key (RFC 8419, RFC 5754). */
export const ALGORITHMS: Readonly<
  Record<KeyType, { hash: string; digest: string; signature: string; withNull: boolean }>
> = {
  ed25519: { hash: 'sha512', digest: '2.16.840.1.101.3.4.2.3', signature: '1.3.101.112', withNull: false },
  ec: { hash: 'sha256', digest: '2.16.840.1.101.3.4.2.1', signature: '1.2.840.10045.4.3.2', withNull: false },
  rsa: { hash: 'sha256', digest: '2.16.840.1.101.3.4.2.1', signature: '1.2.840.113549.1.1.11', withNull: true },
};
