import { expect, type Locator, type Page } from '@playwright/test'
import type { Kafka } from 'kafkajs'
import { createTopic, fillAndProduce, openArea, openTab, openTopic, startLocalCluster } from './console/acts.ts'
import { test } from './console/console.ts'
import { kafkaClient, readAsGroup } from './console/kafka-client.ts'
import { keepScreenshots } from './console/screenshots.ts'

const ORDERS = [
  { key: 'paris', value: '{"order":1,"city":"Paris","total":5.00}' },
  { key: 'oslo', value: '{"order":2,"city":"Oslo","total":7.25}' },
  {
    key: 'berlin',
    value: '{"order":3,"city":"Berlin","total":19.90}',
    headers: [
      ['source', 'shop'],
      ['trace', 'abc-123'],
    ],
  },
] as const

test('from nothing to messages, a group, its lag, a reset, the segments, and back after a restart', async ({
  page,
  localPort,
}) => {
  await keepScreenshots(page, 'welcome')
  const bootstrapServers = await startLocalCluster(page)
  expect(bootstrapServers).toBe(`127.0.0.1:${localPort}`)
  await keepScreenshots(page, 'local-cluster')

  await test.step('create a topic', async () => {
    await createTopic(page, 'orders', 3)
    await expect(page.getByText('No messages here')).toBeVisible()
    await keepScreenshots(page, 'topic-empty')
  })

  await test.step('produce', async () => {
    await page.getByRole('button', { name: 'Produce message', exact: true }).click()
    for (const order of ORDERS) {
      await fillAndProduce(page, order)
      await expect(page.getByRole('dialog').getByText(/^Written to partition \d at offset \d$/)).toBeVisible()
    }
    await keepScreenshots(page, 'produce')
    await page.keyboard.press('Escape')
    await expect(page.getByRole('dialog')).toHaveCount(0)
    // What the dialog said last may have been of the order before.
    await expect(page.getByRole('grid', { name: 'Messages' }).getByRole('row')).toHaveCount(1 + ORDERS.length)
  })

  const row = page.getByRole('grid', { name: 'Messages' }).getByRole('row').filter({ hasText: 'Berlin' })
  await test.step('find it', async () => {
    await page.getByLabel('Filter messages', { exact: true }).fill('abc-123')
    await page.keyboard.press('Enter')
    await expect(page.getByRole('status').filter({ hasText: /^complete$/ })).toBeVisible()
    await expect(page.getByRole('grid', { name: 'Messages' }).getByRole('row')).toHaveCount(2)
    await row.click()
    const record = page.getByRole('complementary', { name: 'the record' })
    await expect(record.getByText('19.90')).toBeVisible()
    await record.getByRole('tab', { name: 'Headers', exact: true }).click()
    await expect(record.getByRole('listitem')).toHaveText([/source\s*shop/, /trace\s*abc-123/])
    await keepScreenshots(page, 'messages-found')
  })

  const kafka = kafkaClient(bootstrapServers)
  const lag = page.getByRole('main').getByText(/^lag /)
  await test.step('a group consumes, and lags behind when it has stopped', async () => {
    await using group = await readAsGroup(kafka, 'billing', 'orders')
    await group.haveRead(ORDERS.length)
    await openArea(page, 'Consumer groups')
    await page.getByRole('link', { name: 'billing', exact: true }).click()
    await expect(lag).toContainText(/^lag 0 .*1 member/)
    await keepScreenshots(page, 'group-active')
    await group.leave()
    await produceMore(kafka)
    await expect(lag).toContainText(/^lag 2 .*0 members/)
    await keepScreenshots(page, 'group')
  })

  await test.step('reset to earliest, after a preview', async () => {
    await page.getByRole('button', { name: 'Reset offsets', exact: true }).click()
    await page.getByRole('button', { name: 'Preview', exact: true }).click()
    await expect(page.getByRole('dialog').getByText('3 messages read again')).toBeVisible()
    await keepScreenshots(page, 'reset-preview')
    await page.getByRole('button', { name: 'Apply', exact: true }).click()
    await expect(page.getByRole('dialog')).toHaveCount(0)
    await expect(lag).toContainText(/^lag 5 /)
  })

  await test.step('the group reads all again', async () => {
    await using group = await readAsGroup(kafka, 'billing', 'orders')
    const messages = await group.haveRead(ORDERS.length + 2)
    expect(new Set(messages.map(({ key }) => String(key)))).toEqual(
      new Set(['paris', 'oslo', 'berlin', 'rome', 'lima']),
    )
    await expect(lag).toContainText(/^lag 0 /)
  })

  await test.step('segments', async () => {
    await openTopic(page, 'orders')
    await openTab(page, 'Segments')
    await expect(segmentFile(page)).toContainText('active')
    await keepScreenshots(page, 'segments')
    await segmentFile(page).click()
    await page.getByRole('grid', { name: 'Batches' }).locator('[data-row-index="0"]').click()
    await expect(page.getByRole('complementary', { name: 'the batch' })).toContainText('CRC-32C')
    await keepScreenshots(page, 'segment-batches')
  })

  await test.step('stop and start: all is still there', async () => {
    await page.getByRole('button', { name: 'Stop local cluster', exact: true }).click()
    await page.getByRole('button', { name: 'Start local cluster', exact: true }).click()
    await openTopic(page, 'orders')
    await expect(row).toBeVisible()
    await expect(page.getByRole('grid', { name: 'Messages' }).getByRole('row')).toHaveCount(1 + ORDERS.length + 2)
    await openArea(page, 'Consumer groups')
    await page.getByRole('link', { name: 'billing', exact: true }).click()
    await expect(lag).toContainText(/^lag 0 .*0 members/)
    await openArea(page, 'Brokers')
    await keepScreenshots(page, 'brokers')
  })
})

async function produceMore(kafka: Kafka): Promise<void> {
  const producer = kafka.producer()
  await producer.connect()
  await producer.send({
    topic: 'orders',
    messages: [
      { key: 'rome', value: '{"order":4,"city":"Rome","total":12.00}' },
      { key: 'lima', value: '{"order":5,"city":"Lima","total":3.75}' },
    ],
  })
  await producer.disconnect()
}

function segmentFile(page: Page): Locator {
  return page.getByRole('grid', { name: 'Segments' }).getByRole('row').filter({ hasText: '00000000000000000000.log' })
}
