import { expect, it } from 'vitest'
import { levelOf } from '../../../../src-renderer/features/local-cluster/log-level.ts'
import { snippetsFor } from '../../../../src-renderer/features/local-cluster/snippets.ts'

it('every program uses the address of the cluster', () => {
  const snippets = snippetsFor('127.0.0.1:49152')
  expect(snippets.map(({ label }) => label)).toEqual(['kcat', 'Python', 'Java', 'JavaScript'])
  for (const { code } of snippets) expect(code).toContain('127.0.0.1:49152')
})

it('kcat’s format ends its lines with an escape that a shell passes on', () => {
  expect(snippetsFor('localhost:9092')[0]?.code).toContain(String.raw`-f '%p %o %k %s\n'`)
})

it.each([
  ['2026-08-22 14:03:12.001 ERROR disk: no space left', 'error'],
  ['2026-08-22 14:03:12.001 WARN  server: unknown API key', 'warn'],
  ['2026-08-22 14:03:12.001 INFO  Kafka is ready', 'plain'],
  ['2026-08-22 14:03:12.001 INFO  created topic ERRORS', 'plain'],
])('%s is %s', (line, level) => {
  expect(levelOf(line)).toBe(level)
})
