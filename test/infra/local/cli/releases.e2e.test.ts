import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'
import type { Feature } from '../../../../infra/local/connect-emulator/faults/settings.ts'
import { startPlatform } from '../../../../infra/local/connect-emulator/platform.ts'
import type { Report } from '../../../../lib/report/report.ts'
import { action, sender } from '../connect-emulator/harness.ts'
import { contentsOf } from '../importer/support.ts'
import { importCommand, useFolder } from './support.ts'

/** Two releases of one API, imported one after the other by the command line; people work on the platform in between. */
const within = useFolder()
const TOKEN = 'token-of-the-test'

const setUp = async (name: string) => {
  const platform = await startPlatform({ token: TOKEN })
  onTestFinished(() => platform.close())
  platform.seedConnector({
    organisationId: 'demo',
    connectorId: 'ferry',
    baseUrl: 'https://api.ferries.example.com',
    versions: ['v1'],
  })
  const environment = { CONNECT_API_URL: platform.url, CONNECT_API_TOKEN: TOKEN }
  const send = sender(`${platform.url}/o/demo/connectors/ferry/versions/v1`, TOKEN)
  const release = async (version: '1.0' | '2.0', flags: readonly string[] = [], state = name): Promise<Report> => {
    const file = fileURLToPath(new URL(`./releases/ferry-${version}.yaml`, import.meta.url))
    const args = [file, '--connector', 'ferry', '--version', 'v1', '--state', within(state), '--json', ...flags]
    const { status, stdout, stderr } = await importCommand(args, environment)
    const report: Report = JSON.parse(stdout)
    expect({ status, stderr }).toMatchObject({ status: report.outcome === 'conflicts' ? 6 : 0 })
    return report
  }
  const edit = async (path: string, fields: object): Promise<void> => {
    const { errors: _, ...stored } = (await send('GET', path)).json()
    expect(await send('PUT', path, { ...stored, ...fields })).toMatchObject({ status: 200 })
  }
  const contents = (version = 'v1') => contentsOf(platform, 'ferry', version)
  return { platform, send, release, edit, contents }
}

/** What a report says of items, without those that were unchanged. */
const told = (items: Report['actions'] | Report['definitions']) =>
  Object.fromEntries(
    items
      .filter(({ change }) => change !== 'unchanged')
      .map(({ name, change, status }) => [name, `${change} ${status}`]),
  )
const conflictsOf = (report: Report): string[] =>
  [...report.actions, ...report.definitions]
    .filter(({ problems }) => problems.some(({ code }) => code === 'conflict'))
    .map(({ name }) => name)

type World = Awaited<ReturnType<typeof setUp>>

/** What people do between the releases. */
const work = async ({ send, edit }: World): Promise<void> => {
  await edit('/actions/getPort', { summary: 'Port, by hand' })
  await edit('/actions/getSailing', { summary: 'Sailing, by hand' })
  const { id, name, accept } = (await send('GET', '/definitions/Money')).json()
  const money = { id, name, accept, description: 'Cents, by hand' }
  expect(await send('PUT', '/definitions/Money', money)).toMatchObject({ status: 200 })
  for (const deleted of ['listRoutes', 'cancelBooking'])
    expect(await send('DELETE', `/actions/${deleted}`)).toMatchObject({ status: 204 })
  expect(await send('POST', '/actions', action('pingFerries', { path: '/ping' }))).toMatchObject({ status: 201 })
}

/** Method, path and summary of every action after the second release, by name. */
const END_STATE = {
  addPassenger: 'POST /bookings/{reference}/passengers: Add a passenger',
  cancelBooking: 'DELETE /bookings/{reference}: Cancel a booking and its payments',
  changeBooking: 'PATCH /bookings/{reference}: Change a booking',
  confirmBooking: 'POST /bookings/{reference}/confirmation: Confirm a booking',
  createBooking: 'POST /bookings: Book a sailing',
  getBooking: 'GET /bookings/{reference}: Get a booking',
  getDelays: 'GET /sailings/{sailingId}/disruptions: Get delays',
  getPayment: 'GET /payments/{paymentId}: Get a payment',
  getPort: 'GET /ports/{portCode}: Port, by hand',
  getRoute: 'GET /routes/{routeId}: Get a route',
  getSailing: 'GET /sailings/{sailingId}: Sailing, by hand',
  getVehicle: 'GET /bookings/{reference}/vehicle: Get the vehicle',
  joinWaitlist: 'POST /sailings/{sailingId}/waitlist: Join the waiting list',
  listBookings: 'GET /bookings: List bookings',
  listPassengers: 'GET /bookings/{reference}/passengers: List passengers',
  listPayments: 'GET /bookings/{reference}/payments: List payments',
  listPorts: 'GET /ports: List ports',
  listRoutes: 'GET /routes: List routes',
  payBooking: 'POST /bookings/{reference}/payments: Pay a booking',
  pingFerries: 'GET /ping: undefined',
  refundPayment: 'POST /payments/{paymentId}/refunds: Refund a payment',
  removePassenger: 'DELETE /bookings/{reference}/passengers/{passengerId}: Remove a passenger',
  replacePassenger: 'PUT /bookings/{reference}/passengers/{passengerId}: Replace a passenger',
  searchCabins: 'GET /sailings/{sailingId}/cabins: List free cabins',
  searchSailings: 'GET /sailings: Search sailings',
  setVehicle: 'PUT /bookings/{reference}/vehicle: Set the vehicle',
}

const linesOf = ({ actions }: ReturnType<World['contents']>): Record<string, string> =>
  Object.fromEntries(
    actions.map(({ name, method, path, summary }) => [
      name,
      `${method} ${path.replace(/{{ param\.(\w+) }}/g, '{$1}')}: ${summary}`,
    ]),
  )

test('importing the second release updates what changed, and keeps edits of the platform', async () => {
  const world = await setUp('calm')
  await world.release('1.0')
  await work(world)
  const report = await world.release('2.0', ['--removed', 'delete'])
  expect(told(report.actions)).toEqual({
    cancelBooking: 'create done',
    getDelays: 'update done',
    getPort: 'keep skipped',
    getSailing: 'keep skipped',
    joinWaitlist: 'create done',
    listRoutes: 'create done',
    printTicket: 'remove done',
    searchCabins: 'update done',
    searchSailings: 'update done',
  })
  expect(told(report.definitions)).toEqual({
    Barcode: 'remove done',
    Booking: 'update done',
    Ticket: 'remove done',
    WaitlistEntry: 'create done',
    // Renamed with its action.
    searchCabins_Response_200: 'update done',
  })
  expect(conflictsOf(report)).toEqual(['getSailing'])
  expect(linesOf(world.contents())).toEqual(END_STATE)
  const definitions = new Map(world.contents().definitions.map(({ name, ...definition }) => [name, definition]))
  expect(definitions.get('Money')?.description).toBe('Cents, by hand')
  expect(definitions.get('Booking')?.schema).toHaveProperty('properties.boardingBy')
  const again = await world.release('2.0', ['--removed', 'delete'])
  expect(told(again.actions)).toEqual({ getPort: 'keep skipped', getSailing: 'keep skipped' })
})

test('without a ledger, items that differ are kept until --force', async () => {
  const { platform, release, contents } = await setUp('first')
  await release('1.0')
  const before = contents()
  const begin = platform.requests.length
  const report = await release('2.0', ['--removed', 'delete'], 'second')
  expect(platform.requests.slice(begin).filter(({ method }) => ['PUT', 'DELETE'].includes(method))).toEqual([])
  const differing = ['cancelBooking', 'getDelays', 'getSailing', 'searchSailings']
  expect(conflictsOf(report).toSorted()).toEqual(['Booking', ...differing])
  // Nobody knows any more that an import made listCabins and printTicket: they might be somebody's own.
  expect(linesOf(contents())).toEqual({
    ...linesOf({ ...contents(), actions: before.actions }),
    joinWaitlist: END_STATE.joinWaitlist,
    searchCabins: END_STATE.searchCabins,
  })
  const forced = await release('2.0', ['--force', '--removed', 'delete'], 'second')
  expect(told(forced.actions)).toEqual(Object.fromEntries(differing.map(name => [name, 'update done'])))
  expect(told(forced.definitions)).toEqual({ Booking: 'update done' })
  expect(told((await release('2.0', [], 'second')).actions)).toEqual({})
})

const REFUSED: Feature[] = ['PUT actions', 'PUT definitions', 'DELETE actions', 'DELETE definitions']

test('a platform without update and delete gets the same state in a new draft', async () => {
  const [calm, refusing] = [await setUp('same'), await setUp('refusing')]
  for (const world of [calm, refusing]) {
    await world.release('1.0')
    await work(world)
  }
  await calm.release('2.0', ['--removed', 'delete'])
  refusing.platform.faults = { notImplemented: REFUSED }
  const report = await refusing.release('2.0', ['--removed', 'delete'])
  expect(report).toMatchObject({ outcome: 'conflicts', target: { version: 'v1-r2' } })
  expect(conflictsOf(report)).toEqual(['getSailing'])
  expect(told(report.actions)).toMatchObject({ getPort: 'keep skipped', printTicket: 'remove done' })
  expect(told(report.definitions)).toMatchObject({ Barcode: 'remove done', Ticket: 'remove done' })
  expect(refusing.contents('v1-r2')).toEqual(calm.contents())
  expect(await refusing.release('2.0', ['--removed', 'delete'])).toMatchObject({ target: { version: 'v1-r2' } })
  expect(refusing.contents('v1-r2')).toEqual(calm.contents())
})
