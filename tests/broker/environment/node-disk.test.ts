import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { DirectoryLockedError, DiskError } from '../../../broker/environment/disk-error.ts'
import { NodeDisk } from '../../../broker/environment/node-disk.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const disk = new NodeDisk()
const text = (bytes: Uint8Array) => Buffer.from(bytes).toString()
const lockProgram = fileURLToPath(new URL('hold-lock.ts', import.meta.url))

describe('the real disk', () => {
  it('writes and reads at positions, and knows where a file ends', async () => {
    await using folder = await temporaryFolder()
    const file = disk.open(folder.join('file'), 'create')
    file.write(Buffer.from('hello world'), 0)
    file.write(Buffer.from('W'), 6)
    const target = Buffer.alloc(20)
    expect(target.toString('utf8', 0, file.read(target, 6))).toBe('World')
    file.truncate(5)
    expect(file.size()).toBe(5)
    await file.sync()
    file.close()
    file.close()
    expect(() => file.size()).toThrow(DiskError)
    expect(text(disk.readFile(folder.join('file')))).toBe('hello')
  })

  it('does not cut a file that it opens', async () => {
    await using folder = await temporaryFolder()
    writeFileSync(folder.join('file'), 'kept')
    disk.open(folder.join('file'), 'create').close()
    expect(readFileSync(folder.join('file'), 'utf8')).toBe('kept')
  })

  it('lets a file be closed while it is being synced', async () => {
    await using folder = await temporaryFolder()
    const file = disk.open(folder.join('file'), 'create')
    file.write(Buffer.alloc(100_000), 0)
    const synced = Promise.all([file.sync(), file.sync()])
    file.close()
    await expect(synced).resolves.toHaveLength(2)
  })

  it('names what is missing', async () => {
    await using folder = await temporaryFolder()
    const path = folder.join('missing')
    expect(() => disk.open(path, 'write')).toThrow(expect.objectContaining({ code: 'ENOENT', path }))
    expect(() => disk.readFile(path)).toThrow(DiskError)
    expect(disk.status(path)).toBeNull()
    disk.removeFile(path)
    disk.removeDirectory(path)
  })

  it('replaces a file as a whole and leaves nothing beside it', async () => {
    await using folder = await temporaryFolder()
    disk.replaceFile(folder.join('file'), Buffer.from('a long first text'))
    disk.replaceFile(folder.join('file'), Buffer.from('second'))
    expect(text(disk.readFile(folder.join('file')))).toBe('second')
    disk.makeDirectory(folder.join('a/b'))
    expect(disk.list(folder.path)).toEqual([
      { name: 'a', kind: 'directory' },
      { name: 'file', kind: 'file' },
    ])
    disk.syncDirectory(folder.path)
    expect(disk.space(folder.path).usableBytes > 0n).toBe(true)
  })
})

describe('making a directory', () => {
  it('leaves one that is there alone, and says when a file is in the way', async () => {
    await using folder = await temporaryFolder()
    disk.makeDirectory(folder.join('a/b/c'))
    disk.makeDirectory(folder.join('a/b/c'))
    writeFileSync(folder.join('file'), '')
    expect(() => disk.makeDirectory(folder.join('file'))).toThrow(expect.objectContaining({ code: 'EEXIST' }))
    expect(() => disk.makeDirectory(folder.join('file/a/b'))).toThrow(DiskError)
  })

  it.runIf(process.platform === 'linux')('does not hang where the system refuses children', () => {
    expect(() => disk.makeDirectory('/proc/no-such-process/data')).toThrow(DiskError)
  })
})

describe('the lock of a directory', () => {
  it('has one holder in a process, and another after it was let go', async () => {
    await using folder = await temporaryFolder()
    const path = folder.join('.lock')
    const lock = disk.lock(path)
    expect(() => disk.lock(path)).toThrow(DirectoryLockedError)
    lock.release()
    lock.release()
    disk.lock(path).release()
    expect(readFileSync(path, 'utf8')).toBe('')
  })

  it('has one holder among processes, who is named, and who loses it when he is killed', async () => {
    await using folder = await temporaryFolder()
    const path = folder.join('.lock')
    const holder = spawn(process.execPath, [lockProgram, path], { stdio: ['pipe', 'pipe', 'inherit'] })
    await once(holder.stdout, 'data')
    expect(() => disk.lock(path)).toThrow(`is locked by the process with id ${holder.pid}`)
    holder.kill('SIGKILL')
    await once(holder, 'exit')
    disk.lock(path).release()
  })

  it('is not held by the text of a process that is gone, or whose id another process has got', async () => {
    await using folder = await temporaryFolder()
    const gone = spawnSync(process.execPath, ['-e', '']).pid
    for (const holder of [`${gone} 12345`, `${process.pid} 1`, 'rubbish', '']) {
      writeFileSync(folder.join('.lock'), holder)
      disk.lock(folder.join('.lock')).release()
    }
  })
})
