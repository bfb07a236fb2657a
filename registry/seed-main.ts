import { uuidv7 } from 'uuidv7';
import { z } from 'zod';
import { configOrExit, readSeedConfig } from '../config/env.js';
import { ROLES } from '../domain/people/permission.js';
import { BUILT_IN_RULEBOOK } from '../rulebook/load.js';
import { seedAuthorities } from './people/authorities.js';
import { openDatabase, type Db } from './db.js';
import { migrate } from './migrate.js';
import { insertApiKey, setSpeaksFor, upsertPerson } from './people/people.js';
import { readRulebookOrLast } from './rulebook/rulebook-editions.js';

const demoPeople = z.array(
  z.object({
    name: z.string(),
    email: z.string(),
    roles: z.array(z.enum(ROLES)),
    key: z.string().regex(/^nd_[0-9a-f]{8}_[A-Za-z0-9_-]{43}$/),
    speaksFor: z.union([z.literal('all'), z.array(z.string())]).optional(),
  }),
);

/** Brings the registry to this version and puts in what a fresh desk needs: authorities, and demo people where asked. */
async function main(): Promise<void> {
  const { databaseUrl, demoPeople: text, rulebook } = configOrExit(() => readSeedConfig());
  const db = openDatabase({ url: databaseUrl, maxConnections: 2 });
  try {
    const applied = await migrate(db);
    const read = await readRulebookOrLast(db, rulebook ?? BUILT_IN_RULEBOOK);
    if ('problem' in read) process.stderr.write(`${read.problem.message}\nThe last good rulebook is used instead.\n`);
    await seedAuthorities(db, read.content.authorities);
    if (text !== undefined) await seedPeople(db, demoPeople.parse(JSON.parse(text)));
    process.stdout.write(`${JSON.stringify({ msg: 'registry ready', migrations: applied })}\n`);
  } finally {
    await db.destroy();
  }
}

async function seedPeople(db: Db, people: z.infer<typeof demoPeople>): Promise<void> {
  for (const { name, email, roles, key, speaksFor } of people) {
    const person = await upsertPerson(db, { id: uuidv7(), name, email, roles });
    const [, id = '', secret = ''] = /^nd_([0-9a-f]{8})_(.+)$/.exec(key) ?? [];
    await insertApiKey(db, { id, secret, personId: person.id, name: `${name} key`, roles, expiresAt: null });
    // A key of an earlier start is there already, and what it was bound to then may not be what is given now.
    if (speaksFor !== undefined) await setSpeaksFor(db, { id, speaksFor });
  }
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    process.stderr.write(
      `The registry could not be made ready: ${error instanceof Error ? error.message : String(error)}\n`,
    );
    process.exit(1);
  },
);
