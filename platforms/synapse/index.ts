import { z } from 'zod';
import { httpUrl } from '../../config/value-forms.js';
import type { RegisteredPlatform } from '../registered-platform.js';

export const synapse: RegisteredPlatform = {
  kind: 'synapse',
  names: [
    {
      name: 'SYNAPSE_URL',
      scope: 'both',
      expects: 'an http(s) URL',
      default: 'none',
      meaning: 'homeserver with its admin API; required by PLATFORM_KIND=synapse',
    },
    {
      name: 'SYNAPSE_TOKEN',
      scope: 'both',
      expects: 'text',
      default: 'none',
      meaning: "access token of the desk's account, a server administrator; required by PLATFORM_KIND=synapse",
      fileToo: true,
    },
  ],
  shape: { SYNAPSE_URL: httpUrl.optional(), SYNAPSE_TOKEN: z.string().min(1).optional() },
  required: ['SYNAPSE_URL', 'SYNAPSE_TOKEN'],
  links({ SYNAPSE_URL: url }) {
    return url === undefined ? [] : [{ name: 'SYNAPSE_URL', url }];
  },
  async open(db, { SYNAPSE_URL: url = '', SYNAPSE_TOKEN: token = '' }) {
    const { createSynapsePlatform } = await import('./synapse-platform.js');
    return createSynapsePlatform({ db, url, token });
  },
};
