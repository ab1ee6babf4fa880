import { expect, test } from 'vitest'
import { knownZones, offsetMsAt } from '../../../src-renderer/formatting/zones.ts'

test('a zone that was renamed is found by its name of today, and each is listed once', () => {
  const zones = knownZones()
  expect(zones).toEqual(expect.arrayContaining(['Asia/Kolkata', 'Europe/Kyiv', 'Europe/Berlin']))
  expect(zones).toEqual([...new Set(zones)].toSorted())
  expect(offsetMsAt(0, 'Asia/Kathmandu')).toBe(5.5 * 3_600_000)
})
