const END_OF_CENTRAL_DIRECTORY = 0x06054b50
const CENTRAL_DIRECTORY_HEADER = 0x02014b50
const HEADER_BYTES = 46

/** Names of the files in a zip archive (at most 65,535, no archive comment), sorted. */
export function listZipEntries(zip: Buffer): readonly string[] {
  const end = zip.length - 22
  if (zip.readUInt32LE(end) !== END_OF_CENTRAL_DIRECTORY) throw new Error('not a zip archive, or one with a comment')
  const names: string[] = []
  let offset = zip.readUInt32LE(end + 16)
  while (offset < end && zip.readUInt32LE(offset) === CENTRAL_DIRECTORY_HEADER) {
    const nameBytes = zip.readUInt16LE(offset + 28)
    names.push(zip.toString('utf8', offset + HEADER_BYTES, offset + HEADER_BYTES + nameBytes))
    offset += HEADER_BYTES + nameBytes + zip.readUInt16LE(offset + 30) + zip.readUInt16LE(offset + 32)
  }
  return names.sort()
}
