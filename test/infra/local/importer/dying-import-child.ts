import { S3Client } from '@aws-sdk/client-s3'
import { startStack } from '../../../../infra/local/aws/stack.ts'
import { createLocalImporter } from '../../../../infra/local/importer/local-import.ts'
import { createObjectStore } from '../../../../lib/store/objects.ts'
import { ORGANISATION } from '../connect-emulator/harness.ts'
import { die } from '../durable/dying-program.ts'
import { pets } from './documents.ts'

// Started by itself, it is a process whose import runs out of memory when it has a plan: node dying-import-child.ts STATE
const [, , stateDirectory = ''] = process.argv
const stack = await startStack({ stateDirectory, token: 'local-token' })
Object.assign(process.env, stack.environment)
const objects = createObjectStore(new S3Client({ forcePathStyle: true }), stack.environment.BUCKET ?? '')
const overrides = {
  objects: {
    ...objects,
    writeJson: (key: string, value: unknown) =>
      key.endsWith('plan.json.gz') ? die('memory') : objects.writeJson(key, value),
  },
}
const target = { organisationId: ORGANISATION, connectorId: 'dying', version: 'v1' }
stack.platform?.seedConnector({ ...target, baseUrl: 'https://api.example.com', versions: ['v1'] })
const importer = createLocalImporter(stack, {}, { overrides })
const files = new Map([['api.json', Buffer.from(JSON.stringify(pets()))]])
const importId = await importer.start({ target, options: {}, root: 'api.json', files })
const report = await importer.finish(importId)
const record = await importer.record(importId)
await stack.close()
process.stdout.write(JSON.stringify({ report, record }))
