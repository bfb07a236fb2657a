import { createEvent } from 'ics';
import type { Meeting } from '../domain/letters/dialogue.js';

interface Invitation {
  /** Stable per letter, so that a resent letter updates the same appointment. */
  uid: string;
  title: string;
  meeting: Meeting;
  organizer: { name: string; address: string };
  attendee: { name: string; address: string };
}

/**
 * Writes a calendar invitation (RFC 5545, method REQUEST) for a proposed meeting, tentative until the recipient
 * accepts.
 */
export function writeInvitation({ uid, title, meeting, organizer, attendee }: Invitation): string {
  const { error, value } = createEvent({
    uid,
    method: 'REQUEST',
    productId: '-//Notice Desk//EN',
    start: Date.parse(meeting.at),
    startInputType: 'utc',
    startOutputType: 'utc',
    duration: { minutes: meeting.minutes },
    title,
    ...(meeting.place === '' ? {} : { location: meeting.place }),
    status: 'TENTATIVE',
    organizer: { name: organizer.name, email: organizer.address },
    attendees: [
      {
        name: attendee.name,
        email: attendee.address,
        rsvp: true,
        role: 'REQ-PARTICIPANT',
        partstat: 'NEEDS-ACTION',
      },
    ],
  });
  if (typeof value !== 'string') throw error ?? new Error('No invitation was created.');
  return value;
}
