import type { PlatformContext } from './context.ts'

/** Organisation of the emulator, and of the platform of CONNECT_API_URL, if none is named. */
export const DEMO_ORGANISATION = 'demo'

/** Returns the platform and organisation of a context; without one, those of the environment. @throws UsageError */
export async function choosePlatform(
  context: string | undefined,
  environment: NodeJS.ProcessEnv,
): Promise<PlatformContext> {
  if (context === undefined) return { organisationId: DEMO_ORGANISATION, environment }
  // Loaded only now: few imports name a context.
  const { readContext } = await import('./context.ts')
  return readContext(context, environment)
}
