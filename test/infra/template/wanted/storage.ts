import { BUCKET } from './names.ts'

const PRIVATE = {
  BlockPublicAcls: true,
  BlockPublicPolicy: true,
  IgnorePublicAcls: true,
  RestrictPublicBuckets: true,
}
const ENCRYPTED = {
  ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }],
}

/** All properties of the resources that outlive a deployment, and of the bucket that osls deploys from. */
export const STORAGE = {
  DocumentsBucket: {
    BucketEncryption: ENCRYPTED,
    VersioningConfiguration: { Status: 'Enabled' },
    PublicAccessBlockConfiguration: PRIVATE,
    OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] },
    NotificationConfiguration: { EventBridgeConfiguration: { EventBridgeEnabled: true } },
    LifecycleConfiguration: {
      Rules: [
        {
          Id: 'old-versions',
          Status: 'Enabled',
          NoncurrentVersionExpiration: { NoncurrentDays: 7 },
          ExpiredObjectDeleteMarker: true,
        },
        { Id: 'reports', Status: 'Enabled', Prefix: 'imports/', ExpirationInDays: 30 },
        { Id: 'unfinished-uploads', Status: 'Enabled', AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 } },
      ],
    },
  },
  DocumentsBucketPolicy: {
    Bucket: 'DocumentsBucket',
    PolicyDocument: {
      Version: '2012-10-17',
      Statement: [
        {
          Sid: 'TlsOnly',
          Effect: 'Deny',
          Principal: '*',
          Action: 's3:*',
          Resource: [BUCKET, `${BUCKET}/*`],
          Condition: { Bool: { 'aws:SecureTransport': false } },
        },
      ],
    },
  },
  ImportsTable: {
    BillingMode: 'PAY_PER_REQUEST',
    DeletionProtectionEnabled: false,
    AttributeDefinitions: [
      { AttributeName: 'pk', AttributeType: 'S' },
      { AttributeName: 'sk', AttributeType: 'S' },
      { AttributeName: 'historyPk', AttributeType: 'S' },
      { AttributeName: 'historySk', AttributeType: 'S' },
    ],
    KeySchema: [
      { AttributeName: 'pk', KeyType: 'HASH' },
      { AttributeName: 'sk', KeyType: 'RANGE' },
    ],
    GlobalSecondaryIndexes: [
      {
        IndexName: 'history',
        KeySchema: [
          { AttributeName: 'historyPk', KeyType: 'HASH' },
          { AttributeName: 'historySk', KeyType: 'RANGE' },
        ],
        Projection: { ProjectionType: 'ALL' },
      },
    ],
    TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true },
    PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
    SSESpecification: { SSEEnabled: true },
  },
  ServerlessDeploymentBucket: { BucketEncryption: ENCRYPTED, PublicAccessBlockConfiguration: PRIVATE },
}
