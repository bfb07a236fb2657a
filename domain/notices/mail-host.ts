export function hostIn(email: string): string {
  return email.slice(email.lastIndexOf('@') + 1).toLowerCase();
}

export function isHostWithin(host: string, domains: readonly string[]): boolean {
  return domains.some((domain) => host === domain.toLowerCase() || host.endsWith(`.${domain.toLowerCase()}`));
}
