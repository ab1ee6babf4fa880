import { describe, expect, it } from 'vitest'
import { DiskError } from '../../../broker/environment/disk-error.ts'
import { ManualClock } from '../../../broker/environment/manual-clock.ts'
import { SeededRandom } from '../../../broker/environment/seeded-random.ts'
import { memoryEnvironment } from '../../support/memory-environment.ts'

const text = (bytes: Uint8Array) => Buffer.from(bytes).toString()

describe('the disk in memory', () => {
  it('keeps everything when the process is killed, but no open file', () => {
    const { disk } = memoryEnvironment()
    const file = disk.open('/file', 'create')
    file.write(Buffer.from('written'), 0)
    disk.kill()
    expect(() => file.size()).toThrow(DiskError)
    expect(text(disk.readFile('/file'))).toBe('written')
  })

  it('keeps what was synced over a power cut, and of the rest any beginning', async () => {
    const seen = new Set<string>()
    for (let seed = 0; seed < 200; seed++) {
      const { disk, random } = memoryEnvironment(seed)
      const file = disk.open('/file', 'create')
      file.write(Buffer.from('synced'), 0)
      await file.sync()
      file.write(Buffer.from('12'), 6)
      file.write(Buffer.from('34'), 8)
      disk.cutPower(random)
      seen.add(text(disk.readFile('/file')))
    }
    expect([...seen].sort()).toEqual(['synced', 'synced1', 'synced12', 'synced123', 'synced1234'])
  })

  it('may keep a later write without an earlier one when it reorders', () => {
    const seen = new Set<string>()
    for (let seed = 0; seed < 1000; seed++) {
      const { disk, random } = memoryEnvironment(seed)
      const file = disk.open('/file', 'create')
      file.write(Buffer.from('12'), 0)
      file.write(Buffer.from('34'), 2)
      disk.cutPower(random, { reorders: true })
      seen.add(text(disk.readFile('/file')))
    }
    const whole = [...seen].filter((contents) => /^(?:\0\0|12)?(?:34)?$/.test(contents))
    expect(whole.sort()).toEqual(['', '\0\0', '\0\x0034', '12', '1234'])
    expect([...seen]).toContain('1\x0034')
  })

  it('may lose names whose directory was not synced, the latest first, and with a directory all that is in it', () => {
    const seen = new Set<string>()
    for (let seed = 0; seed < 200; seed++) {
      const { disk, random } = memoryEnvironment(seed)
      disk.makeDirectory('/data')
      disk.syncDirectory('/')
      disk.open('/data/a', 'create').syncNow()
      disk.syncDirectory('/data')
      disk.rename('/data/a', '/data/b')
      disk.makeDirectory('/data/inner')
      disk.open('/data/inner/file', 'create').syncNow()
      disk.syncDirectory('/data/inner')
      disk.cutPower(random, { losesNames: true })
      const inner = disk.exists('/data/inner') ? disk.list('/data/inner') : []
      seen.add([...disk.list('/data'), ...inner].map(({ name }) => name).join(' '))
    }
    expect([...seen].sort()).toEqual(['a', 'b', 'b inner file'])
  })

  it('has only so many open files', () => {
    const { disk } = memoryEnvironment()
    disk.limitOpenFiles(1)
    const file = disk.open('/one', 'create')
    expect(() => disk.open('/two', 'create')).toThrow(expect.objectContaining({ code: 'EMFILE' }))
    file.close()
    expect(() => disk.open('/two', 'create')).not.toThrow()
  })

  it('fills up in the middle of a write', () => {
    const { disk } = memoryEnvironment()
    const file = disk.open('/file', 'create')
    disk.fillAfter(3)
    expect(() => file.write(Buffer.from('12345'), 0)).toThrow(expect.objectContaining({ code: 'ENOSPC' }))
    expect(text(disk.readFile('/file'))).toBe('123')
  })

  it('moves a directory with all that is in it', () => {
    const { disk } = memoryEnvironment()
    disk.makeDirectory('/a/b')
    disk.replaceFile('/a/b/file', Buffer.from('x'))
    disk.rename('/a', '/z')
    expect(disk.exists('/a')).toBe(false)
    expect(text(disk.readFile('/z/b/file'))).toBe('x')
    expect(disk.list('/z')).toEqual([{ name: 'b', kind: 'directory' }])
    disk.removeDirectory('/z')
    expect(disk.list('/')).toEqual([])
  })
})

describe('a clock by hand', () => {
  it('fires timers in the order of their times, those too that a timer has set', () => {
    const clock = new ManualClock(1000)
    const fired: string[] = []
    clock.setTimer(20, () => fired.push(`second at ${clock.now()}`))
    clock.setTimer(10, () => {
      fired.push(`first at ${clock.now()}`)
      clock.setTimer(5, () => fired.push(`between at ${clock.now()}`))
    })
    clock.setTimer(15, () => fired.push('never')).cancel()
    clock.advance(30)
    expect(fired).toEqual(['first at 1010', 'between at 1015', 'second at 1020'])
    expect(clock.now()).toBe(1030)
    clock.jumpTo(5)
    expect(clock.now()).toBe(5)
    expect(clock.monotonic()).toBe(30)
  })
})

describe('seeded chance', () => {
  it('is the same for the same seed, and within its bound', () => {
    const numbers = (seed: number) => {
      const random = new SeededRandom(seed)
      return Array.from({ length: 100 }, () => random.integer(7))
    }
    expect(numbers(5)).toEqual(numbers(5))
    expect(numbers(5)).not.toEqual(numbers(6))
    expect(new Set(numbers(5))).toEqual(new Set([0, 1, 2, 3, 4, 5, 6]))
    expect(new SeededRandom(1).bytes(16)).toHaveLength(16)
  })
})
