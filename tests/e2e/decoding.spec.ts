import { expect } from '@playwright/test'
import { openTopic, startLocalCluster } from './console/acts.ts'
import { test } from './console/console.ts'
import { kafkaClient } from './console/kafka-client.ts'
import { keepScreenshots } from './console/screenshots.ts'

test('bytes are read as chosen, the choice is remembered, and what was tried is told', async ({ page }) => {
  const producer = kafkaClient(await startLocalCluster(page)).producer()
  await producer.connect()
  const number = Buffer.alloc(8)
  number.writeBigInt64BE(9007199254740993n)
  await producer.send({ topic: 'counts', messages: [{ key: 'visits', value: number }] })
  await producer.disconnect()
  await openTopic(page, 'counts')
  const rows = page.getByRole('grid', { name: 'Messages' }).locator('[role=row][data-row-index]')
  await expect(rows).toHaveCount(1)

  await page.getByRole('button', { name: 'Decode as' }).click()
  await page.getByLabel('Read values as').first().click()
  await page.getByRole('option', { name: 'int64', exact: true }).click()
  await page.keyboard.press('Escape')
  await expect(rows).toContainText('9007199254740993')

  await rows.first().click()
  await page.getByRole('tab', { name: 'Decoded', exact: true }).click()
  const record = page.getByRole('complementary', { name: 'the record' })
  await expect(record.getByRole('status', { name: 'Read as' })).toContainText('int64')
  await expect(record).toContainText('9007199254740993')
  await keepScreenshots(page, 'decoded')

  await page.reload()
  await expect(rows).toContainText('9007199254740993')
})
