import { expect } from '@playwright/test'
import { createTopic, openTopic, startLocalCluster } from './console/acts.ts'
import { test } from './console/console.ts'
import { kafkaClient, readAsGroup } from './console/kafka-client.ts'
import { keepScreenshots } from './console/screenshots.ts'

test('a record is sent once more, byte for byte, to another topic', async ({ page }) => {
  const kafka = kafkaClient(await startLocalCluster(page))
  await createTopic(page, 'copies', 1)
  const producer = kafka.producer()
  await producer.connect()
  const value = Buffer.from([0xff, 0x00, 0xfe])
  await producer.send({ topic: 'orders', messages: [{ key: 'k', value, headers: { trace: ['1', '2'] } }] })
  await producer.disconnect()
  await openTopic(page, 'orders')
  await page.getByRole('gridcell', { name: 'k', exact: true }).click()
  await page.getByRole('button', { name: 'Re-send this record' }).click()
  const dialog = page.getByRole('dialog', { name: 'Re-send this record' })
  await dialog.getByLabel('To the topic').fill('copies')
  await keepScreenshots(page, 'resend')
  await dialog.getByRole('button', { name: 'Re-send', exact: true }).click()
  await expect(dialog.getByText('Written to partition 0 at offset 0')).toBeVisible()

  await using group = await readAsGroup(kafka, 'readers', 'copies')
  const [copy] = await group.haveRead(1)
  expect(copy?.value).toEqual(value)
  expect(copy?.key?.toString()).toBe('k')
  expect(copy?.headers?.['trace']?.toString()).toBe('1,2')
})
