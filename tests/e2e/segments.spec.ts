import { expect } from '@playwright/test'
import { openArea, openTab, openTopic, startLocalCluster } from './console/acts.ts'
import { test } from './console/console.ts'
import { kafkaClient } from './console/kafka-client.ts'
import { keepScreenshots } from './console/screenshots.ts'

test('the files are shown down to a record, also while the cluster is stopped', async ({ page }) => {
  const producer = kafkaClient(await startLocalCluster(page)).producer({ idempotent: true })
  await producer.connect()
  for (const key of ['first', 'second']) {
    await producer.send({
      topic: 'orders',
      messages: [
        { key, value: 'in one batch' },
        { key, value: 'with another' },
      ],
    })
  }
  await producer.disconnect()
  await openTopic(page, 'orders')
  await openTab(page, 'Segments')
  await expect(page.getByRole('grid', { name: 'Segments' }).getByText('active')).toBeVisible()

  await page.getByRole('button', { name: 'Stop local cluster', exact: true }).click()
  await expect(page.getByRole('button', { name: 'Start local cluster', exact: true })).toBeVisible()
  await openArea(page, 'Segments')
  await page.getByRole('grid', { name: 'Partitions on disk' }).getByText('orders', { exact: true }).click()
  await page.getByRole('grid', { name: 'Segments' }).getByText('00000000000000000000.log').click()

  const batches = page.getByRole('grid', { name: 'Batches' }).locator('[data-row-index]')
  await expect(batches).toHaveCount(2)
  await batches.nth(1).click()
  const batch = page.getByRole('complementary', { name: 'the batch' })
  await expect(batch.getByText('CRC-32C')).toBeVisible()
  await expect(batch.getByRole('grid', { name: 'Records of the batch' }).getByText('second')).toHaveCount(2)
  await keepScreenshots(page, 'segments-stopped')
})

test('a double click opens one level, as a click does', async ({ page }) => {
  const producer = kafkaClient(await startLocalCluster(page)).producer()
  await producer.connect()
  await producer.send({ topic: 'orders', messages: [{ value: 'one' }] })
  await producer.disconnect()
  await openArea(page, 'Segments')
  await page.getByRole('grid', { name: 'Partitions on disk' }).getByText('orders', { exact: true }).dblclick()
  await expect(page.getByRole('grid', { name: 'Segments' })).toBeVisible()
  await page.getByRole('grid', { name: 'Segments' }).getByText('00000000000000000000.log').click()
  await expect(page.getByRole('grid', { name: 'Batches' })).toBeVisible()
})
