/** Region and account as the resolver of the tests fills them in. */
export const ACCOUNT = 'eu-west-1:111122223333'
export const BUCKET = 'arn:aws:s3:::DocumentsBucket'
export const TABLE = `arn:aws:dynamodb:${ACCOUNT}:table/ImportsTable`
export const RUN_IMPORT = `arn:aws:lambda:${ACCOUNT}:function:connector-import-dev-run-import`
export const CLOSE_IMPORT = `arn:aws:lambda:${ACCOUNT}:function:connector-import-dev-close-import`
export const START_ON_UPLOAD = `arn:aws:lambda:${ACCOUNT}:function:connector-import-dev-start-on-upload`
export const CHECK_TARGET = `arn:aws:lambda:${ACCOUNT}:function:connector-import-dev-check-target`
export const API = `arn:aws:lambda:${ACCOUNT}:function:connector-import-dev-api`
export const START_ON_SCHEDULE = `arn:aws:lambda:${ACCOUNT}:function:connector-import-dev-start-on-schedule`
/** A key of one's own, where a test gives one. */
export const KMS_KEY = `arn:aws:kms:${ACCOUNT}:key/00000000-0000-4000-8000-000000000000`
