/** Names a build by the package's version and a hash of its files, writes it to `release.json` and returns the name. */
export function nameRelease(dist?: string, signingKey?: string): string;
