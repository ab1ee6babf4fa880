import { expect, test } from 'vitest'
import { ManualClock } from '../../../broker/environment/manual-clock.ts'
import { createLogger } from '../../../broker/startup/logger.ts'
import { RefusalLog } from '../../../broker/startup/refusal-log.ts'

function refusalLog() {
  const clock = new ManualClock()
  const lines: string[] = []
  const logger = createLogger(
    ({ level, text }) => lines.push(`${level} ${text}`),
    () => clock.now(),
  )
  return { clock, lines, log: new RefusalLog(clock, logger) }
}

const refusal = { reason: 'not Kafka', isUnexpected: false }

test('a client that comes back at once is said once, and then how often', () => {
  const { clock, lines, log } = refusalLog()
  for (let index = 0; index < 1000; index++) log.report('/10.0.0.1', refusal)
  log.report('/10.0.0.2', refusal)
  expect(lines).toEqual([
    'warn Closed the connection of /10.0.0.1: not Kafka',
    'warn Closed the connection of /10.0.0.2: not Kafka',
  ])
  clock.advance(10_000)
  expect(lines.slice(2)).toEqual(['warn Closed 999 more connections of /10.0.0.1 in the last 10 seconds'])
  log.report('/10.0.0.1', refusal)
  expect(lines).toHaveLength(4)
})

test('what the broker did wrong is said each time', () => {
  const { lines, log } = refusalLog()
  for (const reason of ['one', 'two']) log.report('/10.0.0.1', { reason, isUnexpected: true })
  expect(lines).toEqual([
    'error Closed the connection of /10.0.0.1: one',
    'error Closed the connection of /10.0.0.1: two',
  ])
})
