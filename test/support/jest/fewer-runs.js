// Mutation testing runs each property only a few times: there are a thousand mutants, and the oracle's cases kill most.
import { configureGlobal } from 'fast-check';

configureGlobal({ numRuns: 30 });
