/** Kafka's numbers for what can be done to a resource; `DescribeCluster` and others answer with them as bits. */
const operations = {
  read: 3,
  write: 4,
  create: 5,
  delete: 6,
  alter: 7,
  describe: 8,
  clusterAction: 9,
  describeConfigs: 10,
  alterConfigs: 11,
  idempotentWrite: 12,
} as const

type Operation = keyof typeof operations

/** What a response carries when nobody asked for the operations. */
export const operationsNotRequested = -2147483648

function bits(...allowed: readonly Operation[]): number {
  return allowed.reduce((sum, operation) => sum | (1 << operations[operation]), 0)
}

/** All operations that exist on each kind of resource. Without authorizer everybody may do all of them. */
export const allOperations = {
  topic: bits('read', 'write', 'create', 'delete', 'alter', 'describe', 'describeConfigs', 'alterConfigs'),
  group: bits('read', 'describe', 'delete', 'describeConfigs', 'alterConfigs'),
  cluster: bits('create', 'clusterAction', 'describeConfigs', 'alterConfigs', 'idempotentWrite', 'alter', 'describe'),
} as const
