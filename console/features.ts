import type { ComponentType } from 'react';
import { Publications } from '../features/publishing/console/Publications.js';
import { Statements } from '../features/publishing/console/Statements.js';
import type { Notice } from './http/types.js';

/** Sections that optional features add to what is in force of a notice (docs/adr/0041). */
export const ENFORCEMENT_SECTIONS: readonly ComponentType<{ notice: Notice }>[] = [Statements, Publications];
