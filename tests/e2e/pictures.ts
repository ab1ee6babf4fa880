import { mkdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, type Page } from '@playwright/test'
import kafkajs, { type Kafka } from 'kafkajs'
import { certificateAuthority } from '../../src-main/certificates/certificate-authority.ts'
import { startBroker } from '../support/start-broker.ts'
import { fillAndProduce, openArea, openTab, openTopic, startLocalCluster } from './console/acts.ts'
import { test } from './console/console.ts'
import { kafkaClient, readAsGroup } from './console/kafka-client.ts'

// `npm run pictures` makes the pictures of README.md and of the guide anew.

const FOLDER = join(import.meta.dirname, '../../docs/pictures')
const CITIES = ['Berlin', 'Lima', 'Oslo', 'Paris', 'Quito', 'Rome', 'Tunis', 'Vienna'] as const
const ITEMS = ['anvil', 'hammer', 'tongs', 'bellows', 'chisel'] as const

test.use({
  localPort: 9092,
  // oxlint-disable-next-line no-empty-pattern -- the runner reads from the pattern what a fixture needs
  dataDirectory: async ({}, use) => {
    const path = join(tmpdir(), 'brokkr')
    await mkdir(path)
    await use(path)
    await rm(path, { recursive: true })
  },
})

interface Order {
  readonly key: string
  readonly value: string
  readonly timestamp: string
  readonly headers: Readonly<Record<string, string>>
}

/** Orders that look like some, always the same ones, of the last two hours. */
function orders(from: number, count: number): Order[] {
  return Array.from({ length: count }, (_, index) => {
    const number = from + index
    const city = CITIES[(number * 5) % CITIES.length] ?? CITIES[0]
    const lines = [{ item: ITEMS[number % ITEMS.length], quantity: 1 + (number % 3) }]
    return {
      key: `c-${100 + ((number * 37) % 60)}`,
      timestamp: String(Date.now() - (200 - number) * 37_413),
      value: JSON.stringify({
        order: 4_000 + number,
        city,
        lines,
        total: 12.5 + ((number * 7) % 40),
        express: number % 4 === 0,
      }),
      headers: { source: number % 2 === 0 ? 'shop' : 'phone', trace: (number * 2_654_435_761).toString(16).slice(-8) },
    }
  })
}

async function makeTopics(kafka: Kafka): Promise<void> {
  const admin = kafka.admin()
  await admin.connect()
  await admin.createTopics({
    topics: [
      { topic: 'orders', numPartitions: 3 },
      { topic: 'payments', numPartitions: 3 },
      { topic: 'shipments', numPartitions: 1 },
    ],
  })
  await admin.disconnect()
}

async function produce(kafka: Kafka, batches: readonly (readonly Order[])[]): Promise<void> {
  const producer = kafka.producer({ idempotent: true })
  await producer.connect()
  for (const [index, messages] of batches.entries()) {
    const compression = index % 2 === 0 ? kafkajs.CompressionTypes.None : kafkajs.CompressionTypes.GZIP
    await producer.send({ topic: 'orders', messages: [...messages], compression })
  }
  await producer.disconnect()
}

async function keep(page: Page, name: string): Promise<void> {
  // A notice of a moment ago does not belong to the picture.
  await expect(page.locator('.mantine-Notification-root')).toHaveCount(0)
  await page.mouse.move(0, 799)
  await writeFile(join(FOLDER, `${name}.png`), await page.screenshot({ animations: 'disabled' }))
}

test('the pictures of README.md and the guide', async ({ page }) => {
  await mkdir(FOLDER, { recursive: true })
  await page.emulateMedia({ colorScheme: 'light' })
  const bootstrapServers = await startLocalCluster(page)
  expect(bootstrapServers, 'port 9092 must be free').toBe('127.0.0.1:9092')
  const kafka = kafkaClient(bootstrapServers)
  await makeTopics(kafka)
  await produce(kafka, [orders(0, 40), orders(40, 25), orders(65, 30), orders(95, 20)])
  await expect(page.getByText('7 partitions')).toBeVisible()
  await expect(page.getByText('Memory').locator('..')).toContainText('MiB')
  await keep(page, 'local-cluster')

  await openTopic(page, 'shipments')
  await page.getByRole('button', { name: 'Produce message', exact: true }).click()
  const value = '{"shipment": 7, "city": "Oslo", "weightKg": 12.5}'
  await fillAndProduce(page, { key: 'oslo', value, headers: [['source', 'warehouse']] })
  await expect(page.getByRole('dialog').getByText('Written to partition 0 at offset 0')).toBeVisible()
  await keep(page, 'produce')
  await page.keyboard.press('Escape')

  await openTopic(page, 'orders')
  const messages = page.getByRole('grid', { name: 'Messages' }).locator('[data-row-index]')
  await messages.nth(2).click()
  await expect(page.getByRole('complementary', { name: 'the record' }).getByText('express')).toBeVisible()
  await keep(page, 'messages')
  await page.getByRole('button', { name: 'Close the record', exact: true }).click()
  await page.getByRole('searchbox').first().fill('anvil')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('button', { name: /^scanned/ })).toContainText('complete')
  await keep(page, 'search')

  await using billing = await readAsGroup(kafka, 'billing', 'orders')
  await billing.haveRead(115)
  billing.consumer.pause([{ topic: 'orders' }])
  await produce(kafka, [orders(115, 42)])
  await openArea(page, 'Consumer groups')
  await page.getByRole('link', { name: 'billing', exact: true }).click()
  await expect(page.getByText('lag 42 · 1 member')).toBeVisible()
  await keep(page, 'group')

  await billing.leave()
  await expect(page.getByText('lag 42 · 0 members')).toBeVisible()
  await page.getByRole('button', { name: 'Reset offsets', exact: true }).click()
  await page.getByRole('button', { name: 'Preview', exact: true }).click()
  await expect(page.getByText('115 messages read again')).toBeVisible()
  await keep(page, 'reset')
  await page.keyboard.press('Escape')

  await openTopic(page, 'orders')
  await openTab(page, 'Segments')
  await page.getByRole('grid', { name: 'Segments' }).getByText('00000000000000000000.log').click()
  await page.getByRole('grid', { name: 'Batches' }).locator('[data-row-index]').nth(1).click()
  await expect(
    page.getByRole('grid', { name: 'Records of the batch' }).locator('[data-row-index]').first(),
  ).toBeVisible()
  await keep(page, 'segments')

  await page.getByRole('link', { name: 'Local cluster' }).click()
  await page.getByRole('button', { name: 'Hand over to Apache Kafka…', exact: true }).click()
  await page.getByRole('button', { name: 'Stop and hand over', exact: true }).click()
  await expect(page.getByRole('heading', { name: 'Ready for Apache Kafka' })).toBeVisible()
  await keep(page, 'hand-over')
})

test('a test of a connection whose password is wrong', async ({ page, dataDirectory }) => {
  const authority = certificateAuthority('Example Company')
  const own = authority.issue([['CN', 'kafka']])
  await using broker = await startBroker({
    config: {
      listeners: 'SASL_SSL://127.0.0.1:9093',
      'ssl.keystore.type': 'PEM',
      'ssl.keystore.key': own.keyPem,
      'ssl.keystore.certificate.chain': own.certificatePem,
      'sasl.enabled.mechanisms': 'PLAIN',
      'plain.sasl.jaas.config':
        'org.apache.kafka.common.security.plain.PlainLoginModule required user_alice="alice-secret";',
    },
  })
  expect(broker.port).toBe(9093)
  const authorityFile = join(dataDirectory, 'company-ca.pem')
  await writeFile(authorityFile, authority.certificatePem)
  await page.emulateMedia({ colorScheme: 'light' })
  await page.getByRole('button', { name: 'Connect to a cluster', exact: true }).click()
  await page.getByRole('button', { name: 'Paste client.properties…', exact: true }).click()
  await page
    .getByLabel('client.properties', { exact: true })
    .fill(
      [
        'bootstrap.servers=127.0.0.1:9093',
        'security.protocol=SASL_SSL',
        'sasl.mechanism=PLAIN',
        'sasl.jaas.config=org.apache.kafka.common.security.plain.PlainLoginModule required \\',
        '  username="alice" password="wrong";',
        'ssl.truststore.type=PEM',
        `ssl.truststore.location=${authorityFile}`,
      ].join('\n'),
    )
  await page.getByRole('button', { name: 'Fill the form', exact: true }).click()
  await page.getByRole('button', { name: 'Test connection', exact: true }).click()
  const tested = page.getByRole('region', { name: 'Test of the connection' })
  await expect(tested.getByRole('status')).toHaveText('1 step did not pass.')
  await tested.evaluate((panel) => panel.scrollIntoView({ block: 'center' }))
  await keep(page, 'connection-test')
})

test('the folder of a broker that has ended', async ({ page, dataDirectory }) => {
  const data = join(dataDirectory, 'kafka')
  const broker = await startBroker({ data })
  const kafka = kafkaClient(broker.bootstrapServers)
  await makeTopics(kafka)
  await produce(kafka, [orders(0, 40), orders(40, 25)])
  await broker.stop()
  await page.emulateMedia({ colorScheme: 'light' })
  await page.getByRole('button', { name: 'Open a data directory…', exact: true }).click()
  await page.getByLabel('Directory', { exact: true }).fill(data)
  await page.getByRole('button', { name: 'Open', exact: true }).click()
  await expect(page.getByRole('grid', { name: 'Partitions on disk' }).getByText('orders').first()).toBeVisible()
  await keep(page, 'opened-directory')
})
