import type { CompanyTest, RegimeVersion } from './regime.js';

/** Facts about the company, from `company.yaml`. Absent: not stated, so no law is ruled out by it. */
export interface CompanyFacts {
  /** Users by country (ISO 3166, or `EU`), as the law that asks for them counts users. */
  users?: Readonly<Record<string, number>> | undefined;
  licences?: readonly string[] | undefined;
  /** Countries in which the company has a legal representative. */
  representatives?: readonly string[] | undefined;
  establishments?: readonly string[] | undefined;
  /** Decisions of regulators about the company, like `eu-vlop`. */
  designations?: readonly string[] | undefined;
}

/** `unknown`: the company has not stated a fact that decides it; the law is taken to apply, which is the stricter reading. */
export type Applicability = 'applies' | 'unknown' | 'does_not_apply';

/** Returns whether a law applies to the company by its thresholds; all of them must hold. */
export function judgeApplicability(
  { thresholds = [] }: Pick<RegimeVersion, 'thresholds'>,
  company: CompanyFacts,
): Applicability {
  const held = thresholds.map(({ test }) => holds(test, company));
  if (held.includes(false)) return 'does_not_apply';
  return held.includes(null) ? 'unknown' : 'applies';
}

/** null: the company has not stated it. */
function holds(test: CompanyTest, { users, licences, representatives, designations }: CompanyFacts): boolean | null {
  if ('users' in test) {
    const count = users?.[test.users.country];
    return count === undefined ? null : count >= test.users.atLeast;
  }
  if ('licence' in test) return isListed(licences, test.licence);
  if ('representative' in test) return isListed(representatives, test.representative);
  return isListed(designations, test.designation);
}

function isListed(list: readonly string[] | undefined, name: string): boolean | null {
  return list?.includes(name) ?? null;
}
