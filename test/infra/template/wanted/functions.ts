const RUNTIME = { Runtime: 'nodejs24.x', Architectures: ['arm64'], TracingConfig: { Mode: 'Active' } }

/** Configuration of the functions, except description and code. */
export const FUNCTIONS = {
  StartDashonDashuploadLambdaFunction: {
    ...RUNTIME,
    FunctionName: 'connector-import-dev-start-on-upload',
    Handler: '.build/start-on-upload/index.handler',
    Role: 'StartOnUploadRole.Arn',
    Timeout: 30,
    MemorySize: 256,
    Environment: {
      Variables: {
        LOG_LEVEL: 'DEBUG',
        NODE_OPTIONS: '--enable-source-maps',
        IMPORT_FUNCTION: 'connector-import-dev-run-import:durable',
        QUIET_SECONDS: '20',
      },
    },
  },
  ApiLambdaFunction: {
    ...RUNTIME,
    FunctionName: 'connector-import-dev-api',
    Handler: '.build/api/index.handler',
    Role: 'ApiRole.Arn',
    Timeout: 20,
    MemorySize: 512,
    Environment: {
      Variables: {
        LOG_LEVEL: 'DEBUG',
        NODE_OPTIONS: '--enable-source-maps',
        BUCKET: 'DocumentsBucket',
        TABLE: 'ImportsTable',
        IMPORT_FUNCTION: 'connector-import-dev-run-import:durable',
        CHECK_FUNCTION: 'connector-import-dev-check-target',
        MAX_DOCUMENT_BYTES: '104857600',
        ORGANISATIONS: '',
        ORGANISATION_CLAIM: 'organisation_id',
        ALLOWED_ORIGINS: '',
      },
    },
  },
  CheckDashtargetLambdaFunction: {
    ...RUNTIME,
    FunctionName: 'connector-import-dev-check-target',
    Handler: '.build/check-target/index.handler',
    Role: 'CheckTargetRole.Arn',
    Timeout: 17,
    MemorySize: 512,
    Environment: {
      Variables: {
        LOG_LEVEL: 'DEBUG',
        NODE_OPTIONS: '--enable-source-maps',
        TOKEN_SECRET_ID: 'connect/dev/api-token',
        CONNECT_API_URL: 'https://platform.versori.com/api/connect/v1',
      },
    },
  },
  StartDashonDashscheduleLambdaFunction: {
    ...RUNTIME,
    FunctionName: 'connector-import-dev-start-on-schedule',
    Handler: '.build/start-on-schedule/index.handler',
    Role: 'StartOnScheduleRole.Arn',
    Timeout: 300,
    MemorySize: 256,
    Environment: {
      Variables: {
        LOG_LEVEL: 'DEBUG',
        NODE_OPTIONS: '--enable-source-maps',
        BUCKET: 'DocumentsBucket',
        IMPORT_FUNCTION: 'connector-import-dev-run-import:durable',
        SCHEDULE_SPREAD_SECONDS: '900',
      },
    },
  },
  CloseDashimportLambdaFunction: {
    ...RUNTIME,
    FunctionName: 'connector-import-dev-close-import',
    Handler: '.build/close-import/index.handler',
    Role: 'CloseImportRole.Arn',
    Timeout: 120,
    MemorySize: 2048,
    Environment: {
      Variables: {
        LOG_LEVEL: 'DEBUG',
        NODE_OPTIONS: '--enable-source-maps',
        BUCKET: 'DocumentsBucket',
        TABLE: 'ImportsTable',
        METRICS_NAMESPACE: 'connector-import-dev',
        EVENT_BUS: 'default',
        STAGE: 'dev',
      },
    },
  },
  RunDashimportLambdaFunction: {
    ...RUNTIME,
    FunctionName: 'connector-import-dev-run-import',
    Handler: '.build/run-import/index.handler',
    Role: 'RunImportRole.Arn',
    Timeout: 900,
    MemorySize: 2048,
    DeadLetterConfig: { TargetArn: 'FailedImportsQueue.Arn' },
    DurableConfig: { ExecutionTimeout: 86400, RetentionPeriodInDays: 14 },
    Environment: {
      Variables: {
        LOG_LEVEL: 'DEBUG',
        NODE_OPTIONS: '--enable-source-maps',
        BUCKET: 'DocumentsBucket',
        TABLE: 'ImportsTable',
        TOKEN_SECRET_ID: 'connect/dev/api-token',
        CONNECT_API_URL: 'https://platform.versori.com/api/connect/v1',
        BATCH_SIZE: '50',
        CONCURRENCY: '16',
        MAX_REQUESTS_PER_SECOND: '50',
        MAX_DOCUMENT_BYTES: '104857600',
        ALLOWED_REF_HOSTS: '',
        METRICS_NAMESPACE: 'connector-import-dev',
        EVENT_BUS: 'default',
        STAGE: 'dev',
        KMS_KEY_ARN: '',
      },
    },
  },
}

/** The functions' log groups. */
export const LOG_GROUPS = {
  StartDashonDashuploadLogGroup: {
    LogGroupName: '/aws/lambda/connector-import-dev-start-on-upload',
    RetentionInDays: 14,
  },
  ApiLogGroup: { LogGroupName: '/aws/lambda/connector-import-dev-api', RetentionInDays: 14 },
  StartDashonDashscheduleLogGroup: {
    LogGroupName: '/aws/lambda/connector-import-dev-start-on-schedule',
    RetentionInDays: 14,
  },
  ApiAccessLogGroup: { LogGroupName: '/aws/vendedlogs/connector-import-dev-api-access', RetentionInDays: 14 },
  CheckDashtargetLogGroup: { LogGroupName: '/aws/lambda/connector-import-dev-check-target', RetentionInDays: 14 },
  CloseDashimportLogGroup: { LogGroupName: '/aws/lambda/connector-import-dev-close-import', RetentionInDays: 14 },
  RunDashimportLogGroup: { LogGroupName: '/aws/lambda/connector-import-dev-run-import', RetentionInDays: 14 },
}
