import { expect, type Locator, type Page } from '@playwright/test'
import { createTopic, openTopic, startLocalCluster } from './console/acts.ts'
import { test } from './console/console.ts'
import { kafkaClient } from './console/kafka-client.ts'
import { keepScreenshots } from './console/screenshots.ts'

const CITIES = ['berlin', 'paris', 'rome', 'oslo']
const DAY_MS = 86_400_000
const FIRST_DAY_MS = Date.UTC(2026, 7, 1)

/** 400 orders of four cities, spread over 20 days; their ids are beyond what a double can hold. */
async function produceOrders(bootstrapServers: string): Promise<void> {
  const producer = kafkaClient(bootstrapServers).producer()
  await producer.connect()
  const messages = Array.from({ length: 400 }, (_, index) => ({
    key: CITIES[index % 4] ?? '',
    value: JSON.stringify({ city: CITIES[index % 4], amount: index }).replace(
      '}',
      `,"id":${9007199254740993n + BigInt(index)}}`,
    ),
    headers: { source: index % 2 === 0 ? 'web' : 'shop' },
    timestamp: String(FIRST_DAY_MS + index * (DAY_MS / 20)),
  }))
  await producer.send({ topic: 'orders', messages })
  await producer.disconnect()
}

function messageRows(page: Page): Locator {
  return page.getByRole('grid', { name: 'Messages' }).locator('[role=row][data-row-index]')
}

function builder(page: Page): Locator {
  return page.getByRole('region', { name: 'Filter' })
}

async function addCondition(page: Page, kind: string): Promise<Locator> {
  await builder(page).getByRole('button', { name: kind, exact: true }).click()
  return builder(page).getByRole('group').last()
}

async function apply(page: Page): Promise<void> {
  await builder(page).getByRole('button', { name: 'Apply filter' }).click()
}

test.beforeEach(async ({ page }) => {
  const bootstrapServers = await startLocalCluster(page)
  await createTopic(page, 'orders', 3)
  await produceOrders(bootstrapServers)
  await openTopic(page, 'orders')
  await page.getByRole('button', { name: 'Run', exact: true }).click()
  await expect(messageRows(page).first()).toContainText('oslo')
})

test('a filter is built of fields, patterns and expressions, tried on a record, and says what it found', async ({
  page,
  brokkr,
}) => {
  await page.getByRole('button', { name: 'Filter builder' }).click()
  const field = await addCondition(page, 'Field')
  await field.getByLabel('Path').fill('i')
  await page.getByRole('option', { name: /^id/ }).click()
  await field.getByLabel('Compared with').fill('9007199254740995')
  await apply(page)
  await expect(page.getByText('complete', { exact: true })).toBeVisible()
  await expect(messageRows(page)).toHaveCount(1)
  await expect(messageRows(page)).toContainText('9007199254740995')
  await keepScreenshots(page, 'filter-field')

  await field.getByRole('button', { name: 'Remove this condition' }).click()
  const pattern = await addCondition(page, 'Regular expression')
  await pattern.getByLabel('Pattern').fill('"amount":39\\d')
  await apply(page)
  await expect(messageRows(page)).toHaveCount(10)

  const expression = await addCondition(page, 'Expression')
  await expression.getByLabel('CEL expression').fill("key == 'oslo' && value.amount > 390")
  await builder(page).getByRole('button', { name: 'Try it' }).click()
  await expect(builder(page).getByText(/^matches$|^does not match$/)).toBeVisible()
  await expect(builder(page).getByText('headers', { exact: true })).toBeVisible()
  await keepScreenshots(page, 'filter-expression')
  await brokkr.setSize({ width: 800, height: 600 })
  await keepScreenshots(page, 'small-filter')
  await brokkr.setSize({ width: 1280, height: 800 })
  await apply(page)
  await expect(messageRows(page)).toHaveCount(3)

  await expression.getByLabel('CEL expression').fill('value.amount >')
  await apply(page)
  await expect(page.getByRole('main').getByRole('alert')).toBeVisible()

  await page.reload()
  await page.getByRole('button', { name: /^Filter builder/ }).click()
  await builder(page).getByRole('button', { name: 'Earlier filters' }).click()
  await keepScreenshots(page, 'filter-earlier')
  await page.getByRole('menuitem', { name: `/"amount":39\\d/ · key == 'oslo' && value.amount > 390` }).click()
  await expect(messageRows(page)).toHaveCount(3)
})

test('pages go on and back without a gap, and newest first in both', async ({ page }) => {
  const offsetsShown = async (): Promise<string[]> => {
    const cells = messageRows(page).first().getByRole('gridcell')
    return [await cells.nth(4).innerText()]
  }
  const first = await offsetsShown()
  await expect(page.getByText('1–100')).toBeVisible()
  await page.getByRole('button', { name: 'Next page' }).click()
  await expect(page.getByText('101–200')).toBeVisible()
  await expect(messageRows(page).first()).toContainText('"amount":299')
  await page.getByRole('button', { name: 'Next page' }).click()
  await page.getByRole('button', { name: 'Next page' }).click()
  await expect(page.getByText('301–400')).toBeVisible()
  await expect(messageRows(page).first()).toContainText('"amount":99')
  for (let back = 0; back < 3; back++) await page.getByRole('button', { name: 'Previous page' }).click()
  await expect(page.getByText('1–100')).toBeVisible()
  await expect.poll(offsetsShown).toEqual(first)
})

test('a part of the time is marked in the chart, and only that is read', async ({ page }) => {
  const chart = page.getByRole('figure', { name: 'Messages over time' })
  await expect(chart).toBeVisible()
  await keepScreenshots(page, 'timeline')
  const box = await chart.getByRole('img').boundingBox()
  if (!box) throw new Error('The chart has no place.')
  await page.mouse.move(box.x + box.width * 0.25, box.y + 20)
  await page.mouse.down()
  await page.mouse.move(box.x + box.width * 0.49, box.y + 20, { steps: 4 })
  await page.mouse.up()
  await expect(page.getByLabel('Time', { exact: true })).toHaveValue(/^2026-08-0[56]/)
  await expect(page.getByText(/· 100 messages · |· 9\d messages · |· 10\d messages · /)).toBeVisible()
  await expect(messageRows(page).first()).toContainText(/"amount":(9\d|10\d)/)
})

test('columns are chosen and remembered, and a find looks at loaded rows only', async ({ page }) => {
  await page.getByRole('button', { name: 'Columns' }).click()
  await page.getByRole('checkbox', { name: 'Headers' }).click()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('columnheader', { name: 'Headers' })).toHaveCount(0)
  await page.reload()
  await expect(page.getByRole('columnheader', { name: 'Value' })).toBeVisible()
  await expect(page.getByRole('columnheader', { name: 'Headers' })).toHaveCount(0)

  const find = page.getByRole('searchbox', { name: 'Find in loaded rows' })
  await find.fill('"amount":350')
  await find.press('Enter')
  await expect(page.getByRole('row', { selected: true })).toContainText('"amount":350')
  await find.fill('"amount":10,')
  await find.press('Enter')
  await expect(page.getByText('not in the loaded rows')).toBeVisible()
})
