// Asks the registry for known holes in what is deployed; severe ones are a failure. Not every registry can be asked.
import { spawnSync } from 'node:child_process'

const { stdout } = spawnSync('npm', ['audit', '--omit=dev', '--json'], { encoding: 'utf8', timeout: 60_000 })
const told = (() => {
  try {
    return JSON.parse(stdout)
  } catch {
    return {}
  }
})()
const found = told.metadata?.vulnerabilities
if (found === undefined) {
  // Only the status: npm's own words have addresses in them.
  const why =
    told.statusCode === undefined ? 'gave no answer that npm can read' : `answered with status ${told.statusCode}`
  process.stdout.write(`Audit: the registry gives no advisories (it ${why}); NOTHING WAS CHECKED.\n`)
} else {
  const severe = found.high + found.critical
  process.stdout.write(`Audit: ${found.total} advisories on what is deployed, ${severe} of them severe.\n`)
  for (const [name, { severity, range }] of Object.entries(told.vulnerabilities ?? {}))
    process.stdout.write(`  ${severity}  ${name} ${range}\n`)
  if (severe > 0) process.exitCode = 1
}
