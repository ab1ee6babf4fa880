import { expect } from '@playwright/test'
import { expectAccessible, inspect } from './console/accessibility.ts'
import { createTopic, openArea, openTab, openTopic, startLocalCluster, type TopicTab } from './console/acts.ts'
import { test } from './console/console.ts'
import { kafkaClient, readAsGroup } from './console/kafka-client.ts'

const TABS: readonly TopicTab[] = ['Messages', 'Partitions', 'Configuration', 'Segments', 'Consumer groups']

test('nothing serious stands in the way of anybody before the cluster runs', async ({ page }) => {
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Connect to a cluster', exact: true }).click()
  await expect(page.getByLabel('Bootstrap servers', { exact: true })).toBeVisible()
  await expectAccessible(page)
  await page.getByRole('link', { name: 'Settings', exact: true }).click()
  await expect(page.getByText('Data directory')).toBeVisible()
  await inspect(page, 'settings')
})

test('nothing serious stands in the way of anybody on the screens of a cluster', async ({ page }) => {
  const kafka = kafkaClient(await startLocalCluster(page))
  await expectAccessible(page)
  await createTopic(page, 'orders', 2)
  const producer = kafka.producer()
  await producer.connect()
  await producer.send({ topic: 'orders', messages: [{ key: 'k', value: '{"a":1}' }, { value: null }] })
  await producer.disconnect()
  await using group = await readAsGroup(kafka, 'billing', 'orders')
  await group.haveRead(2)

  await openArea(page, 'Topics')
  await expect(page.getByRole('grid', { name: 'Topics' }).getByText('orders')).toBeVisible()
  await inspect(page, 'topics')
  await openTopic(page, 'orders')
  for (const tab of TABS) {
    await test.step(tab, async () => {
      await openTab(page, tab)
      await page.locator('[data-row-index="0"]').first().click()
      await expectAccessible(page)
    })
  }
  await openArea(page, 'Consumer groups')
  await page.getByRole('link', { name: 'billing', exact: true }).click()
  await expect(page.getByRole('grid', { name: 'Offsets of the group' })).toBeVisible()
  await expectAccessible(page)
  // Every area of the rail, whatever they are.
  const areas = page.getByRole('navigation', { name: 'Main' }).getByRole('link')
  const count = await areas.count()
  expect(count).toBeGreaterThan(6)
  for (let index = 0; index < count; index++) {
    await test.step((await areas.nth(index).textContent()) ?? '', async () => {
      await areas.nth(index).click()
      await page.waitForLoadState('networkidle')
      await expectAccessible(page)
      // The first area, the welcome screen, has no cluster and its rail fewer links.
      if (index === 0) await page.goBack()
    })
  }
})

test('nothing serious stands in the way of anybody in the dialogs', async ({ page }) => {
  const kafka = kafkaClient(await startLocalCluster(page))
  await openArea(page, 'Topics')
  await page.getByRole('button', { name: 'Create topic', exact: true }).click()
  await expect(page.getByLabel('Topic name', { exact: true })).toBeVisible()
  await expectAccessible(page)
  await page.keyboard.press('Escape')
  await createTopic(page, 'orders', 2)
  await page.getByRole('button', { name: 'Produce message', exact: true }).click()
  await expect(page.getByLabel('Value', { exact: true })).toBeVisible()
  await expectAccessible(page)
  await page.keyboard.press('Escape')
  {
    await using group = await readAsGroup(kafka, 'billing', 'orders')
    await group.leave()
  }
  await openArea(page, 'Consumer groups')
  await page.getByRole('link', { name: 'billing', exact: true }).click()
  await page.getByRole('button', { name: 'Reset offsets', exact: true }).click()
  await expect(page.getByRole('button', { name: 'Preview', exact: true })).toBeVisible()
  await expectAccessible(page)
})
