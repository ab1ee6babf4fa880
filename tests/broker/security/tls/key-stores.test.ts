import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { promisify } from 'node:util'
import { describe, expect, test } from 'vitest'
import { subjectName } from '../../../../broker/security/tls/distinguished-name.ts'
import { loadKeyMaterial, loadTrusted, type StoreSettings } from '../../../../broker/security/tls/key-material.ts'
import { PrincipalMapping } from '../../../../broker/security/tls/principal-mapping.ts'
import { certificateAuthority } from '../../../../src-main/certificates/certificate-authority.ts'
import { isMissing } from '../../../support/system-requirements.ts'
import { temporaryFolder } from '../../../support/temporary-folder.ts'

const run = promisify(execFile)
const authority = certificateAuthority('Brokkr tests')

function settings(given: Partial<StoreSettings>): StoreSettings {
  return {
    property: 'ssl.keystore',
    type: 'JKS',
    location: null,
    password: null,
    keyPassword: null,
    key: null,
    certificates: null,
    readFile: readFileSync,
    ...given,
  }
}

describe.skipIf(isMissing('java'))('stores that keytool writes', { timeout: 120_000 }, () => {
  async function keytool(folder: { join(name: string): string }, type: 'JKS' | 'PKCS12', keyPassword = 'changeit') {
    const store = ['-keystore', folder.join('store'), '-storetype', type, '-storepass', 'changeit']
    const dname = 'CN=Zoe, OU="Dev, Ops", O=Acme, C=DE'
    await run('keytool', [
      '-genkeypair',
      '-alias',
      'own',
      '-keyalg',
      'EC',
      '-dname',
      dname,
      ...store,
      '-keypass',
      keyPassword,
    ])
    await run('keytool', ['-importcert', '-noprompt', '-alias', 'ca', '-file', folder.join('ca.pem'), ...store])
    return settings({ type, location: folder.join('store'), password: 'changeit' })
  }

  test.each(['JKS', 'PKCS12'] as const)('%s gives key, chain and trusted certificates', async (type) => {
    await using folder = await temporaryFolder()
    await writeFile(folder.join('ca.pem'), authority.certificatePem)
    const store = await keytool(folder, type)
    const { chain } = loadKeyMaterial(store)
    expect(chain).toHaveLength(1)
    expect(subjectName(chain[0]?.raw ?? new Uint8Array(0))).toBe(String.raw`CN=Zoe,OU=Dev\, Ops,O=Acme,C=DE`)
    expect(loadTrusted(store).map(({ subject }) => subject)).toContain('CN=Brokkr tests')
    expect(() => loadKeyMaterial({ ...store, password: 'wrong' })).toThrow('ssl.keystore.password is not the password')
    // Either kind is taken for either type, as by Java.
    expect(loadKeyMaterial({ ...store, type: type === 'JKS' ? 'PKCS12' : 'JKS' }).chain).toHaveLength(1)
    const cut = readFileSync(folder.join('store')).subarray(0, 300)
    await writeFile(folder.join('cut'), cut)
    expect(() => loadKeyMaterial({ ...store, location: folder.join('cut') })).toThrow(folder.join('cut'))
  })

  test('a key may have a password of its own', async () => {
    await using folder = await temporaryFolder()
    await writeFile(folder.join('ca.pem'), authority.certificatePem)
    const store = await keytool(folder, 'JKS', 'keysecret')
    expect(loadKeyMaterial({ ...store, keyPassword: 'keysecret' }).chain).toHaveLength(1)
    expect(() => loadKeyMaterial(store)).toThrow('ssl.key.password is not the password of')
  })
})

describe.skipIf(isMissing('openssl'))('stores that openssl writes', { timeout: 120_000 }, () => {
  const variants: readonly (readonly [string, readonly string[]])[] = [
    ['as it does by itself: PBES2, AES-256 and a MAC by SHA-256', []],
    ['AES-128', ['-keypbe', 'AES-128-CBC', '-certpbe', 'AES-128-CBC']],
    ['with a MAC by SHA-512', ['-macalg', 'sha512']],
    ['without a MAC', ['-nomac']],
    ['with certificates in the clear', ['-certpbe', 'NONE']],
    ['with Triple DES by SHA-1', ['-keypbe', 'PBE-SHA1-3DES', '-certpbe', 'PBE-SHA1-3DES', '-macalg', 'sha1']],
    ['-legacy, with RC2 of 40 bits', ['-legacy']],
    ['with RC2 of 128 bits', ['-legacy', '-certpbe', 'PBE-SHA1-RC2-128']],
  ]
  test.each(variants)('%s', async (_, options) => {
    await using folder = await temporaryFolder()
    const own = authority.issue([['CN', 'own']])
    await writeFile(folder.join('own.pem'), own.keyPem + own.certificatePem + authority.certificatePem)
    const files = ['-in', folder.join('own.pem'), '-out', folder.join('own.p12')]
    await run('openssl', ['pkcs12', '-export', ...files, '-passout', 'pass:changeit', ...options])
    const store = settings({ type: 'PKCS12', location: folder.join('own.p12'), password: 'changeit' })
    expect(loadKeyMaterial(store).chain).toHaveLength(2)
    expect(() => loadKeyMaterial({ ...store, password: 'wrong' })).toThrow(/^ssl\.(keystore|key)\.password is not/)
  })
})

test('a JKS file that was cut is told from a wrong password', async () => {
  await using folder = await temporaryFolder()
  const whole = readFileSync(new URL('../../../support/golden/own-key.jks', import.meta.url))
  const location = folder.join('store.jks')
  const opened = async (bytes: Uint8Array, password: string): Promise<string> => {
    await writeFile(location, bytes)
    try {
      loadTrusted(settings({ location, password }))
      return 'opens'
    } catch (error) {
      return error instanceof Error ? error.message : String(error)
    }
  }
  expect(await opened(whole, 'surely not this one')).toContain('ssl.keystore.password is not the password of')
  for (const length of [24, 200, whole.length - 21, whole.length - 1]) {
    expect(await opened(whole.subarray(0, length), 'surely not this one'), String(length)).toContain('ends early')
  }
  expect(await opened(Buffer.concat([whole, Buffer.alloc(9)]), 'surely not this one')).toContain('goes on behind')
})

test('a trust store without private key, and a key store with none', async () => {
  await using folder = await temporaryFolder()
  await writeFile(folder.join('ca.pem'), authority.certificatePem)
  const pem = settings({ type: 'PEM', location: folder.join('ca.pem') })
  expect(loadTrusted(pem)).toHaveLength(1)
  expect(() => loadKeyMaterial(pem)).toThrow('holds no private key')
  await writeFile(folder.join('empty.pem'), '')
  expect(() => loadTrusted({ ...pem, location: folder.join('empty.pem') })).toThrow('holds no certificate')
})

test('PEM, in a file or in the setting itself, with and without a password', async () => {
  await using folder = await temporaryFolder()
  const own = authority.issue([['CN', 'own']])
  const cipher = { cipher: 'aes-256-cbc', passphrase: 'secret' }
  const encrypted = String(own.key.export({ type: 'pkcs8', format: 'pem', ...cipher }))
  await writeFile(folder.join('own.pem'), encrypted + own.certificatePem + authority.certificatePem)
  const inFile = settings({ type: 'PEM', location: folder.join('own.pem'), keyPassword: 'secret' })
  expect(loadKeyMaterial(inFile).chain.map(({ subject }) => subject)).toEqual(['CN=own', 'CN=Brokkr tests'])
  expect(() => loadKeyMaterial({ ...inFile, keyPassword: null })).toThrow('is encrypted: give its password')
  expect(() => loadKeyMaterial({ ...inFile, keyPassword: 'x' })).toThrow('ssl.key.password is not the password')
  const inline = settings({ type: 'PEM', key: own.keyPem, certificates: own.certificatePem })
  expect(loadKeyMaterial(inline).chain).toHaveLength(1)
  const other = authority.issue([['CN', 'other']])
  expect(() => loadKeyMaterial({ ...inline, certificates: other.certificatePem })).toThrow('does not belong')
  expect(() => loadKeyMaterial(settings({ type: 'PEM', location: '/nowhere.pem' }))).toThrow('does not exist')
})

test('names of subjects are written as Java writes them', () => {
  const name = (...parts: Parameters<typeof authority.issue>[0]) => subjectName(authority.issue(parts).certificateDer)
  expect(name(['C', 'DE'], ['O', 'Acme'], ['OU', 'Dev'], ['CN', 'alice'])).toBe('CN=alice,OU=Dev,O=Acme,C=DE')
  expect(name(['CN', 'a,b+c=d"e\\f<g>h;i#j'])).toBe(String.raw`CN=a\,b\+c\=d\"e\\f\<g\>h\;i\#j`)
  expect(name(['CN', ' blanks  '])).toBe(String.raw`CN=\ blanks\ \ `)
})

describe('rules for names', () => {
  const alice = 'CN=alice,OU=Dev,O=Acme'
  test.each([
    ['DEFAULT', alice, alice],
    ['', alice, alice],
    ['RULE:^CN=(.*?),.*$/$1/', alice, 'alice'],
    ['RULE:^CN=(.*?),OU=(.*?),.*$/$1@$2/U', alice, 'ALICE@DEV'],
    ['RULE:^CN=(.*?),OU=Ops.*$/$1/, RULE:^CN=(.*?),OU=Dev.*$/dev-$1/L , DEFAULT', alice, 'dev-alice'],
    ['RULE:^O=.*$/x/,DEFAULT', alice, alice],
    ['RULE:^O=.*$/x/', alice, null],
    [String.raw`RULE:^CN=(.*?),.*$/a\/$1/`, alice, 'a/alice'],
    // A group that the pattern does not have is meant as it is written.
    ['RULE:^CN=(.*?),.*$/$1$7/', alice, 'alice$7'],
  ])('%s makes of %s %s', (rules, given, name) => {
    expect(new PrincipalMapping(rules).nameOf(given)).toBe(name)
  })

  test.each(['NONE', 'RULE:a', 'RULE:a/b', 'RULE:(/b/', 'DEFAULT DEFAULT'])('what is no rule: %s', (rules) => {
    expect(() => new PrincipalMapping(rules)).toThrow('ssl.principal.mapping.rules')
  })
})
