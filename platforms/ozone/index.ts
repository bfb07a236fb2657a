import type { RegisteredPlatform } from '../registered-platform.js';
import { joinOzones, ozoneSettings } from './settings.js';

export const ozone: RegisteredPlatform = {
  ...ozoneSettings,
  async open(db, values) {
    const { createOzonePlatform } = await import('./ozone-platform.js');
    return createOzonePlatform({
      db,
      ozones: joinOzones(values),
      identifier: values['OZONE_IDENTIFIER'] ?? '',
      countryLabel: values['OZONE_COUNTRY_LABEL'] ?? null,
      resolverUrl: values['OZONE_RESOLVER_URL'] ?? null,
    });
  },
};
