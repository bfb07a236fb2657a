/** Names what was built in a folder by the package's version and a hash of its files, in its `release.json`. Answers the name. */
export function nameRelease(dist?: string): string;
