import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const EXAMPLE = `# The company that speaks in letters to authorities. Replace the example with your own, then restart the desk.
company: Example Platform Ltd
address:
  - 1 Example Street
  - Example City
capacity: provider of the hosting service Example
# An office, never a person.
signatory: Head of Legal Requests
replyTo: legal@platform.example
# Facts that decide which laws apply. What is not stated rules out no law. A change needs two people, as a changed law.
# users: { EU: 50000000, TR: 1200000 }
# licences: [my-onsa]
# representatives: [BR, DE]
# establishments: [US, IE]
# designations: [eu-vlop]
# languages: [en, de]
# Whether the desk reads the addresses of law texts once a day and reports changes. Needs access to the internet.
# watch: daily
`;

/** Gives a new home an example, for letters that look like real ones. */
export function writeExampleCompany(home: string): void {
  const file = join(home, 'company.yaml');
  if (!existsSync(file)) writeFileSync(file, EXAMPLE);
}
