import { readFile } from 'node:fs/promises'
import { expect } from '@playwright/test'
import { inspect } from './console/accessibility.ts'
import { createTopic, openTopic, startLocalCluster } from './console/acts.ts'
import { test } from './console/console.ts'
import { kafkaClient } from './console/kafka-client.ts'
import { keepScreenshots } from './console/screenshots.ts'

const ORDER = JSON.stringify({
  type: 'record',
  name: 'Order',
  fields: [
    { name: 'id', type: 'long' },
    { name: 'city', type: 'string' },
  ],
})

test('a value is written with the schema of a file, and what does not fit is said while it is typed', async ({
  page,
}) => {
  await startLocalCluster(page)
  await page.getByRole('link', { name: 'Schemas', exact: true }).click()
  await page.getByLabel('File name').fill('order.avsc')
  await page.getByLabel('Schema', { exact: true }).fill('{"type":"nonsense"}')
  await page.getByRole('button', { name: 'Add schema' }).click()
  await expect(page.getByRole('alert')).toContainText('order.avsc cannot be used as a schema.')
  await page.getByLabel('Schema', { exact: true }).fill(ORDER)
  await page.getByRole('button', { name: 'Add schema' }).click()
  await expect(page.getByRole('button', { name: 'Remove order.avsc' })).toBeVisible()
  await page.getByLabel('Address', { exact: true }).fill('http://127.0.0.1:9')
  await page.getByRole('button', { name: 'Test and save' }).click()
  await expect(page.getByRole('alert')).toContainText('does not answer')
  await keepScreenshots(page, 'schemas')

  await createTopic(page, 'orders', 1)
  await page.getByRole('button', { name: 'Produce message', exact: true }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('combobox', { name: 'Written as' }).click()
  await page.getByRole('option', { name: 'With a schema' }).click()
  await dialog.getByRole('combobox', { name: 'Schema of the value' }).click()
  await page.getByRole('option', { name: 'File: order.avsc' }).click()
  await dialog.getByLabel('Value', { exact: true }).fill('{"id":"seven","city":"Oslo"}')
  await expect(dialog.getByText(/id does not fit the schema/)).toBeVisible()
  await keepScreenshots(page, 'produce-does-not-fit')
  await dialog.getByLabel('Value', { exact: true }).fill('{"id":9007199254740993,"city":"Oslo"}')
  await expect(dialog.getByText('Avro, file order.avsc')).toBeVisible()
  await dialog.getByRole('button', { name: 'Produce', exact: true }).click()
  await expect(dialog.getByText('Written to partition 0 at offset 0')).toBeVisible()
  await page.keyboard.press('Escape')

  await page.getByRole('button', { name: 'Decode as' }).click()
  await page.getByLabel('Read values as').first().click()
  await page.getByRole('option', { name: 'Avro', exact: true }).click()
  await page.getByLabel('Schema of values').first().click()
  await page.getByRole('option', { name: 'File: order.avsc' }).click()
  await page.keyboard.press('Escape')
  const row = page.getByRole('grid', { name: 'Messages' }).locator('[role=row][data-row-index]')
  await expect(row).toContainText('{"id":9007199254740993,"city":"Oslo"}')

  await page.getByRole('button', { name: 'Export, import, redrive' }).click()
  await page.getByRole('menuitem', { name: 'Generate messages…' }).click()
  await dialog.getByRole('combobox', { name: 'Values are written' }).click()
  await page.getByRole('option', { name: 'With the schema file order.avsc' }).click()
  await expect(dialog.getByLabel('Template of the value')).toHaveValue(/"city": "\{\{location\.city\}\}"/)
  await dialog.getByLabel('How many').fill('20')
  await keepScreenshots(page, 'generate-by-schema')
  await dialog.getByRole('button', { name: 'Start' }).click()
  await expect(dialog.getByRole('status', { name: 'Written' })).toContainText('20 messages written')
  await page.keyboard.press('Escape')
  await expect(row).toHaveCount(21)
  await expect(row.first()).toContainText(/\{"id":\d+,"city":"/)
})

test('a field of a message is filtered by, from its menu', async ({ page }) => {
  await startLocalCluster(page)
  await createTopic(page, 'orders', 1)
  await page.getByRole('button', { name: 'Produce message', exact: true }).click()
  for (const city of ['Oslo', 'Rome']) {
    await page.getByLabel('Value', { exact: true }).fill(`{"where":{"city":"${city}"},"big":18446744073709551615}`)
    await page.getByRole('button', { name: 'Produce', exact: true }).click()
    await expect(page.getByText(`at offset ${city === 'Oslo' ? 0 : 1}`)).toBeVisible()
  }
  await page.keyboard.press('Escape')
  const rows = page.getByRole('grid', { name: 'Messages' }).locator('[role=row][data-row-index]')
  await expect(rows).toHaveCount(2)
  await rows.first().click()
  await page.getByRole('treeitem', { name: /city/ }).click({ button: 'right' })
  await inspect(page, 'field-menu')
  await page.getByRole('menuitem', { name: 'Only this value' }).click()
  await expect(rows).toHaveCount(1)
  await expect(rows).toContainText('Rome')

  await page.getByRole('button', { name: 'Produce again, edited' }).click()
  const dialog = page.getByRole('dialog', { name: 'Produce again, edited' })
  await dialog.getByLabel('Value', { exact: true }).fill('{"where":{"city":"Rome"},"again":true}')
  await dialog.getByRole('button', { name: 'Produce', exact: true }).click()
  await expect(dialog.getByText('Written to partition 0 at offset 2')).toBeVisible()
})

test('a value of fifty megabytes is looked at in parts, saved and re-sent, as it was sent', async ({ page }) => {
  const kafka = kafkaClient(await startLocalCluster(page))
  const admin = kafka.admin()
  await admin.connect()
  const configEntries = [{ name: 'max.message.bytes', value: '60000000' }]
  await admin.createTopics({ topics: [{ topic: 'large', numPartitions: 1, configEntries }] })
  await admin.disconnect()
  const producer = kafka.producer()
  await producer.connect()
  const value = `${'0123456789abcdef'.repeat(3200 * 1024)}the end`
  await producer.send({ topic: 'large', messages: [{ value }] })
  await producer.disconnect()
  await openTopic(page, 'large')
  await page.getByRole('grid', { name: 'Messages' }).locator('[role=row][data-row-index]').first().click()
  const record = page.getByRole('complementary', { name: 'the record' })
  await expect(record.getByText('50 MiB')).toBeVisible()
  await expect(record.getByRole('region', { name: 'Text' })).toContainText('0123456789abcdef')
  for (let part = 2; part <= 7; part++) await record.getByRole('button', { name: 'Next part' }).click()
  await record.getByRole('region', { name: 'Text' }).focus()
  await page.keyboard.press('End')
  await expect(record.getByRole('region', { name: 'Text' })).toContainText('the end')
  await record.getByText('Hex', { exact: true }).click()
  await record.getByRole('region', { name: 'Bytes' }).focus()
  await page.keyboard.press('End')
  await expect(record.getByRole('region', { name: 'Bytes' })).toContainText('74 68 65 20 65 6e 64')
  await keepScreenshots(page, 'large-value')

  // The desktop asks where to in a dialog of the system.
  if (test.info().project.name === 'browser') {
    const saved = page.waitForEvent('download')
    await record.getByRole('button', { name: 'Save', exact: true }).click()
    expect((await readFile(await (await saved).path(), 'utf8')) === value).toBe(true)
  }
  await record.getByRole('button', { name: 'Re-send this record' }).click()
  const dialog = page.getByRole('dialog', { name: 'Re-send this record' })
  await dialog.getByRole('button', { name: 'Re-send', exact: true }).click()
  await expect(dialog.getByText('Written to partition 0 at offset 1')).toBeVisible()
})
