import { readFileSync, readlinkSync } from 'node:fs'
import { hostname } from 'node:os'

/** Process that holds a lock. */
export type Holder = {
  readonly host: string
  readonly pid: number
  /** Namespace of the process ids: a container has its own. Absent where the system has no /proc. */
  readonly space?: string
  /** Start of the process, in ticks since the boot of its system; absent where the system has no /proc. */
  readonly startedAt?: string
  /** Identifies the lock, also among those of one process. */
  readonly id: string
}

/** Returns this process as the holder of a lock. */
export function thisProcess(id: string): Holder {
  const [startedAt, space] = [startOf(process.pid), processSpace()]
  return {
    host: hostname(),
    pid: process.pid,
    ...(space !== undefined && { space }),
    ...(startedAt !== undefined && { startedAt }),
    id,
  }
}

/** Returns true if the processes of the holder's system can be seen from here. */
export function isVisible({ host, space }: Holder): boolean {
  return host === hostname() && space === processSpace()
}

function processSpace(): string | undefined {
  try {
    return readlinkSync('/proc/self/ns/pid')
  } catch {
    return undefined
  }
}

/** Returns the start of a process of this system; undefined if it has ended, or the system has no /proc. */
function startOf(pid: number): string | undefined {
  try {
    // The name of the process, in parentheses, can contain spaces. The start is field 22; the name is field 2.
    const [, fields = ''] = /^.*\) (.*)$/s.exec(readFileSync(`/proc/${pid}/stat`, 'utf8')) ?? []
    return fields.split(' ')[19]
  } catch {
    return undefined
  }
}

/** Returns true if the holder, a visible process, still runs. A later process can have the same id. */
export function isRunning({ pid, startedAt }: Holder): boolean {
  const start = startOf(pid)
  if (start !== undefined && startedAt !== undefined) return start === startedAt
  try {
    return process.kill(pid, 0)
  } catch (error) {
    // EPERM: the process exists and belongs to another user.
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}
