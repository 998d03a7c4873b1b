declare module 'dynalite' {
  import type { Server } from 'node:http'

  /** Times in milliseconds; without `path`, the data is only in memory. */
  type Options = { path?: string; createTableMs?: number; updateTableMs?: number; deleteTableMs?: number }
  export default function dynalite(options?: Options): Server
}
