import { english, type Count } from '../../../src-main/api/languages/grammar.ts'

export const formatting = {
  byteUnits: ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB', 'EiB'],
  units: { ms: 'ms', s: 's', min: 'min', h: 'h', d: 'd' },
  exactBytes: (count: Count) => english.counted(count, { one: 'byte', other: 'bytes' }),
  noTimestamp: 'no timestamp',
  noLimit: 'no limit',
  justNow: 'just now',
  ago: (duration: string) => `${duration} ago`,
  ahead: (duration: string) => `in ${duration}`,
  config: { hidden: 'hidden', notSet: 'not set', empty: 'empty' },
  configSources: {
    topic: 'This topic',
    'dynamic-broker': 'This broker, changed while running',
    'dynamic-default-broker': 'All brokers, changed while running',
    'static-broker': 'The broker’s file',
    default: 'Kafka’s default',
    group: 'This group',
    unknown: 'Unknown',
  },
}
