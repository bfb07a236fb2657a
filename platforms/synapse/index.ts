import type { RegisteredPlatform } from '../registered-platform.js';
import { synapseSettings } from './settings.js';

export const synapse: RegisteredPlatform = {
  ...synapseSettings,
  async open(db, { SYNAPSE_URL: url = '', SYNAPSE_TOKEN: token = '' }) {
    const { createSynapsePlatform } = await import('./synapse-platform.js');
    return createSynapsePlatform({ db, url, token });
  },
};
