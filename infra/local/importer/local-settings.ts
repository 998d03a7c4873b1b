/** Settings of the functions in a local run that are not those of a deployment. */
export const LOCAL_SETTINGS: Readonly<Record<string, string>> = {
  OUTAGE_AFTER: '10',
  OUTAGE_WAITS: '',
  // Only one process uses the state directory, so an existing lock belongs to a process that ended.
  LEASE_SECONDS: '10',
  // A document is uploaded with all its files before its event.
  QUIET_SECONDS: '0',
  // A person waits for all imports of the schedule.
  SCHEDULE_SPREAD_SECONDS: '0',
  LOG_LEVEL: 'SILENT',
}
