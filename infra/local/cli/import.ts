import { main } from './main.ts'

const status = await main(process.argv.slice(2), process.env)
// The durable SDK leaves timers behind that would keep the process alive.
process.exit(status)
