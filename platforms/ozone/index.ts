import type { RegisteredPlatform } from '../registered-platform.js';
import { joinOzones, ozoneSettings } from './settings.js';

export const ozone: RegisteredPlatform = {
  ...ozoneSettings,
  async open(db, texts) {
    const { createOzonePlatform } = await import('./ozone-platform.js');
    return createOzonePlatform({
      db,
      ozones: joinOzones(texts),
      identifier: texts['OZONE_IDENTIFIER'] ?? '',
      countryLabel: texts['OZONE_COUNTRY_LABEL'] ?? null,
      resolverUrl: texts['OZONE_RESOLVER_URL'] ?? null,
    });
  },
};
