import { expect, type Page } from '@playwright/test'
import type { Kafka } from 'kafkajs'
import { openArea, startLocalCluster } from './console/acts.ts'
import { test } from './console/console.ts'
import { kafkaClient, readAsGroup } from './console/kafka-client.ts'
import { keepScreenshots } from './console/screenshots.ts'

async function produceOrders(kafka: Kafka): Promise<void> {
  const producer = kafka.producer()
  await producer.connect()
  await producer.send({ topic: 'orders', messages: [{ value: 'one' }, { value: 'two' }, { value: 'three' }] })
  await producer.disconnect()
}

async function openGroup(page: Page, groupId: string): Promise<void> {
  await openArea(page, 'Consumer groups')
  await page.getByRole('link', { name: groupId, exact: true }).click()
  await expect(page.getByRole('heading', { name: groupId })).toBeVisible()
}

async function committed(kafka: Kafka, groupId: string): Promise<readonly string[]> {
  const admin = kafka.admin()
  await admin.connect()
  const offsets = await admin.fetchOffsets({ groupId, topics: ['orders'] })
  await admin.disconnect()
  return offsets.flatMap(({ partitions }) => partitions.map(({ offset }) => offset))
}

test('a reset is refused with the members while the group is active', async ({ page }) => {
  const kafka = kafkaClient(await startLocalCluster(page))
  await produceOrders(kafka)
  await using group = await readAsGroup(kafka, 'billing', 'orders')
  await group.haveRead(3)
  await openGroup(page, 'billing')
  await page.getByRole('button', { name: 'Reset offsets', exact: true }).click()
  await page.getByRole('button', { name: 'Preview', exact: true }).click()

  const dialog = page.getByRole('dialog')
  await expect(dialog.getByRole('alert')).toContainText('The group is active')
  await expect(dialog.getByRole('alert').getByRole('listitem')).toContainText('application')
  await keepScreenshots(page, 'reset-active')
  await page.getByRole('button', { name: 'Apply', exact: true }).click({ force: true })
  expect(await committed(kafka, 'billing')).toEqual(['3'])
})

test('a reset is refused when the group becomes active between preview and apply', async ({ page }) => {
  const kafka = kafkaClient(await startLocalCluster(page))
  await produceOrders(kafka)
  {
    await using first = await readAsGroup(kafka, 'billing', 'orders')
    await first.haveRead(3)
  }
  await openGroup(page, 'billing')
  await page.getByRole('button', { name: 'Reset offsets', exact: true }).click()
  await page.getByRole('button', { name: 'Preview', exact: true }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog.getByText('3 messages read again')).toBeVisible()

  await using second = await readAsGroup(kafka, 'billing', 'orders')
  await page.getByRole('button', { name: 'Apply', exact: true }).click()

  await expect(dialog.getByRole('alert')).toContainText('application')
  await keepScreenshots(page, 'reset-conflict')
  expect(await committed(kafka, 'billing')).toEqual(['3'])
  await second.leave()
  await page.getByRole('button', { name: 'Preview', exact: true }).click()
  await page.getByRole('button', { name: 'Apply', exact: true }).click()
  await expect(dialog).toHaveCount(0)
  expect(await committed(kafka, 'billing')).toEqual(['0'])
})

test('a group that nobody uses any more is deleted', async ({ page }) => {
  const kafka = kafkaClient(await startLocalCluster(page))
  await produceOrders(kafka)
  {
    await using group = await readAsGroup(kafka, 'billing', 'orders')
    await group.haveRead(3)
  }
  await openGroup(page, 'billing')
  await page.getByRole('button', { name: 'Delete group', exact: true }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Delete', exact: true }).click()
  await expect(page.getByText('No consumer groups yet')).toBeVisible()
})
