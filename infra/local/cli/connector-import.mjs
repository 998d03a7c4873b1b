#!/usr/bin/env node
// Plain JavaScript for old versions too: without the needed Node.js, a person gets a sentence instead of a syntax error.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import module from 'node:module'
import { constants } from 'node:os'
import { fileURLToPath } from 'node:url'

/** Major version of Node.js that runs the sources. */
const NEEDED = 24
const PACKAGES = fileURLToPath(new URL('../../../node_modules', import.meta.url))

const failWith = message => {
  process.stderr.write(`${message}\n`)
  process.exitCode = 1
}

const explain = () =>
  failWith(
    `Node.js ${NEEDED} or newer is needed, this is ${process.versions.node}. On Linux, "npm ci" installs it; on other systems, install it from https://nodejs.org.`,
  )

/** Runs this program with the Node.js that `npm ci` has installed on Linux. */
const runWith = node => {
  const child = spawn(node, process.argv.slice(1), { stdio: 'inherit' })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  child.on('error', explain)
  child.on('exit', (code, signal) => process.exit(signal === null ? code : 128 + constants.signals[signal]))
}

if (!existsSync(PACKAGES)) failWith('The packages are not installed. Run: npm ci')
else if (Number.parseInt(process.versions.node, 10) < NEEDED) {
  const pinned = `${PACKAGES}/node-linux-${process.arch}/bin/node`
  if (existsSync(pinned)) runWith(pinned)
  else explain()
} else {
  // Keeps the compiled sources for the next start, which then takes a third of the CPU.
  module.enableCompileCache(`${PACKAGES}/.cache/node-compile`)
  const { main } = await import('./main.ts')
  await main(process.argv.slice(2), process.env)
}
