import { readFile, writeFile } from 'node:fs/promises'
import { expect, type Page } from '@playwright/test'
import kafkajs from 'kafkajs'
import { noMarks } from '../../src-main/api/connections.ts'
import { certificateAuthority } from '../../src-main/certificates/certificate-authority.ts'
import { writeExport } from '../../src-main/connections/connection-export.ts'
import { freePort } from '../support/free-port.ts'
import { startBroker } from '../support/start-broker.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { inspect } from './console/accessibility.ts'
import { openArea, openTab, openTopic } from './console/acts.ts'
import { test } from './console/console.ts'
import { kafkaClient } from './console/kafka-client.ts'
import { keepScreenshots } from './console/screenshots.ts'

const password = 'alice-secret'
const authority = certificateAuthority('Brokkr tests')

interface Place {
  readonly data: string
  readonly openPort: number
  readonly securedPort: number
}

/** A cluster over TLS on which alice may describe and read the topic orders, and nothing else. */
async function startSecured({ data, openPort, securedPort }: Place) {
  const own = authority.issue([['CN', 'kafka']])
  const listeners = `PLAINTEXT://127.0.0.1:${openPort},SASL_SSL://127.0.0.1:${securedPort}`
  return startBroker({
    data,
    config: {
      listeners,
      'advertised.listeners': listeners,
      'inter.broker.listener.name': 'PLAINTEXT',
      'ssl.keystore.type': 'PEM',
      'ssl.keystore.key': own.keyPem,
      'ssl.keystore.certificate.chain': own.certificatePem,
      'sasl.enabled.mechanisms': 'PLAIN',
      'listener.name.sasl_ssl.plain.sasl.jaas.config': `org.apache.kafka.common.security.plain.PlainLoginModule required user_alice="${password}";`,
      'connection.failed.authentication.delay.ms': '0',
      'authorizer.class.name': 'org.apache.kafka.metadata.authorizer.StandardAuthorizer',
      'super.users': 'User:ANONYMOUS',
    },
  })
}

async function prepare(bootstrapServers: string): Promise<void> {
  const admin = kafkaClient(bootstrapServers).admin()
  await admin.connect()
  for (const topic of ['orders', 'secret-plans']) await admin.createTopics({ topics: [{ topic, numPartitions: 2 }] })
  const { AclOperationTypes, AclPermissionTypes, AclResourceTypes, ResourcePatternTypes } = kafkajs
  const acl = (operation: kafkajs.AclOperationTypes) => ({
    resourceType: AclResourceTypes.TOPIC,
    resourceName: 'orders',
    resourcePatternType: ResourcePatternTypes.LITERAL,
    principal: 'User:alice',
    host: '*',
    operation,
    permissionType: AclPermissionTypes.ALLOW,
  })
  await admin.createAcls({ acl: [acl(AclOperationTypes.DESCRIBE), acl(AclOperationTypes.READ)] })
  await admin.disconnect()
}

const field = (page: Page, label: string) => page.getByLabel(label, { exact: true })
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true })

test('a secured cluster: pasted, tested, connected, marked, and shown as far as its user may see it', async ({
  page,
  brokkr,
}) => {
  await using folder = await temporaryFolder()
  await writeFile(folder.join('ca.pem'), authority.certificatePem)
  const place = { data: folder.join('data'), openPort: await freePort(), securedPort: await freePort() }
  const broker = await startSecured(place)
  await prepare(`127.0.0.1:${place.openPort}`)
  const address = `127.0.0.1:${place.securedPort}`

  await button(page, 'Connect to a cluster').click()
  await button(page, 'Paste client.properties…').click()
  await field(page, 'client.properties').fill('security.protocol=SASL_SSL\nsasl.mechanism=GSSAPI')
  await button(page, 'Fill the form').click()
  await expect(page.getByRole('alert')).toContainText('Kerberos')
  await field(page, 'client.properties').fill(
    [
      `bootstrap.servers=${address}`,
      'security.protocol=SASL_SSL',
      'sasl.mechanism=PLAIN',
      'sasl.jaas.config=org.apache.kafka.common.security.plain.PlainLoginModule required \\',
      '  username="alice" password="wrong";',
      'ssl.truststore.type=PEM',
      `ssl.truststore.location=${folder.join('ca.pem')}`,
    ].join('\n'),
  )
  await button(page, 'Fill the form').click()
  await expect(field(page, 'Bootstrap servers')).toHaveValue(address)
  await expect(field(page, 'Username')).toHaveValue('alice')

  const tested = page.getByRole('region', { name: 'Test of the connection' })
  await button(page, 'Test connection').click()
  await expect(tested.getByRole('status')).toHaveText('1 step did not pass.')
  await expect(tested.getByRole('listitem').filter({ hasText: 'SASL' })).toContainText('Invalid username or password')
  await expect(tested.getByRole('listitem').filter({ hasText: 'TLS' }).first()).toContainText('passed')
  await inspect(page, 'connection-test')
  await brokkr.setSize({ width: 800, height: 600 })
  await keepScreenshots(page, 'connection-test-small')
  await brokkr.setSize({ width: 1280, height: 800 })

  await field(page, 'Password').fill(password)
  await page.getByRole('switch', { name: /^Production/ }).click()
  await page.getByRole('switch', { name: /^Read-only/ }).click()
  await field(page, 'Name (optional)').fill('Payments')
  await button(page, 'Test connection').click()
  await expect(tested.getByRole('status')).toHaveText('Everything that was tried works.')
  await button(page, 'Connect').click()

  await expect(page.getByRole('heading', { name: 'Payments' })).toContainText('Connected')
  const top = page.getByRole('banner')
  await expect(top).toContainText('Production')
  await expect(top).toContainText('Read-only')
  await inspect(page, 'production-cluster')

  // What its user may not see or do is named where it would be; the rest is there.
  await openArea(page, 'Brokers')
  await expect(page.getByText(/needs DESCRIBE on the cluster/).first()).toBeVisible()
  await openTopic(page, 'orders')
  await expect(page.getByRole('link', { name: 'secret-plans' })).toHaveCount(0)
  await openTab(page, 'Configuration')
  await expect(page.getByText('This needs DESCRIBE_CONFIGS on topic orders.')).toBeVisible()
  await inspect(page, 'missing-right')
  await openTab(page, 'Partitions')
  await expect(page.getByRole('grid').first()).toBeVisible()
  await expect(page.getByRole('alert')).toHaveCount(0)

  await openArea(page, 'Topics')
  await expect(button(page, 'Create topic')).toBeDisabled()
  await button(page, 'Create topic').hover()
  await expect(page.getByRole('tooltip')).toContainText('Payments is marked read-only')
  await openTopic(page, 'orders')
  await expect(button(page, 'Produce message')).toBeDisabled()
  await button(page, 'More').click()
  await expect(page.getByRole('menuitem', { name: /^Clone/ })).toContainText('Payments is marked read-only')
  await page.keyboard.press('Escape')

  await page.getByRole('link', { name: /Payments/ }).click()
  await button(page, 'Edit connection').click()
  const dialog = page.getByRole('dialog')
  await expect(dialog.getByLabel('Password', { exact: true })).toHaveAttribute('placeholder', /Kept/)
  await dialog.getByRole('switch', { name: /^Read-only/ }).click()
  await inspect(page, 'edit-connection')
  await dialog.getByRole('button', { name: 'Save', exact: true }).click()
  await expect(top).not.toContainText('Read-only')
  await openTopic(page, 'orders')
  await button(page, 'Produce message').hover()
  await expect(page.getByRole('tooltip')).toHaveText('needs WRITE on topic orders')
  await page.getByRole('link', { name: /Payments/ }).click()
  await expect(page.getByRole('heading', { name: 'Payments' })).toContainText('Connected')

  // A broker that goes is waited for, and found again.
  await broker.stop()
  await expect(page.getByRole('alert')).toContainText('The cluster does not answer.')
  await expect(page.getByText(/Tried again in \d+ s|Trying now/)).toBeVisible()
  await inspect(page, 'reconnecting')
  await button(page, 'Try again').click()
  // From here on the console may find the broker by itself, before any click: the banner goes with its button.
  await using again = await startSecured(place)
  await expect(page.getByRole('heading', { name: 'Payments' })).toContainText('Connected')
  expect(again.port).toBeGreaterThan(0)

  await button(page, 'Forget').click()
  await page.getByRole('dialog').getByRole('button', { name: 'Forget', exact: true }).click()
  await expect(page.getByRole('link', { name: /Payments/ })).toHaveCount(0)
})

test('where there is no keychain, a password is kept under a passphrase, unlocked by it, exported and imported', async ({
  brokkr,
  page,
  openConsole,
}, info) => {
  await using broker = await startBroker({
    config: {
      listeners: 'SASL_PLAINTEXT://127.0.0.1:0',
      'sasl.enabled.mechanisms': 'PLAIN',
      'plain.sasl.jaas.config': `org.apache.kafka.common.security.plain.PlainLoginModule required user_alice="${password}";`,
    },
  })
  const passphrase = 'my own passphrase'
  await button(page, 'Connect to a cluster').click()
  await field(page, 'Bootstrap servers').fill(broker.bootstrapServers)
  await page.getByRole('combobox', { name: 'Login', exact: true }).click()
  await page.getByRole('option', { name: 'SASL PLAIN', exact: true }).click()
  await field(page, 'Username').fill('alice')
  await field(page, 'Password').fill(password)
  await expect(page.getByText('Secrets are kept only until Brokkr ends.')).toBeVisible()
  await field(page, 'Passphrase to keep secrets (optional)').fill(passphrase)
  await inspect(page, 'connect-form')
  await button(page, 'Connect').click()
  await expect(page.getByText('Brokers up')).toBeVisible()
  await brokkr[Symbol.asyncDispose]()

  // After a start they are locked, and nothing is connected with until the passphrase is there.
  await using started = await openConsole()
  const again = started.page
  const name = broker.bootstrapServers
  await again.getByRole('link', { name: new RegExp(name) }).click()
  await field(again, 'Passphrase').fill('another passphrase')
  await button(again, 'Unlock').click()
  await expect(again.getByText('The secrets were not unlocked.')).toBeVisible()
  await field(again, 'Passphrase').fill(passphrase)
  await button(again, 'Unlock').click()
  await expect(again.getByRole('heading', { name })).toContainText('Connected')

  await using folder = await temporaryFolder()
  const path = folder.join('connections.brokkr')
  if (info.project.name === 'desktop') {
    // On the desktop a dialog of the system asks where to.
    const login = { mechanism: 'PLAIN', username: 'alice' } as const
    const connection = { name, bootstrapServers: name, security: { tls: null, login }, marks: noMarks }
    await writeFile(path, await writeExport([{ connection, secrets: { password } }], passphrase))
  } else {
    await button(again, 'Export').click()
    await again.getByRole('switch', { name: /^With its secrets/ }).check({ force: true })
    await field(again, 'Passphrase').fill(passphrase)
    const download = again.waitForEvent('download')
    await button(again, 'Save the file').click()
    await (await download).saveAs(path)
  }
  const text = await readFile(path, 'utf8')
  expect(text).toContain('alice')
  expect(text).not.toContain(password)

  await button(again, 'Forget').click()
  await again.getByRole('dialog').getByRole('button', { name: 'Forget', exact: true }).click()
  await button(again, 'Connect to a cluster').click()
  await button(again, 'Import…').click()
  await again.getByLabel('Choose a file').setInputFiles(path)
  await field(again, 'Passphrase').fill(passphrase)
  await button(again, 'Import').click()
  await again.getByRole('link', { name: new RegExp(name) }).click()
  await expect(again.getByRole('heading', { name })).toContainText('Connected')
})
