import { z } from 'zod';
import { withoutNul } from '../query.js';

export const shortReason = withoutNul(z.string().trim().min(1, 'Give a reason.').max(2_000));
