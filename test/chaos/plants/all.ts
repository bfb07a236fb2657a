import { approval } from './approval.js';
import { cursor } from './cursor.js';
import { dedupe } from './dedupe.js';
import type { Plant } from './plant.js';
import { union } from './union.js';

export const PLANTS: readonly Plant[] = [dedupe, approval, union, cursor];
