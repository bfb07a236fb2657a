import type { PlatformSettings, PlatformTexts } from '../config/platform-settings.js';
import type { Db } from '../registry/db.js';
import type { PlatformClient } from './client.js';

export interface RegisteredPlatform extends PlatformSettings {
  /** Loads the implementation, which only the enforcement process needs. The required values are there. */
  open(db: Db, texts: PlatformTexts): Promise<PlatformClient>;
}
