export { computeDue } from './compute.js';
export { parseDay, WEEKDAYS } from './calendar-date.js';
export type { ClockInput } from './input.js';
export { formatUnits, TO_END_OF_DAY } from './in-words.js';
export { answerClockLine } from './line.js';
export { isZoneName, localDateIn, localTimeIn } from './local-time.js';
export { nextFullHour, sharesOfOpenTime } from './open-time.js';
export { toClockInput as clockInputOf, verifyClockReceipt } from './receipt.js';
export { isVector, verifyVector, type Vector } from './vector.js';
