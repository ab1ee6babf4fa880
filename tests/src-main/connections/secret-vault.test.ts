import { readFile, stat } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { BoxKey } from '../../../src-main/connections/sealed-box.ts'
import { SecretVault, type Keychain } from '../../../src-main/connections/secret-vault.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const secret = 'correct horse battery staple'
const none: Keychain = { isAvailable: false, why: 'There is none.' }

/** Turns every byte round: what matters is that the text as it is stands nowhere. */
const turned: Keychain = {
  isAvailable: true,
  encrypt: (text) => Buffer.from(text).map((byte) => byte ^ 0xff),
  decrypt: (bytes) => Buffer.from(bytes.map((byte) => byte ^ 0xff)).toString(),
}

const quiet = (message: string) => {
  throw new Error(`Nothing should be reported: ${message}`)
}

test('with a keychain, secrets are there after a restart, and their file is for their user alone', async () => {
  await using folder = await temporaryFolder()
  const open = () => new SecretVault({ directory: folder.path, keychain: turned, report: quiet })
  await open().set('a', { password: secret })
  expect(open().keeping).toEqual({ keeper: 'keychain', isLocked: false, whyNoKeychain: null })
  expect(open().get('a')).toEqual({ password: secret })
  expect(await readFile(folder.join('secrets.json'), 'utf8')).not.toContain(secret)
  expect((await stat(folder.join('secrets.json'))).mode & 0o777).toBe(0o600)
  await open().remove('a')
  expect(open().get('a')).toEqual({})
})

test('a keychain that is locked for now keeps what it has, and is named as what has it', async () => {
  await using folder = await temporaryFolder()
  const vaultWith = (keychain: Keychain) =>
    new SecretVault({ directory: folder.path, keychain, report: () => undefined })
  await vaultWith(turned).set('a', { password: secret })
  const meanwhile = vaultWith(none)
  expect([meanwhile.get('a'), meanwhile.whyOutOfReach('a'), meanwhile.whyOutOfReach('b')]).toEqual([
    {},
    'There is none.',
    null,
  ])
  await meanwhile.set('b', { password: 'for now' })
  const again = vaultWith(turned)
  expect([again.get('a'), again.whyOutOfReach('a')]).toEqual([{ password: secret }, null])
})

test('a keychain that was emptied is told of, and costs nothing but the secrets', async () => {
  await using folder = await temporaryFolder()
  await new SecretVault({ directory: folder.path, keychain: turned, report: quiet }).set('a', { password: secret })
  const told: string[] = []
  const keychain: Keychain = {
    ...turned,
    decrypt: () => {
      throw new Error('gone')
    },
  }
  const vault = new SecretVault({ directory: folder.path, keychain, report: (message) => told.push(message) })
  expect(vault.get('a')).toEqual({})
  expect(told).toEqual([expect.stringContaining('Enter them again')])
})

test('without a keychain nothing is written until there is a passphrase', { timeout: 120_000 }, async () => {
  await using folder = await temporaryFolder()
  const open = () => new SecretVault({ directory: folder.path, keychain: none, report: quiet })
  const first = open()
  await first.set('a', { password: secret })
  expect(first.keeping).toEqual({ keeper: 'memory', isLocked: false, whyNoKeychain: 'There is none.' })
  await expect(stat(folder.join('secrets.json'))).rejects.toThrow()

  await first.protect('my passphrase')
  await first.set('b', { clientSecret: 'another' })
  const second = open()
  expect(second.keeping).toMatchObject({ keeper: 'passphrase', isLocked: true })
  expect(second.get('a')).toEqual({})
  await expect(second.set('c', { password: 'x' })).rejects.toThrow('locked under a passphrase')
  await expect(second.protect('other words')).rejects.toThrow('locked under a passphrase')
  await expect(second.unlock('not my passphrase')).rejects.toThrow('another passphrase')
  const changes: boolean[] = []
  second.onChange(() => changes.push(second.keeping.isLocked))
  await second.unlock('my passphrase')
  expect(changes).toEqual([false])
  expect([second.get('a'), second.get('b')]).toEqual([{ password: secret }, { clientSecret: 'another' }])
  expect(await readFile(folder.join('secrets.json'), 'utf8')).not.toMatch(/horse|another|passphrase"?:.*my/)

  await second.keepOnly(['b'])
  const third = open()
  await third.unlock('my passphrase')
  expect(third.get('a')).toEqual({})
  await third.dropFile()
  expect(third.keeping).toMatchObject({ keeper: 'memory', isLocked: false })
  await expect(stat(folder.join('secrets.json'))).rejects.toThrow()
})

test('a box that was changed by one bit does not open', { timeout: 120_000 }, async () => {
  const key = await BoxKey.create('my passphrase')
  const box = key.seal(secret)
  const bytes = Buffer.from(box.sealed, 'base64')
  bytes[3] = (bytes[3] ?? 0) ^ 1
  expect(key.open(box)).toBe(secret)
  expect(() => key.open({ ...box, sealed: bytes.toString('base64') })).toThrow('changed since')
  expect(() => key.open({ ...box, sealed: '' })).toThrow('changed since')
})
