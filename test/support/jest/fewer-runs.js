// Under mutation each property is tried a few times: a thousand changes are tested, and the oracle's cases tell most of
// them already.
import { configureGlobal } from 'fast-check';

configureGlobal({ numRuns: 30 });
