/** The way a block of a page is tested: a test runs it, or a reason why not. */
export type Treatment = {
  readonly page: string
  /** Beginning of the block, unique on its page. */
  readonly begins: string
  readonly how: How
}
export type How =
  /** `walk.e2e.test.ts` runs it in a shell. */
  | 'typed'
  /** As `typed`; its last command must fail, as the page says. */
  | 'typed, fails'
  /** As `typed`; it runs until Ctrl-C. */
  | 'left running'
  /** Another test, which must exist, or CI runs it. */
  | { readonly by: string }
  /** No test can run it; `commands.e2e.test.ts` compares each command with its program's options. */
  | { readonly notTyped: string }

const NEEDS_AWS = { notTyped: 'It needs an AWS account.' }
const IN_CI = { by: '.ci/run' }
const API = { by: 'test/infra/local/api/docs.e2e.test.ts' }

export const TREATMENTS: readonly Treatment[] = (
  [
    ['README.md', 'npm ci && npm start', 'typed'],
    ['README.md', 'npx connector-import validate openapi.yaml', 'typed'],
    ['README.md', 'read -rs', { notTyped: 'It prompts for a token, and needs the platform.' }],
    ['README.md', 'npm run platform', 'left running'],
    ['README.md', 'curl -X PUT', 'typed'],
    ['README.md', 'npm ci && npm test', IN_CI],
    ['CONTRIBUTING.md', 'npm ci\nnpm run check', IN_CI],
    ['docs/adding-a-rule.md', 'cat > test/fixtures', 'typed'],
    ['docs/adding-a-rule.md', 'UPDATE_FIXTURES=1', 'typed'],
    ['docs/adding-a-rule.md', 'sed -i', 'typed, fails'],
    ['docs/adding-a-rule.md', 'npm run test:run', IN_CI],
    ['docs/adding-a-rule.md', 'rm test/fixtures', 'typed'],
    ['docs/api.md', 'API=', API],
    ['docs/api.md', 'FORM=', API],
    ['docs/api.md', 'until', API],
    ['docs/api.md', 'curl -sf $API/connectors', API],
    ['docs/api.md', 'curl -sf "$(curl -sf $API/overview', API],
    ['docs/api.md', 'ID=', API],
    ['docs/api.md', 'curl -s $API', API],
    ['docs/api.md', 'curl -s -X POST', API],
    ['docs/api.md', 'curl -sf $API/imports --json', API],
    ['docs/api.md', 'curl -sf "$API/targets', API],
    [
      'docs/connector.md',
      'npx connector-import plan',
      { by: 'test/infra/local/importer/create-connector.integration.test.ts' },
    ],
    [
      'docs/costs.md',
      'npm run bench:costs',
      { notTyped: 'It takes seven minutes; test/docs/costs.e2e.test.ts measures its first rows.' },
    ],
    ['docs/scale.md', 'npm run scale', { by: 'test/infra/scale/scale.e2e.test.ts' }],
    ['docs/deploying.md', 'npm ci\nnpx osls package', 'typed'],
    ['docs/deploying.md', 'aws secretsmanager', NEEDS_AWS],
    ['docs/deploying.md', 'npx osls deploy --stage', NEEDS_AWS],
    ['docs/deploying.md', 'aws s3 cp', NEEDS_AWS],
    ['docs/deploying.md', 'aws s3 sync', NEEDS_AWS],
    ['docs/deploying.md', 'aws s3 ls', NEEDS_AWS],
    ['docs/deploying.md', 'npx osls deploy list', NEEDS_AWS],
    ['docs/deploying.md', 'npx osls remove', NEEDS_AWS],
    ['docs/doctor.md', 'CONNECT_API_URL=', { notTyped: 'It needs the platform.' }],
    ['docs/doctor.md', 'curl -X PUT', { by: 'test/infra/local/importer/variants.integration.test.ts' }],
    ['docs/getting-started.md', 'npm ci\nnpm start', 'typed'],
    ['docs/getting-started.md', 'mkdir', 'typed'],
    ['docs/getting-started.md', 'npx connector-import import mine/library.yaml\n', 'typed'],
    ['docs/getting-started.md', 'npx connector-import platform', 'left running'],
    ['docs/getting-started.md', 'ACTIONS=', 'typed'],
    ['docs/getting-started.md', 'npx connector-import import mine/library.yaml --include', 'typed'],
    ['docs/getting-started.md', 'npx connector-import reimport', 'typed'],
    [
      'docs/many-documents.md',
      'npx connector-import overview',
      { by: 'test/infra/local/cli/folder/import-folder.e2e.test.ts' },
    ],
    [
      'docs/many-documents.md',
      'npx connector-import plan vendors/',
      { by: 'test/infra/local/cli/folder/import-folder.e2e.test.ts' },
    ],
    ['docs/operations.md', 'npm start\nnpm run platform', 'left running'],
    ['docs/operations.md', 'PLATFORM=', 'typed'],
    ['docs/operations.md', 'aws lambda list-durable-executions', NEEDS_AWS],
    ['docs/operations.md', 'aws sqs start-message-move-task', NEEDS_AWS],
    ['docs/plan.md', 'npx connector-import plan', { by: 'test/infra/local/cli/plan.e2e.test.ts' }],
    ['docs/plan.md', 'npx connector-import import', { by: 'test/infra/local/cli/plan.e2e.test.ts' }],
    ['docs/releases.md', 'npx connector-import diff', { by: 'test/infra/local/cli/diff.e2e.test.ts' }],
    ['docs/schedule.md', 'npm run reimport', 'typed'],
    ['docs/schedule.md', 'API=', { notTyped: 'It is for a document on the internet.' }],
  ] as const
).map(([page, begins, how]) => ({ page, begins, how }))
