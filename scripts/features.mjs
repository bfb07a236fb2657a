import { readdirSync } from 'node:fs';

const listFolders = (place) =>
  readdirSync(new URL(`../${place}/`, import.meta.url), { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? [entry.name] : [],
  );

/** The optional features: what `npm run without` takes away, and where (docs/adr/0041). */
export const FEATURES = [...listFolders('platforms'), 'examples', ...listFolders('features')];

/** A feature is the folders of its name in these places. */
export const FEATURE_PLACES = ['', 'platforms', 'features', 'bench/features', 'test/features'];

/** The files that name features; nothing else imports one. */
export const REGISTRATIONS = [
  'platforms/registered.ts',
  'api/features.ts',
  'registry/features.ts',
  'jobs/features.ts',
  'cli/features.ts',
  'console/features.ts',
  'bench/cases/catalogue.ts',
];
