import { expect, type Locator, type Page } from '@playwright/test'
import { openTopic, startLocalCluster } from './console/acts.ts'
import { test } from './console/console.ts'
import { kafkaClient } from './console/kafka-client.ts'
import { keepScreenshots } from './console/screenshots.ts'

interface Sent {
  readonly key: string | Buffer | null
  readonly value: string | Buffer | null
}

/** Writes to a topic of one partition, as an application does; the topic comes with the first message. */
async function produce(bootstrapServers: string, topic: string, messages: readonly Sent[]): Promise<void> {
  const producer = kafkaClient(bootstrapServers).producer()
  await producer.connect()
  await producer.send({ topic, messages: [...messages] })
  await producer.disconnect()
}

function messageRows(page: Page): Locator {
  return page.getByRole('grid', { name: 'Messages' }).locator('[role=row][data-row-index]')
}

async function openRecord(page: Page, offset: number): Promise<void> {
  const offsetCell = page.locator('[role=gridcell]:nth-child(3)').filter({ hasText: new RegExp(`^${offset}$`) })
  await messageRows(page).filter({ has: offsetCell }).click()
  await expect(page.getByRole('heading', { name: `Partition 0 · offset ${offset}` })).toBeVisible()
}

async function chooseRead(page: Page, what: string): Promise<void> {
  await page.getByRole('search').getByLabel('Read', { exact: true }).first().click()
  await page.getByRole('option', { name: what, exact: true }).click()
}

test('null, empty, large numbers and bytes that are no text are shown as they are', async ({ page }) => {
  const bootstrapServers = await startLocalCluster(page)
  await produce(bootstrapServers, 'exact', [
    { key: 'deleted', value: null },
    { key: null, value: 'without key' },
    { key: 'nothing', value: Buffer.alloc(0) },
    { key: 'large', value: '{"id":9223372036854775807,"price":1.10}' },
    { key: 'bytes', value: Buffer.from([0xff, 0xfe, 0x00, 0x80]) },
  ])
  await openTopic(page, 'exact')
  const rows = messageRows(page)
  await expect(rows).toHaveCount(5)
  const row = (key: string): Locator => rows.filter({ hasText: key })
  await expect(row('deleted').getByRole('gridcell').nth(4)).toHaveText('null · tombstone')
  await expect(row('without key').getByRole('gridcell').nth(3)).toHaveText('null')
  await expect(row('nothing').getByRole('gridcell').nth(4)).toHaveText('empty')
  await expect(row('large')).toContainText('9223372036854775807')
  await expect(row('bytes').getByRole('gridcell').nth(4)).toContainText('ff fe 00 80')
  await keepScreenshots(page, 'messages-exact')

  const record = page.getByRole('complementary', { name: 'the record' })
  await openRecord(page, 0)
  await expect(record.getByText('null', { exact: true })).toBeVisible()
  await openRecord(page, 2)
  await expect(record.getByText('empty', { exact: true })).toBeVisible()
  await openRecord(page, 3)
  await expect(record.getByText('9223372036854775807')).toBeVisible()
  await expect(record.getByText('1.10')).toBeVisible()
  await keepScreenshots(page, 'record-tree')
  await openRecord(page, 4)
  await expect(record.getByText('These bytes are not UTF-8.')).toBeVisible()
  await expect(record).toContainText('ff fe 00 80')
  await keepScreenshots(page, 'record-hex')
})

test('browsing leaves no group behind', async ({ page }) => {
  const bootstrapServers = await startLocalCluster(page)
  await produce(bootstrapServers, 'orders', [{ key: 'k', value: 'v' }])
  const admin = kafkaClient(bootstrapServers).admin()
  await admin.connect()
  const before = { groups: await admin.listGroups(), topics: await admin.listTopics() }

  await openTopic(page, 'orders')
  await openRecord(page, 0)
  await chooseRead(page, 'Live')
  await expect(page.getByText('Waiting for new messages')).toBeVisible()
  await chooseRead(page, 'From the start')
  await expect(messageRows(page)).toHaveCount(1)

  expect({ groups: await admin.listGroups(), topics: await admin.listTopics() }).toEqual(before)
  await admin.disconnect()
})

test('a live tail shows what is written, and holds still while it is paused', async ({ page }) => {
  const bootstrapServers = await startLocalCluster(page)
  await produce(bootstrapServers, 'ticker', [{ key: null, value: 'before' }])
  await openTopic(page, 'ticker')
  await chooseRead(page, 'Live')
  await expect(page.getByText('Waiting for new messages')).toBeVisible()

  await produce(bootstrapServers, 'ticker', [{ key: null, value: 'tick 1' }])
  await expect(messageRows(page)).toHaveText([/tick 1/])

  await page.getByRole('button', { name: 'Pause', exact: true }).click()
  await produce(bootstrapServers, 'ticker', [{ key: null, value: 'tick 2' }])
  const resume = page.getByRole('button', { name: 'Resume · 1 new', exact: true })
  await expect(resume).toBeVisible()
  await expect(messageRows(page)).toHaveText([/tick 1/])
  await keepScreenshots(page, 'live-paused')

  await resume.click()
  await expect(messageRows(page)).toHaveCount(2)
  await expect(messageRows(page).filter({ hasText: 'tick 2' })).toBeVisible()
})

test('a search looks at every message and says that it did, or that it did not', async ({ page }) => {
  const bootstrapServers = await startLocalCluster(page)
  const many = Array.from({ length: 5000 }, (_, index) => ({ key: `key-${index}`, value: `order number ${index}` }))
  await produce(bootstrapServers, 'orders', many)
  await openTopic(page, 'orders')
  await expect(messageRows(page).first()).toContainText('order number 4999')

  await page.getByLabel('Filter messages', { exact: true }).fill('number 17')
  await page.keyboard.press('Enter')
  await expect(page.getByText('complete', { exact: true })).toBeVisible()
  await expect(page.getByText(/scanned 5.000 of 5.000 · 111 matches/)).toBeVisible()

  await page.getByLabel('Filter messages', { exact: true }).fill('order')
  await page.keyboard.press('Enter')
  await expect(page.getByText(/^incomplete — the limit was reached$/)).toBeVisible()
})

test('a tombstone is produced with a switch and asked about, and a link leads to it', async ({ page }) => {
  const bootstrapServers = await startLocalCluster(page)
  await produce(bootstrapServers, 'orders', [{ key: 'berlin', value: '{"count":1}' }])
  await openTopic(page, 'orders')
  await page.getByRole('button', { name: 'Produce message', exact: true }).click()
  await page.getByLabel('Key', { exact: true }).fill('berlin')
  await page.getByRole('switch', { name: 'Tombstone', exact: true }).click()
  await page.getByRole('button', { name: 'Produce', exact: true }).click()
  await expect(page.getByText('this deletes what the key had before')).toBeVisible()
  await keepScreenshots(page, 'tombstone')
  await page.getByRole('button', { name: 'Write the tombstone', exact: true }).click()
  await expect(page.getByText('Written to partition 0 at offset 1')).toBeVisible()
  await page.getByRole('link', { name: 'Show the record', exact: true }).click()

  await expect(page.getByRole('heading', { name: 'Partition 0 · offset 1' })).toBeVisible()
  await expect(messageRows(page).filter({ hasText: 'null · tombstone' })).toHaveCount(1)
})
