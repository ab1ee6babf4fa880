import { expect, type Page } from '@playwright/test'
import type { Kafka } from 'kafkajs'
import { inspect } from './console/accessibility.ts'
import { createTopic, openArea, startLocalCluster } from './console/acts.ts'
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
  await page.getByRole('button', { name: 'Undo', exact: true }).click()
  await openGroup(page, 'billing')
  expect(await committed(kafka, 'billing')).toEqual(['3'])
})

test('a file resets, Undo takes back, snapshots are kept, offsets deleted, and a pinned group draws its lag', async ({
  page,
  brokkr,
}) => {
  const kafka = kafkaClient(await startLocalCluster(page))
  await createTopic(page, 'orders', 2)
  await produceOrders(kafka)
  const admin = kafka.admin()
  await admin.connect()
  await admin.setOffsets({ groupId: 'billing', topic: 'orders', partitions: [{ partition: 0, offset: '0' }] })
  await admin.disconnect()
  await openGroup(page, 'billing')
  const offsets = page.getByRole('grid', { name: 'Offsets of the group' })
  const dialog = page.getByRole('dialog')
  await expect(offsets.getByRole('row').filter({ hasText: 'no offset' })).toHaveCount(1)
  await inspect(page, 'group-offsets')

  await test.step('the preview follows what is written; a bad line is named, and nothing can be applied', async () => {
    await page.getByRole('button', { name: 'Reset offsets', exact: true }).click()
    const preview = dialog.getByRole('region', { name: 'Preview' })
    await expect(preview.getByRole('grid', { name: 'Offsets before and after' })).toBeVisible()
    await expect(page.getByRole('button', { name: 'Apply', exact: true })).toBeDisabled()
    await page.getByRole('combobox', { name: 'Reset to', exact: true }).click()
    await page.getByRole('option', { name: 'CSV file', exact: true }).click()
    await page.getByRole('textbox', { name: 'Offsets', exact: true }).fill('orders,0,-1\norders,9,0\norders,1,0')
    await expect(preview.getByRole('alert').getByRole('listitem')).toHaveText([
      /^Line 1: .*-1/,
      /^Line 2: .*partition 9/,
    ])
    await page.getByRole('button', { name: 'Preview', exact: true }).click()
    await expect(page.getByRole('button', { name: 'Apply', exact: true })).toBeDisabled()
    await inspect(page, 'reset-csv')
    await page.getByRole('textbox', { name: 'Offsets', exact: true }).fill('orders,0,99\norders,1,0')
    await expect(preview.getByText(/after the end; \d is taken/)).toBeVisible()
    await page.getByRole('button', { name: 'Preview', exact: true }).click()
    await expect(preview).toContainText('--from-file offsets.csv')
    await page.getByRole('button', { name: 'Apply', exact: true }).click()
    await expect(dialog).toHaveCount(0)
    await expect(offsets.getByRole('row').filter({ hasText: 'no offset' })).toHaveCount(0)
    await keepScreenshots(page, 'group-undo')
  })

  await test.step('Undo', async () => {
    await page.getByRole('button', { name: 'Undo', exact: true }).click()
    await expect(offsets.getByRole('row').filter({ hasText: 'no offset' })).toHaveCount(1)
    expect(await committed(kafka, 'billing')).toEqual(['0', '-1'])
  })

  await test.step('a snapshot with a name, and the way back to it', async () => {
    await page.getByRole('tab', { name: 'Snapshots', exact: true }).click()
    await page.getByRole('button', { name: 'Save a snapshot', exact: true }).click()
    await page.getByLabel('Name of the snapshot', { exact: true }).fill('before the release')
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    const snapshots = page.getByRole('grid', { name: 'Snapshots of the group' })
    await expect(snapshots.getByRole('row').filter({ hasText: 'before the release' })).toHaveCount(1)
    await expect(snapshots.getByRole('row')).toHaveCount(1 + 3)
    await inspect(page, 'group-snapshots')
    await page.getByRole('tab', { name: 'Offsets', exact: true }).click()
    await page.getByRole('button', { name: 'What can be done with orders-0', exact: true }).click()
    await page.getByRole('menuitem', { name: 'Delete the offset of this partition', exact: true }).click()
    await dialog.getByRole('button', { name: 'Delete offsets', exact: true }).click()
    await expect(offsets).toHaveCount(0)
    await page.getByRole('tab', { name: 'Snapshots', exact: true }).click()
    const saved = snapshots.getByRole('row').filter({ hasText: 'before the release' })
    await saved.getByRole('button', { name: 'Restore', exact: true }).click()
    await page.getByRole('button', { name: 'Preview', exact: true }).click()
    await page.getByRole('button', { name: 'Apply', exact: true }).click()
    await expect(dialog).toHaveCount(0)
    expect(await committed(kafka, 'billing')).toEqual(['0', '-1'])
  })

  await test.step('the lag of a pinned group', async () => {
    await page.getByRole('tab', { name: 'Lag', exact: true }).click()
    await expect(page.getByText('The lag is not recorded')).toBeVisible()
    await page.getByRole('button', { name: 'Pin', exact: true }).click()
    await expect(page.getByRole('img', { name: /^Lag over time: [1-9]/ })).toBeVisible()
    await expect(page.getByRole('img', { name: /^Lag over time: ([2-9]|\d\d) points/ })).toBeVisible({
      timeout: 120_000,
    })
    await page.getByRole('radiogroup', { name: 'Lag of' }).getByText('Partitions', { exact: true }).click()
    await page.getByRole('radiogroup', { name: 'Lag in' }).getByText('Time', { exact: true }).click()
    await inspect(page, 'group-lag')
    await page.getByRole('button', { name: 'Unpin', exact: true }).click()
    await expect(page.getByRole('button', { name: 'Pin', exact: true })).toBeVisible()
  })

  await test.step('all of it fits into a small window', async () => {
    await brokkr.setSize({ width: 800, height: 600 })
    for (const tab of ['Lag', 'Snapshots', 'Offsets', 'Members']) {
      await page.getByRole('tab', { name: tab, exact: true }).click()
      await keepScreenshots(page, `small-group-${tab.toLowerCase()}`)
      const overhang = () => page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
      await expect.poll(overhang).toBeLessThanOrEqual(0)
    }
    await page.getByRole('button', { name: 'Reset offsets', exact: true }).click()
    await page.getByRole('button', { name: 'Preview', exact: true }).click()
    await expect(page.getByRole('button', { name: 'Apply', exact: true })).toBeInViewport()
    await keepScreenshots(page, 'small-reset')
  })
})
