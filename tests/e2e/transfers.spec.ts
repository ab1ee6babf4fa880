import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, type Locator, type Page } from '@playwright/test'
import { inspect } from './console/accessibility.ts'
import { createTopic, openTopic, startLocalCluster } from './console/acts.ts'
import { test } from './console/console.ts'
import { kafkaClient, readAsGroup } from './console/kafka-client.ts'
import { keepScreenshots } from './console/screenshots.ts'

async function open(page: Page, item: string): Promise<Locator> {
  await page.getByRole('button', { name: 'Export, import, redrive' }).click()
  await page.getByRole('menuitem', { name: item }).click()
  return page.getByRole('dialog')
}

async function choose(page: Page, field: Locator, option: string | RegExp): Promise<void> {
  await field.click()
  await page.getByRole('option', { name: option }).click()
}

function messageRows(page: Page): Locator {
  return page.getByRole('grid', { name: 'Messages' }).locator('[role=row][data-row-index]')
}

/** On the desktop to the file that is named; in a browser as a download, which is put there. */
async function exportTo(page: Page, exporting: Locator, path: string): Promise<void> {
  const start = exporting.getByRole('button', { name: 'Export', exact: true })
  if (test.info().project.name === 'desktop') {
    await exporting.getByLabel('File').fill(path)
    await start.click()
  } else {
    const download = page.waitForEvent('download')
    await start.click()
    await (await download).saveAs(path)
  }
}

/** On the desktop by the path; in a browser the file is chosen, and goes up as it is read. */
async function importFrom(importing: Locator, path: string): Promise<void> {
  if (test.info().project.name === 'desktop') await importing.getByLabel('File', { exact: true }).first().fill(path)
  else await importing.locator('input[type=file]').setInputFiles(path)
}

test('what is exported is imported again, byte for byte, and each line that cannot be read says why', async ({
  page,
  dataDirectory,
}) => {
  const kafka = kafkaClient(await startLocalCluster(page))
  await createTopic(page, 'copies', 1)
  const value = Buffer.from([0xff, 0x00, 0xfe])
  const producer = kafka.producer()
  await producer.connect()
  const messages = Array.from({ length: 30 }, (_each, index) => ({
    key: `k${index}`,
    value: index === 0 ? value : JSON.stringify({ id: index }),
    headers: { trace: ['1', '2'] },
  }))
  await producer.send({ topic: 'orders', messages })
  await producer.disconnect()
  await openTopic(page, 'orders')
  await expect(messageRows(page).first()).toBeVisible()

  const exporting = await open(page, 'Export…')
  const path = join(dataDirectory, 'orders.jsonl')
  await choose(page, exporting.getByRole('combobox', { name: 'What' }), 'The whole topic')
  await exportTo(page, exporting, path)
  await expect(exporting.getByRole('status', { name: 'Export' })).toContainText('Complete: 30 messages')
  await inspect(page, 'export')
  await page.keyboard.press('Escape')
  const written = await readFile(path, 'utf8')
  expect(written.trim().split('\n')).toHaveLength(30)
  await writeFile(path, `${written}{"nonsense"\n`)

  await openTopic(page, 'copies')
  const importing = await open(page, 'Produce from a file…')
  await importFrom(importing, path)
  await expect(importing.getByRole('table', { name: 'Preview' })).toContainText('k7')
  await choose(page, importing.getByRole('combobox', { name: 'A line that cannot be read' }), 'Leave the line out')
  await inspect(page, 'import-preview')
  await importing.getByRole('button', { name: 'Start' }).click()
  await expect(importing.getByRole('status', { name: 'Written' })).toContainText('30 messages written, 1 not')
  await expect(importing.getByRole('list', { name: 'Lines that cannot be read' })).toContainText('Line 31')
  await keepScreenshots(page, 'import-done')
  await page.keyboard.press('Escape')
  // More rows than there are nodes for: the line above them says how many.
  await expect(page.getByText(/· 30 messages ·/)).toBeVisible()

  await using group = await readAsGroup(kafka, 'readers', 'copies')
  const read = await group.haveRead(30)
  expect(read[0]?.value).toEqual(value)
  expect(read[0]?.headers?.['trace']?.toString()).toBe('1,2')
})

test('only the rows that are shown are exported, and any table becomes messages', async ({ page, dataDirectory }) => {
  await startLocalCluster(page)
  await createTopic(page, 'people', 1)
  const table = join(dataDirectory, 'people.csv')
  await writeFile(table, 'id,name\n1,"Ada, L"\n2,Grace\n3,Edsger\n')
  const importing = await open(page, 'Produce from a file…')
  await importFrom(importing, table)
  await choose(page, importing.getByRole('combobox', { name: 'Lines are' }), 'Any: choose key and value')
  await importing.getByLabel('Key from').fill('id')
  await expect(importing.getByRole('table', { name: 'Preview' })).toContainText('{"id":"1","name":"Ada, L"}')
  await importing.getByRole('button', { name: 'Start' }).click()
  await expect(importing.getByRole('status', { name: 'Written' })).toContainText('3 messages written')
  await page.keyboard.press('Escape')
  await expect(messageRows(page)).toHaveCount(3)

  await page.getByRole('searchbox').first().fill('Grace')
  await page.keyboard.press('Enter')
  await expect(messageRows(page)).toHaveCount(1)
  const exporting = await open(page, 'Export…')
  const path = join(dataDirectory, 'shown.csv')
  await choose(page, exporting.getByRole('combobox', { name: 'Format' }), 'CSV')
  await exportTo(page, exporting, path)
  await expect(exporting.getByRole('status', { name: 'Export' })).toContainText('Complete: 1 message')
  const lines = (await readFile(path, 'utf8')).trim().split('\r\n')
  expect(lines).toHaveLength(2)
  expect(lines[1]).toContain('Grace')
})

test('messages are made up from a template, at a rate, until they are stopped', async ({ page }) => {
  const kafka = kafkaClient(await startLocalCluster(page))
  await createTopic(page, 'made-up', 2)
  const dialog = await open(page, 'Generate messages…')
  await expect(dialog.getByRole('table', { name: 'Preview' })).toContainText('"order": 0')
  await dialog.getByLabel('Template of the value').fill('{"name":"{{person.nonsense}}"}')
  await expect(dialog.getByRole('alert')).toContainText('nor something that Faker can make up')
  await dialog.getByLabel('Template of the value').fill('{"n":{{index}},"name":"{{person.fullName}}"}')
  await expect(dialog.getByRole('table', { name: 'Preview' })).toContainText('{"n":2,')
  await dialog.getByLabel('How many').fill('')
  await dialog.getByLabel('Messages a second').fill('50')
  await inspect(page, 'generate')
  await dialog.getByRole('button', { name: 'Start' }).click()
  const outcome = dialog.getByRole('status', { name: 'Written' })
  await expect(outcome).toContainText(/[1-9]\d messages written/)
  await dialog.getByRole('button', { name: 'Stop' }).click()
  await expect(outcome).toContainText('Stopped.')
  const count = Number(/^(\d+) messages written/.exec(await outcome.innerText())?.[1])
  await page.keyboard.press('Escape')
  await using group = await readAsGroup(kafka, 'readers', 'made-up')
  const read = await group.haveRead(count)
  expect(new Set(read.map(({ value }) => String(value))).size).toBe(count)
})

test('what a filter finds is redriven to another topic, after a dry run', async ({ page }) => {
  const kafka = kafkaClient(await startLocalCluster(page))
  await createTopic(page, 'orders', 2)
  const producer = kafka.producer()
  await producer.connect()
  const messages = Array.from({ length: 40 }, (_each, index) => ({
    key: `k${index}`,
    value: `order ${index} ${index % 4 === 0 ? 'late' : 'broken'}`,
    headers: { 'x-error': 'timeout', trace: String(index) },
  }))
  await producer.send({ topic: 'orders-dead', messages })
  await producer.disconnect()
  await openTopic(page, 'orders-dead')
  await page.getByRole('searchbox').first().fill('late')
  await page.keyboard.press('Enter')
  await expect(messageRows(page)).toHaveCount(10)

  const dialog = await open(page, 'Redrive…')
  await dialog.getByLabel('To the topic').fill('orders-dead')
  await dialog.getByRole('button', { name: 'Dry run' }).click()
  await expect(dialog.getByRole('alert')).toContainText('would go back to it')
  await dialog.getByLabel('To the topic').fill('orders')
  await dialog.getByRole('button', { name: 'Change a header' }).click()
  await dialog.getByRole('group', { name: 'Change of a header' }).getByLabel('Header').fill('x-*')
  await dialog.getByRole('button', { name: 'Dry run' }).click()
  await expect(dialog.getByRole('status', { name: 'Dry run' })).toContainText('10 of 10 messages would be written.')
  await expect(dialog.getByRole('table', { name: 'The first of them' })).toContainText('trace=0')
  await inspect(page, 'redrive-dry-run')
  await dialog.getByRole('button', { name: 'Redrive', exact: true }).click()
  await expect(dialog.getByRole('status', { name: 'Redrive' })).toContainText('10 of 10 messages written.')
  await keepScreenshots(page, 'redrive-done')
  await page.keyboard.press('Escape')

  await using group = await readAsGroup(kafka, 'readers', 'orders')
  const read = await group.haveRead(10)
  expect(read.every((message) => message.headers?.['x-error'] === undefined)).toBe(true)
  expect(read.map((message) => message.headers?.['trace']?.toString())).toContain('36')
})
