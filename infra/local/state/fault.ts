/** Fault of the state directory, as a sentence with its remedy. The work that needs the directory must end. */
export class StateFault extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'StateFault'
  }
}

const OTHER = 'use another --state'

/** Reasons by the code of the operating system, with the remedy. */
const REASONS: Readonly<Record<string, readonly [reason: string, remedy: string]>> = {
  ENOSPC: ['no space is left on its disk', `Free some space, or ${OTHER}.`],
  EDQUOT: ['the disk quota is used up', `Free some space, or ${OTHER}.`],
  EFBIG: ['a file would be larger than allowed', `Raise the limit with "ulimit -f unlimited", or ${OTHER}.`],
  EACCES: ['permission denied', `Correct the permissions, or ${OTHER}.`],
  EPERM: ['permission denied', `Correct the permissions, or ${OTHER}.`],
  EROFS: ['its file system is read-only', `Mount it writable, or ${OTHER}.`],
  ENOTDIR: ['a part of the path is a file', 'Specify a folder with --state.'],
  EEXIST: ['the path is a file', 'Specify a folder with --state.'],
  EISDIR: ['it is a folder, not a file', `Delete that folder, or ${OTHER}.`],
  ELOOP: ['the path has a circular symbolic link', 'Specify another folder with --state.'],
  ENAMETOOLONG: ['the path is too long', 'Specify a shorter path with --state.'],
  EMFILE: ['this process has too many open files', 'Raise the limit with "ulimit -n 4096", and try again.'],
  ENFILE: ['the system has too many open files', 'Close other programs, and try again.'],
  EIO: ['its disk reports an error', `Check the disk, or ${OTHER}.`],
  ENOENT: ["a folder can't be created there", 'Specify another folder with --state.'],
}

/** Returns the code of an error of the operating system, such as `ENOSPC`, also of one of its causes. */
export function codeOf(error: unknown): string | undefined {
  for (let at = error, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth++)
    if ('code' in at && typeof at.code === 'string' && at.code in REASONS) return at.code
  return undefined
}

/** Returns the reason of an error of the operating system, for a sentence; of another error its message. */
export function reasonOf(error: unknown): string {
  const [reason] = REASONS[codeOf(error) ?? ''] ?? []
  return reason ?? (error instanceof Error ? error.message : String(error)).replace(/\.$/, '')
}

/** Describes why a state directory can't be used, by an error of the operating system. Other errors are returned as they are. */
export function describeFault(directory: string, error: unknown): unknown {
  const code = codeOf(error)
  if (code === undefined || error instanceof StateFault) return error
  const [reason, remedy] = REASONS[code] ?? ['', '']
  return new StateFault(`Can't write to the state directory ${directory}: ${reason} (${code}). ${remedy}`, {
    cause: error,
  })
}

/** Describes a state directory that was deleted, or taken by another process, during the work. */
export function lostDirectory(directory: string): StateFault {
  return new StateFault(
    `The state directory ${directory} was deleted, or another process took it, while this one used it. ` +
      'Run the command again: it reads what is written already from the platform.',
  )
}
