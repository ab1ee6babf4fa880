import { expect, test } from 'vitest'
import { parseJavaProperties } from '../../../broker/bytes/java-properties.ts'
import { serverProperties, unwritableDirectory } from '../../../src-main/broker-process/server-properties.ts'

const node = { directory: '/data', nodeId: 3, host: '127.0.0.1', port: 9092, kraftVersion: 1, security: null }
const propertiesOf = (given: Partial<typeof node>) => parseJavaProperties(serverProperties({ ...node, ...given }))

test.each(['/home/jörg/kafka data', String.raw`C:\Users\me\kafka`, ' leading', '/数据/a=b:c#d!'])(
  'Java reads %s as it is, in ISO 8859-1',
  (directory) => {
    const text = serverProperties({ ...node, directory })
    expect(Buffer.from(text, 'latin1').toString('latin1')).toBe(text)
    expect(propertiesOf({ directory }).get('log.dirs')).toBe(directory)
  },
)

test('a quorum that stands in the configuration is written there, one that stands in the log is only found', () => {
  expect(propertiesOf({ kraftVersion: 0, security: null }).get('controller.quorum.voters')).toBe('3@127.0.0.1:9093')
  expect(propertiesOf({ kraftVersion: 0, security: null }).has('controller.quorum.bootstrap.servers')).toBe(false)
  expect(propertiesOf({}).get('controller.quorum.bootstrap.servers')).toBe('127.0.0.1:9093')
  expect(propertiesOf({ port: 65_535 }).get('listeners')).toContain('CONTROLLER://127.0.0.1:65534')
})

test('a comma in the path is told of, because Kafka would take it for two directories', () => {
  expect(unwritableDirectory('/data,2')).toContain('comma')
  expect(unwritableDirectory('/data')).toBeNull()
})
