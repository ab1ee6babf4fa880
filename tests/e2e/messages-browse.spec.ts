import { expect, type Locator, type Page } from '@playwright/test'
import { createTopic, openTopic, startLocalCluster } from './console/acts.ts'
import { test } from './console/console.ts'
import { kafkaClient, readAsGroup } from './console/kafka-client.ts'
import { keepScreenshots } from './console/screenshots.ts'

const DAY_MS = 86_400_000

function messageRows(page: Page): Locator {
  return page.getByRole('grid', { name: 'Messages' }).locator('[role=row][data-row-index]')
}

async function chooseRead(page: Page, what: string): Promise<void> {
  await page.getByRole('search').getByLabel('Read', { exact: true }).first().click()
  await page.getByRole('option', { name: what, exact: true }).click()
}

async function runWith(page: Page, label: string, text: string): Promise<void> {
  await page.getByRole('search').getByLabel(label, { exact: true }).fill(text)
  await page.keyboard.press('Enter')
}

test('reading starts where it is told: at a group, at offsets, at times; and ends there', async ({ page }) => {
  const kafka = kafkaClient(await startLocalCluster(page))
  await createTopic(page, 'visits', 2)
  const producer = kafka.producer()
  await producer.connect()
  // Five on each of two partitions: three days old, yesterday (also when midnight comes in between), two hours, half an hour
  // and a minute ago.
  const now = Date.now()
  const times = [now - 3 * DAY_MS, now - DAY_MS + 600_000, now - 1000 * 60 * 125, now - 1000 * 60 * 30, now - 60_000]
  const messages = [0, 1].flatMap((partition) =>
    times.map((time, index) => ({ partition, value: `visit ${partition}-${index}`, timestamp: String(time) })),
  )
  await producer.send({ topic: 'visits', messages: messages.slice(0, 7) })
  await using group = await readAsGroup(kafka, 'readers', 'visits')
  await group.haveRead(7)
  await group.leave()
  await producer.send({ topic: 'visits', messages: messages.slice(7) })
  await producer.disconnect()

  await openTopic(page, 'visits')
  await expect(messageRows(page)).toHaveCount(10)
  await expect(messageRows(page).first()).toContainText(/visit \d-4/)
  await chooseRead(page, 'Where a group is')
  await page.getByRole('search').getByLabel('Consumer group', { exact: true }).first().click()
  await page.getByRole('option', { name: 'readers', exact: true }).click()
  await expect(messageRows(page)).toHaveText([/visit 1-2/, /visit 1-3/, /visit 1-4/])

  await chooseRead(page, 'From offsets')
  await runWith(page, 'Offsets of partitions', '0:4, 1:3')
  await expect(messageRows(page)).toHaveText([/visit 1-3/, /visit 0-4/, /visit 1-4/])
  await runWith(page, 'Offsets of partitions', '0-4')
  await expect(page.getByLabel('Offsets of partitions')).toHaveAttribute('aria-invalid', 'true')
  await chooseRead(page, 'Last 15 minutes')
  await expect(messageRows(page)).toHaveText([/visit 0-4/, /visit 1-4/])
  await chooseRead(page, 'Last hour')
  await expect(messageRows(page)).toHaveCount(4)
  await chooseRead(page, 'Since yesterday')
  await expect(messageRows(page)).toHaveCount(8)
  await chooseRead(page, 'From time')
  await runWith(page, 'Time', String(times[3]))
  await expect(messageRows(page)).toHaveCount(4)

  await page.getByRole('button', { name: 'Options of reading' }).click()
  await page.getByLabel('Read until', { exact: true }).first().click()
  await page.getByRole('option', { name: 'An offset', exact: true }).click()
  await page.getByLabel('Offset, not included').fill('4')
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Run', exact: true }).click()
  await expect(messageRows(page)).toHaveText([/visit 0-3/, /visit 1-3/])
  await keepScreenshots(page, 'messages-starts')
})

test('a record is looked through: found in, copied, its fields filtered by and shown as columns', async ({ page }) => {
  const bootstrapServers = await startLocalCluster(page)
  const producer = kafkaClient(bootstrapServers).producer()
  await producer.connect()
  const cities = ['Oslo', 'Rome', 'Oslo', 'Bergen']
  await producer.send({
    topic: 'orders',
    messages: cities.map((city, index) => ({
      key: `k${index}`,
      value: `{"id":${9007199254740993n + BigInt(index)},"where":{"city":"${city}","lanes":["a","b"]},"note":"by ${city} rail"}`,
      headers: { trace: ['1', '2'] },
    })),
  })
  await producer.disconnect()
  await openTopic(page, 'orders')
  const record = page.getByRole('complementary', { name: 'the record' })
  await messageRows(page).last().click()
  await expect(page.getByRole('heading', { name: 'Partition 0 · offset 0' })).toBeVisible()

  const find = record.getByRole('searchbox', { name: 'Find in this message' })
  await record.getByRole('treeitem', { name: /where/ }).click()
  await expect(record.getByRole('treeitem', { name: /city/ })).toHaveCount(0)
  await find.fill('oslo')
  await expect(record.getByRole('status')).toHaveText('1 of 2')
  await expect(record.getByRole('treeitem', { name: /city/, selected: true })).toBeVisible()
  await find.press('Enter')
  await expect(record.getByRole('treeitem', { name: /note/, selected: true })).toBeVisible()
  await record.getByText('Pretty', { exact: true }).click()
  await expect(record.getByLabel('Text')).toContainText('"id": 9007199254740993,\n')
  await expect(record.locator('mark')).toHaveText('Oslo')
  await find.fill('nowhere')
  await expect(record.getByRole('status')).toHaveText('not here')
  await keepScreenshots(page, 'record-find')
  await find.fill('')

  const copied = async (item: string, what: string): Promise<string> => {
    await record.getByRole('button', { name: 'Copy the record or a part of it' }).click()
    await page.getByRole('menuitem', { name: item, exact: true }).click()
    // What was copied before still says so.
    await expect(page.getByText(`${what} copied`, { exact: true })).toBeVisible()
    await find.fill('')
    await find.press('ControlOrMeta+V')
    await expect(find).not.toHaveValue('')
    return find.inputValue()
  }
  expect(await copied('Copy kcat command', 'Command')).toContain(
    `kcat -b ${bootstrapServers} -C -t orders -p 0 -o 0 -c 1`,
  )
  expect(await copied('Copy key', 'Key')).toBe('k0')
  expect(await copied('Copy value', 'Value')).toContain('{"id":9007199254740993,')
  expect(await copied('Copy record as JSON', 'Record')).toMatch(
    /^\{"topic":"orders","partition":0,"offset":0,.*"key":\{"text":"k0"\},.*"headers":\[\{"key":"trace","value":\{"text":"1"\}\},\{/,
  )

  await record.getByText('Tree', { exact: true }).click()
  await record.getByRole('treeitem', { name: /city/ }).click({ button: 'right' })
  await page.getByRole('menuitem', { name: 'Show as column' }).click()
  await record.getByRole('treeitem', { name: /city/ }).click({ button: 'right' })
  await page.getByRole('menuitem', { name: 'Exclude this value' }).click()
  await expect(messageRows(page)).toHaveCount(2)
  await record.getByRole('button', { name: 'Close the record' }).click()
  await expect(page.getByRole('columnheader', { name: 'where.city' })).toBeVisible()
  await expect(messageRows(page).getByRole('gridcell', { name: /^(Rome|Bergen)$/ })).toHaveText(['Bergen', 'Rome'])
  await keepScreenshots(page, 'field-column')

  // The record stays open while one goes from row to row.
  await messageRows(page).first().click()
  await expect(page.getByRole('heading', { name: 'Partition 0 · offset 3' })).toBeVisible()
  await page.keyboard.press('ArrowDown')
  await expect(page.getByRole('heading', { name: 'Partition 0 · offset 1' })).toBeVisible()
  await record.getByRole('tab', { name: 'Record' }).click()
  for (const fact of ['Compression', 'Producer id', 'Leader epoch', 'Base sequence']) {
    await expect(record.getByText(fact, { exact: true })).toBeVisible()
  }
})

test('the focus stays with its record while the table scrolls, and is never given to another', async ({ page }) => {
  const kafka = kafkaClient(await startLocalCluster(page))
  await createTopic(page, 'steps', 1)
  const producer = kafka.producer()
  await producer.connect()
  await producer.send({
    topic: 'steps',
    messages: Array.from({ length: 100 }, (_, index) => ({ partition: 0, value: `step ${index}` })),
  })
  await producer.disconnect()
  await openTopic(page, 'steps')
  await chooseRead(page, 'From the start')
  await expect(messageRows(page).first()).toContainText('step 0')
  const grid = page.getByRole('grid', { name: 'Messages' })
  const focused = grid.locator('[data-row-index]:focus')
  const scrollTo = (row: number): Promise<void> => grid.evaluate((element, top) => element.scrollTo({ top }), row * 30)
  const isStep = (row: Locator, number: number): Promise<void> =>
    expect(row.getByText(`step ${number}`, { exact: true })).toBeVisible()
  const shown = (row: number): Locator => grid.locator(`[data-row-index="${row}"]`)

  await shown(9).focus()
  await scrollTo(8)
  await isStep(shown(26), 26)
  await isStep(focused, 9)
  await page.keyboard.press('ArrowDown')
  await isStep(focused, 10)
  await scrollTo(70)
  await isStep(shown(75), 75)
  await expect(focused).toHaveCount(0)
  // The rows stand in the document in the order in which they are seen.
  const indexes = await grid
    .locator('[data-row-index]')
    .evaluateAll((rows) => rows.map((row) => Number(row.ariaRowIndex)))
  expect(indexes).toEqual(indexes.toSorted((a, b) => a - b))
  await shown(74).focus()
  await page.keyboard.press('Home')
  await isStep(focused, 0)
  await page.keyboard.press('End')
  await isStep(focused, 99)
})
