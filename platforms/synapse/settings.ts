import { httpUrl, text } from '../../config/forms.js';
import type { PlatformSettings } from '../../config/platform-settings.js';

export const synapseSettings: PlatformSettings = {
  kind: 'synapse',
  settings: {
    SYNAPSE_URL: { is: httpUrl, meaning: 'homeserver with its admin API; required by PLATFORM_KIND=synapse' },
    SYNAPSE_TOKEN: {
      is: text,
      meaning: "access token of the desk's account, a server administrator; required by PLATFORM_KIND=synapse",
      file: true,
    },
  },
  required: ['SYNAPSE_URL', 'SYNAPSE_TOKEN'],
  links({ SYNAPSE_URL: url }) {
    return url === undefined ? [] : [{ name: 'SYNAPSE_URL', url }];
  },
};
