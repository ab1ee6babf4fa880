import { expect } from '@playwright/test'
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
})
