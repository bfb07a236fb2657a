import { createStore } from '../state/store.js';

/** What stands beside the targets. */
export const reviewPane = createStore<'document' | 'groups'>('document');
