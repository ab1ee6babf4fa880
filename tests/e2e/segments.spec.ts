import { copyFile, readdir, readFile, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, type Page } from '@playwright/test'
import { inspect } from './console/accessibility.ts'
import { openArea, openTab, openTopic, startLocalCluster } from './console/acts.ts'
import { test } from './console/console.ts'
import { kafkaClient } from './console/kafka-client.ts'
import { keepScreenshots } from './console/screenshots.ts'
import kafkajs from 'kafkajs'

const firstFile = '00000000000000000000.log'

async function produceOrders(bootstrapServers: string): Promise<void> {
  const kafka = kafkaClient(bootstrapServers)
  const producer = kafka.producer({ idempotent: true, transactionalId: 'tills', maxInFlightRequests: 1 })
  await producer.connect()
  const messages = (text: string, count: number) =>
    Array.from({ length: count }, (_each, at) => ({
      key: `key-${at % 5}`,
      value: `${text} ${at} ${'x'.repeat(at * 7)}`,
    }))
  const compression = kafkajs.CompressionTypes.GZIP
  for (let batch = 0; batch < 24; batch++) {
    const transaction = await producer.transaction()
    await transaction.send({
      topic: 'orders',
      messages: messages(`batch ${batch}`, 3 + ((batch * 5) % 17)),
      ...(batch % 3 === 0 && { compression }),
    })
    await (batch % 7 === 3 ? transaction.abort() : transaction.commit())
  }
  await producer.disconnect()
}

async function stopCluster(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Stop local cluster', exact: true }).click()
  await expect(page.getByRole('button', { name: 'Start local cluster', exact: true })).toBeVisible()
}

async function openPartition(page: Page): Promise<void> {
  await openArea(page, 'Segments')
  // A double click opens one level, as a click does.
  await page.getByRole('grid', { name: 'Partitions on disk' }).getByText('orders', { exact: true }).dblclick()
  await expect(page.getByRole('grid', { name: 'Segments' })).toBeVisible()
}

const choose = (page: Page, name: string) => page.getByText(name, { exact: true }).click()

test('a message is found on disk in one click and from there again; a file shows its map, its batches and its indexes', async ({
  page,
  brokkr,
}) => {
  await produceOrders(await startLocalCluster(page))
  await openTopic(page, 'orders')
  const rows = page.getByRole('grid', { name: 'Messages' }).locator('[data-row-index]')
  await rows.nth(2).click()
  const heading = page.getByRole('heading', { name: /^Partition 0 · offset \d+$/ })
  const offset = /offset (\d+)/.exec((await heading.textContent()) ?? '')?.[1] ?? ''
  await page.getByRole('button', { name: 'Show it on disk' }).click()
  const batch = page.getByRole('complementary', { name: 'the batch' })
  await expect(batch.getByRole('row', { selected: true })).toContainText(offset)
  await inspect(page, 'segments-from-message')
  await batch.getByRole('button', { name: `Show offset ${offset} among the messages` }).click()
  await expect(page.getByRole('heading', { name: `Partition 0 · offset ${offset}` })).toBeVisible()
  await openTab(page, 'Segments')
  await expect(page.getByRole('grid', { name: 'Segments' }).getByText('active')).toBeVisible()

  await stopCluster(page)
  await openPartition(page)
  await page.getByRole('grid', { name: 'Segments' }).getByText(firstFile).click()
  const batches = page.getByRole('grid', { name: 'Batches' })
  await expect(batches).toHaveAttribute('aria-rowcount', '49')
  const map = page.getByRole('slider', { name: /^Map of the batches/ })
  await map.focus()
  await page.keyboard.press('ArrowRight')
  await expect(map).toHaveAttribute('aria-valuetext', /^Position \d+ {2}· {2}1 batch/)
  await page.keyboard.press('Enter')
  await expect(batch.getByText('CRC-32C')).toBeVisible()
  await expect(
    batch
      .getByRole('grid', { name: 'Records of the batch' })
      .getByText('The transaction of this producer was committed'),
  ).toBeVisible()
  await choose(page, 'Kind')
  await expect(page.getByRole('list', { name: 'What the colours mean' })).toContainText('aborted')
  await inspect(page, 'segments-map-kind')
  await page.keyboard.press('Escape')
  await choose(page, 'Age')
  await page.getByRole('button', { name: 'Zoom in' }).click()
  await keepScreenshots(page, 'segments-map-age')
  await brokkr.setSize({ width: 800, height: 600 })
  await keepScreenshots(page, 'small-segments')
  await brokkr.setSize({ width: 1280, height: 800 })
  await page.getByRole('button', { name: 'Aborted transactions' }).click()
  await expect(page.getByRole('grid', { name: 'Aborted transactions' }).locator('[data-row-index]')).toHaveCount(3)
  await inspect(page, 'segments-transaction-index')
})

/** Two segments of a topic that compacts, but not by itself: five keys, written again and again. */
async function produceCompacted(bootstrapServers: string): Promise<void> {
  const kafka = kafkaClient(bootstrapServers)
  const admin = kafka.admin()
  await admin.connect()
  const configs = { 'cleanup.policy': 'compact', 'min.cleanable.dirty.ratio': '1', 'segment.bytes': '1048576' }
  const configEntries = Object.entries(configs).map(([name, value]) => ({ name, value }))
  await admin.createTopics({ topics: [{ topic: 'orders', numPartitions: 1, configEntries }] })
  await admin.disconnect()
  const producer = kafka.producer()
  await producer.connect()
  for (let batch = 0; batch < 30; batch++) {
    const messages = Array.from({ length: 4 }, (_each, at) => ({
      key: `key-${(batch + at) % 5}`,
      value: batch % 7 === 6 && at === 0 ? null : 'x'.repeat(12_000),
    }))
    await producer.send({ topic: 'orders', messages })
  }
  await producer.disconnect()
}

test('what the next compaction takes is foretold: of the partition, of each batch, of each record', async ({
  page,
}) => {
  await produceCompacted(await startLocalCluster(page))
  await openPartition(page)
  await choose(page, 'What goes next')
  await expect(page.getByText(/^The next round of compaction takes \d+ records of \d+/)).toBeVisible()
  await expect(page.getByText(/with a later one of the same key/)).toBeVisible()
  await inspect(page, 'segments-what-compaction-takes')
  await choose(page, 'Log files')
  await page.getByRole('grid', { name: 'Segments' }).getByText(firstFile).dblclick()
  await choose(page, 'Compaction')
  const batches = page.getByRole('grid', { name: 'Batches' })
  await batches.getByText('goes', { exact: true }).first().click()
  const batch = page.getByRole('complementary', { name: 'the batch' })
  await expect(batch.locator('s')).toHaveCount(4)
  await batch.locator('s').first().hover()
  await expect(page.getByRole('tooltip')).toContainText(/Compaction takes it: offset \d+ has the same key/)
  await inspect(page, 'segments-foretold-batch')
})

test('an offset is looked up step by step, damage is found and explained, and one file alone is read too', async ({
  page,
  brokkr,
  dataDirectory,
}) => {
  await produceOrders(await startLocalCluster(page))
  await stopCluster(page)
  await openPartition(page)
  await choose(page, 'Look up')
  await page.getByRole('textbox', { name: 'Offset' }).fill('42')
  await page.getByRole('button', { name: 'Look up' }).click()
  const steps = page.getByRole('list', { name: 'Steps of the look-up' })
  await expect(steps).toContainText('Record')
  await inspect(page, 'segments-look-up')
  await page.getByRole('button', { name: 'Open the batch' }).click()
  await expect(
    page.getByRole('complementary', { name: 'the batch' }).getByRole('row', { selected: true }),
  ).toContainText('42')
  await page.getByRole('button', { name: 'Segments of orders-0' }).click()

  await choose(page, 'What goes next')
  await expect(page.getByText('Retention takes nothing now.')).toBeVisible()
  await page.getByLabel('retention.ms').fill('0')
  await expect(page.getByText('The next check of retention takes 1 segment')).toBeVisible()
  await inspect(page, 'segments-what-goes-next')

  await choose(page, 'Check')
  await page.getByRole('button', { name: 'Check now' }).click()
  await expect(page.getByText('all sound')).toBeVisible()
  const folder = await folderOf(dataDirectory, 'orders-0')
  const bytes = await readFile(join(folder, firstFile))
  bytes.writeUInt8(bytes.readUInt8(100) ^ 0xff, 100)
  await writeFile(join(folder, firstFile), bytes)
  await truncate(join(folder, firstFile), bytes.length - 9)
  await page.getByRole('button', { name: 'Check again' }).click()
  await expect(page.getByRole('grid', { name: 'Findings' })).toContainText('The last batch was not written to its end.')
  await expect(page.getByRole('alert')).toContainText('A checksum does not fit its batch.')
  await expect(page.getByRole('alert')).toContainText('The last stop was clean: Kafka trusts the files')
  await inspect(page, 'segments-findings')
  await brokkr.setSize({ width: 800, height: 600 })
  await keepScreenshots(page, 'small-segments-findings')
  await brokkr.setSize({ width: 1280, height: 800 })
  await choose(page, 'All files')
  await inspect(page, 'segments-files')
  await page.getByRole('grid', { name: 'Files' }).getByText('leader-epoch-checkpoint').click()
  await expect(page.getByRole('grid', { name: 'Leader epochs' }).locator('[data-row-index]')).toHaveCount(1)

  const alone = join(dataDirectory, 'from a server.log')
  await copyFile(join(folder, firstFile), alone)
  await page.getByRole('link', { name: 'Brokkr' }).first().click()
  await page.getByRole('button', { name: 'Open a data directory…' }).click()
  await page.getByLabel('Directory', { exact: true }).fill(alone)
  await page.getByRole('button', { name: 'Open', exact: true }).click()
  await expect(page.getByRole('heading', { name: 'One file of a partition' })).toBeVisible()
  await page.getByRole('grid', { name: 'Segments' }).getByText('from a server.log').click()
  await expect(page.getByRole('alert')).toContainText('The last batch was not written to its end.')
  await keepScreenshots(page, 'segments-one-file')
})

/** The folder of a partition, somewhere below. */
async function folderOf(directory: string, name: string): Promise<string> {
  const found = await readdir(directory, { recursive: true, withFileTypes: true })
  const folder = found.find((entry) => entry.isDirectory() && entry.name === name)
  if (!folder) throw new Error(`There is no ${name} below ${directory}.`)
  return join(folder.parentPath, name)
}
