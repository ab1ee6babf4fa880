/**
 * Who may import whom. ARCHITECTURE.md holds the same table for people; the two change together.
 *
 * A module is a folder right below `broker`, `src-main` or `src-renderer`, or one of the entry files there. Each
 * feature of the front end is a module of its own. A module may always import itself. `TREE/*` stands for all
 * modules of a tree.
 */
export const IMPORT_TABLE: Readonly<Record<string, readonly string[]>> = {
  'broker/bytes': [],
  'broker/environment': [],
  'broker/control': [],
  'broker/schema': ['broker/bytes'],
  'broker/protocol': ['broker/schema', 'broker/bytes'],
  'broker/records': ['broker/bytes'],
  'broker/log': ['broker/records', 'broker/environment', 'broker/bytes'],
  'broker/metadata': [
    'broker/log',
    'broker/records',
    'broker/schema',
    'broker/security',
    'broker/environment',
    'broker/bytes',
  ],
  'broker/groups': ['broker/schema', 'broker/environment', 'broker/bytes'],
  'broker/transactions': ['broker/schema', 'broker/environment', 'broker/bytes'],
  'broker/security': ['broker/environment', 'broker/bytes'],
  'broker/partitions': ['broker/metadata', 'broker/log', 'broker/records', 'broker/environment', 'broker/bytes'],
  'broker/handlers': [
    'broker/bytes',
    'broker/environment',
    'broker/control',
    'broker/schema',
    'broker/protocol',
    'broker/records',
    'broker/log',
    'broker/metadata',
    'broker/groups',
    'broker/transactions',
    'broker/security',
    'broker/partitions',
  ],
  'broker/server': ['broker/protocol', 'broker/handlers', 'broker/security', 'broker/environment'],
  'broker/startup': ['broker/*'],
  'broker/main.ts': ['broker/*'],

  'src-main/api': [],
  'src-main/languages': ['src-main/api'],
  'src-main/streams': [],
  'src-main/certificates': [],
  // Records of Kafka's own topics are written down once.
  'src-main/decoding': [
    'src-main/languages',
    'src-main/api',
    'broker/groups',
    'broker/transactions',
    'broker/metadata',
    'broker/schema',
    'broker/bytes',
  ],
  'src-main/settings': ['src-main/languages', 'src-main/api'],
  'src-main/windows': ['src-main/languages', 'src-main/api'],
  'src-main/journal': ['src-main/api'],
  // Key stores are read once, JAAS and properties are parsed once: by the broker's own code.
  'src-main/connections': [
    'src-main/languages',
    'src-main/settings',
    'src-main/api',
    'broker/security',
    'broker/bytes',
  ],
  // Both sides of SCRAM work with the same keys.
  'src-main/kafka': [
    'src-main/languages',
    'src-main/streams',
    'src-main/connections',
    'src-main/api',
    'broker/protocol',
    'broker/groups',
    'broker/security',
    'broker/records',
    'broker/schema',
    'broker/bytes',
  ],
  'src-main/lag': ['src-main/kafka', 'src-main/settings', 'src-main/api'],
  // The records of Kafka's own topics lie in segments too.
  'src-main/segments': [
    'src-main/languages',
    'src-main/decoding',
    'src-main/api',
    'broker/environment',
    'broker/log',
    'broker/records',
    'broker/metadata',
    'broker/schema',
    'broker/bytes',
  ],
  'src-main/filters': ['src-main/languages', 'src-main/decoding', 'src-main/api', 'broker/bytes', 'broker/records'],
  'src-main/scans': [
    'src-main/languages',
    'src-main/filters',
    'src-main/decoding',
    'src-main/kafka',
    'src-main/connections',
    'src-main/api',
    'broker/bytes',
    'broker/protocol',
    'broker/records',
  ],
  'src-main/transfers': [
    'src-main/languages',
    'src-main/scans',
    'src-main/filters',
    'src-main/decoding',
    'src-main/kafka',
    'src-main/api',
    'broker/bytes',
    'broker/records',
  ],
  'src-main/data-worker': [
    'src-main/languages',
    'src-main/segments',
    'src-main/transfers',
    'src-main/scans',
    'src-main/filters',
    'src-main/decoding',
    'src-main/kafka',
    'src-main/api',
  ],
  'src-main/broker-process': [
    'src-main/languages',
    'src-main/streams',
    'src-main/certificates',
    'src-main/connections',
    'src-main/settings',
    'src-main/api',
    'broker/control',
  ],
  'src-main/procedures': [
    'src-main/languages',
    'src-main/transfers',
    'src-main/streams',
    'src-main/api',
    'src-main/decoding',
    'src-main/settings',
    'src-main/windows',
    'src-main/connections',
    'src-main/kafka',
    'src-main/lag',
    'src-main/segments',
    'src-main/scans',
    'src-main/data-worker',
    'src-main/broker-process',
    'src-main/journal',
    // The configs of a topic, with their documentation, are written down once.
    'broker/metadata',
  ],
  'src-main/transport': ['src-main/languages', 'src-main/api', 'src-main/procedures'],
  'src-main/back-end.ts': ['src-main/*'],
  'src-main/main.ts': ['src-main/*'],
  'src-main/web.ts': ['src-main/*'],
  'src-main/open.ts': ['src-main/*'],

  'src-renderer/languages': ['src-main/api'],
  'src-renderer/formatting': ['src-renderer/languages', 'src-main/api'],
  'src-renderer/components': ['src-renderer/languages'],
  'src-renderer/api': ['src-renderer/languages', 'src-main/api'],
  'src-renderer/features/*': [
    'src-renderer/languages',
    'src-renderer/api',
    'src-renderer/components',
    'src-renderer/formatting',
  ],
  'src-renderer/app': [
    'src-renderer/features/*',
    'src-renderer/api',
    'src-renderer/components',
    'src-renderer/formatting',
    'src-renderer/languages',
    // Which languages there are, and which one is spoken.
    'src-main/api',
  ],
  'src-renderer/main.tsx': ['src-renderer/*'],
}

/** A package, or a family of them, that only some modules may import. */
export interface PackageRule {
  readonly packages: RegExp
  /** The rule holds for importers whose path begins so. */
  readonly within: string
  /** Modules that may, as in the table. */
  readonly allowed: readonly string[]
}

export const PACKAGE_RULES: readonly PackageRule[] = [
  { packages: /^electron(\/|$)/, within: '', allowed: ['src-main/windows', 'src-main/main.ts'] },
  { packages: /^(node:)?fs(\/|$)/, within: 'broker/', allowed: ['broker/environment'] },
  { packages: /^node:/, within: 'src-main/api/', allowed: [] },
  { packages: /^node:/, within: 'src-renderer/', allowed: [] },
  {
    packages: /^@mantine\//,
    within: '',
    allowed: ['src-renderer/components', 'src-renderer/app'],
  },
  {
    packages: /^@orpc\//,
    within: '',
    allowed: ['src-main/api', 'src-main/procedures', 'src-main/transport', 'src-renderer/api'],
  },
]

/** Modules that see disk, clock and chance only through `broker/environment`, so that a test can turn both. */
export const MODULES_WITHOUT_CLOCK = [
  'broker/bytes',
  'broker/schema',
  'broker/protocol',
  'broker/records',
  'broker/log',
  'broker/metadata',
  'broker/groups',
  'broker/transactions',
  'broker/security',
  'broker/handlers',
]

/** The calls that such a module must not make. */
export const CLOCK_AND_CHANCE = [
  'Date.now',
  'new Date()',
  'performance.now',
  'process.hrtime',
  'process.hrtime.bigint',
  'Math.random',
  'randomUUID',
  'randomBytes',
  'setTimeout',
  'setInterval',
  'setImmediate',
]
