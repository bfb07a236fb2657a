import { ozone } from './ozone/index.js';
import type { RegisteredPlatform } from './registered-platform.js';
import { synapse } from './synapse/index.js';

/** The kinds of platforms beside the platform port. A kind is its folder and one line here. */
export const PLATFORMS: readonly RegisteredPlatform[] = [ozone, synapse];
