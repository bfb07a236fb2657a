import { ContentInfo, SignedData } from '@peculiar/asn1-cms';
import { AsnConvert } from '@peculiar/asn1-schema';

/** The signed byte ranges and the signature, extracted as a PDF reader does. */
export function takeOut(bytes: Buffer) {
  const [, ...numbers] = /\/ByteRange \[(\d+) (\d+) (\d+) (\d+)\]/.exec(bytes.toString('latin1')) ?? [];
  const [start = 0, head = 0, tail = 0, rest = 0] = numbers.map(Number);
  const covered = Buffer.concat([bytes.subarray(start, head), bytes.subarray(tail, tail + rest)]);
  const der = Buffer.from(bytes.subarray(head + 1, tail - 1).toString('latin1'), 'hex');
  const cms = der.subarray(0, 4 + der.readUInt16BE(2));
  const info = AsnConvert.parse(cms, ContentInfo);
  return { covered, cms, end: tail + rest, data: AsnConvert.parse(info.content, SignedData) };
}
