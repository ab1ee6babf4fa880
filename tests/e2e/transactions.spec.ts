import { expect } from '@playwright/test'
import { openTopic, startLocalCluster } from './console/acts.ts'
import { test } from './console/console.ts'
import { kafkaClient } from './console/kafka-client.ts'
import { keepScreenshots } from './console/screenshots.ts'

test('aborted records and markers are marked, and left out when only committed ones are wanted', async ({ page }) => {
  const bootstrapServers = await startLocalCluster(page)
  const kafka = kafkaClient(bootstrapServers)
  const producer = kafka.producer({
    transactionalId: 'orders',
    maxInFlightRequests: 1,
    idempotent: true,
    transactionTimeout: 600_000,
  })
  await producer.connect()
  const kept = await producer.transaction()
  await kept.send({ topic: 'ledger', messages: [{ key: 'a', value: 'kept' }] })
  await kept.commit()
  const lost = await producer.transaction()
  await lost.send({ topic: 'ledger', messages: [{ key: 'b', value: 'lost' }] })
  await lost.abort()
  const open = await producer.transaction()
  await open.send({ topic: 'ledger', messages: [{ key: 'c', value: 'not decided' }] })

  await openTopic(page, 'ledger')
  const rows = page.getByRole('grid', { name: 'Messages' }).locator('[role=row][data-row-index]')
  await expect(rows).toHaveCount(3)
  await expect(rows.filter({ hasText: 'lost' })).toContainText('aborted')

  await page.getByRole('button', { name: 'Options of reading' }).click()
  await page.getByRole('switch', { name: 'Markers of transactions' }).click()
  await expect(rows).toHaveCount(5)
  await expect(rows.filter({ hasText: 'control' })).toHaveText([/"marker":"abort"/, /"marker":"commit"/])
  await keepScreenshots(page, 'transactions')
  await page.getByRole('switch', { name: 'Markers of transactions' }).click()
  await page.getByRole('switch', { name: 'Committed only' }).click()
  await expect(rows).toHaveCount(1)
  await expect(page.getByText('1 offset behind an open transaction')).toBeVisible()
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: /^scanned/ }).click()
  await expect(page.getByText('of aborted transactions, left out')).toBeVisible()
  await keepScreenshots(page, 'transactions-committed')
  await open.abort()
  await producer.disconnect()
})
