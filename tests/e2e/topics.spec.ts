import kafkajs from 'kafkajs'
import { expect } from '@playwright/test'
import { createTopic, openArea, openTab, startLocalCluster } from './console/acts.ts'
import { test } from './console/console.ts'
import { kafkaClient } from './console/kafka-client.ts'
import { keepScreenshots } from './console/screenshots.ts'

test('a topic is deleted by typing its name', async ({ page }) => {
  await startLocalCluster(page)
  await createTopic(page, 'orders', 1)
  await page.getByRole('button', { name: 'Delete topic', exact: true }).click()
  const question = page.getByRole('dialog', { name: 'Delete orders?' })
  const confirm = question.getByRole('button', { name: 'Delete', exact: true })
  await expect(confirm).toBeDisabled()
  await question.getByLabel('Type orders to confirm').fill('order')
  await expect(confirm).toBeDisabled()
  await question.getByLabel('Type orders to confirm').fill('orders')
  await keepScreenshots(page, 'delete-topic')
  await confirm.click()

  await expect(page.getByText('No topics yet')).toBeVisible()
})

test('changing one setting leaves the others alone', async ({ page }) => {
  const bootstrapServers = await startLocalCluster(page)
  const admin = kafkaClient(bootstrapServers).admin()
  await admin.connect()
  const configEntries = [
    { name: 'retention.ms', value: '60000' },
    { name: 'segment.bytes', value: '2000000' },
  ]
  await admin.createTopics({ topics: [{ topic: 'orders', numPartitions: 1, configEntries }] })
  await openArea(page, 'Topics')
  await page.getByRole('link', { name: 'orders', exact: true }).click()
  await openTab(page, 'Configuration')
  await page.getByRole('gridcell', { name: 'retention.ms', exact: true }).click()
  await page.getByLabel('New value', { exact: true }).fill('120000')
  await keepScreenshots(page, 'configuration')
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await expect(page.getByText('retention.ms was set.')).toBeVisible()

  const { resources } = await admin.describeConfigs({
    includeSynonyms: false,
    resources: [{ type: kafkajs.ConfigResourceTypes.TOPIC, name: 'orders' }],
  })
  const own = resources[0]?.configEntries.filter(({ isDefault }) => !isDefault)
  await admin.disconnect()
  expect(own?.map(({ configName, configValue }) => `${configName}=${configValue}`).sort()).toEqual([
    'retention.ms=120000',
    'segment.bytes=2000000',
  ])
})

test('partitions are added, and internal topics are shown when asked for', async ({ page }) => {
  await startLocalCluster(page)
  await createTopic(page, 'orders', 1)
  await openTab(page, 'Partitions')
  await page.getByRole('button', { name: 'Add partitions', exact: true }).click()
  await page.getByLabel('New number in total', { exact: true }).fill('4')
  await page.getByRole('button', { name: 'Add', exact: true }).click()
  await expect(page.getByRole('grid', { name: 'Partitions of the topic' }).getByRole('row')).toHaveCount(5)
})

test('a name that Kafka refuses is refused beside its field', async ({ page }) => {
  await startLocalCluster(page)
  await openArea(page, 'Topics')
  await page.getByRole('button', { name: 'Create topic', exact: true }).click()
  await page.getByLabel('Topic name', { exact: true }).fill('or ders')
  await page.getByRole('button', { name: 'Create', exact: true }).click()
  await expect(page.getByText('letters, digits, dots, underscores and dashes only')).toBeVisible()
  await keepScreenshots(page, 'create-topic')
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toHaveCount(0)
})
