// A build step: precompiles the built-in rulebook for every start (rulebook/ready-content.ts).
import { writeFileSync } from 'node:fs';
import { digestOfLaw } from './edition-digest.js';
import { BUILT_IN_RULEBOOK, readRulebookFolder } from './load.js';
import { hashRulebook, READY_CONTENT, type ReadyContent } from './ready-content.js';

const sha256 = hashRulebook(BUILT_IN_RULEBOOK);
const content = readRulebookFolder();
const ready: ReadyContent = { sha256, digest: digestOfLaw(content), content };
writeFileSync(READY_CONTENT, JSON.stringify(ready));
