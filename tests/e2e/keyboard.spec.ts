import { expect, type Locator, type Page } from '@playwright/test'
import { createTopic, openArea, startLocalCluster } from './console/acts.ts'
import { test } from './console/console.ts'
import { kafkaClient, readAsGroup } from './console/kafka-client.ts'
import { keepScreenshots } from './console/screenshots.ts'

test('the palette leads to a topic by a few letters', async ({ page }) => {
  await startLocalCluster(page)
  await createTopic(page, 'orders', 1)
  await openArea(page, 'Brokers')
  await page.keyboard.press('ControlOrMeta+k')
  await expect(page.getByPlaceholder('Go to a cluster, topic, group or screen, or do something')).toBeFocused()
  await page.keyboard.type('orde')
  await expect(page.getByRole('button', { name: 'orders' }).first()).toBeVisible()
  await keepScreenshots(page, 'palette')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: 'orders', exact: true })).toBeVisible()
})

test('the palette acts: on a topic from elsewhere, on the local cluster, on the look of the console', async ({
  page,
}) => {
  await startLocalCluster(page)
  await createTopic(page, 'orders', 1)
  await createTopic(page, 'payments', 1)
  const run = async (words: string, name: string): Promise<void> => {
    await page.keyboard.press('ControlOrMeta+k')
    await expect(page.getByPlaceholder(/^Go to a cluster|^Кластер/)).toBeFocused()
    await page.keyboard.type(words)
    // Enter does what stands first.
    await expect(
      page
        .getByRole('dialog', { name: /^Go to|^Перейти/ })
        .getByRole('button')
        .first(),
    ).toContainText(name)
    await page.keyboard.press('Enter')
  }
  await run('produce orders', 'Produce a message to orders')
  await expect(page.getByRole('dialog', { name: 'Produce message to orders' })).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await run('add partitions payments', 'Add partitions to payments')
  await expect(page).toHaveTitle(/^payments/)
  await expect(page.getByRole('dialog', { name: /^Add partitions/ })).toBeVisible()
  await page.keyboard.press('Escape')
  await run('theme dark', 'Theme: Dark')
  await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', 'dark')
  await run('language рус', 'Language: Русский')
  await expect(page.getByRole('link', { name: 'Топики', exact: true })).toBeVisible()
  await run('язык english', 'Язык: English')
  await expect(page.getByRole('link', { name: 'Topics', exact: true })).toBeVisible()
  await run('wipe', 'Wipe data of the local cluster')
  await expect(page.getByRole('dialog', { name: /^Remove all data/ })).toBeVisible()
  await page.keyboard.press('Escape')
  await run('quotas', 'Access control: Quotas')
  await expect(page.getByRole('tab', { name: 'Quotas' })).toHaveAttribute('aria-selected', 'true')
})

test('a topic is created and its list walked without a pointer', async ({ page }) => {
  await startLocalCluster(page)
  await openArea(page, 'Topics')
  await page.getByRole('button', { name: 'Create topic', exact: true }).press('Enter')
  await expect(page.getByLabel('Topic name', { exact: true })).toBeFocused()
  await page.keyboard.type('first')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: 'first', exact: true })).toBeVisible()
  await createTopic(page, 'second', 1)

  await openArea(page, 'Topics')
  const rows = page.getByRole('grid', { name: 'Topics' }).locator('[data-row-index]')
  await expect(rows).toHaveCount(2)
  await rows.first().focus()
  await page.keyboard.press('ArrowDown')
  await expect(rows.nth(1)).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: 'second', exact: true })).toBeVisible()
})

test('a dialog holds the focus, and gives it back when Esc closes it', async ({ page }) => {
  await startLocalCluster(page)
  await openArea(page, 'Topics')
  const opener = page.getByRole('button', { name: 'Create topic', exact: true })
  await opener.press('Enter')
  const dialog = page.getByRole('dialog', { name: 'Create topic' })
  await expect(page.getByLabel('Topic name', { exact: true })).toBeFocused()
  const close = dialog.getByRole('button', { name: 'Close', exact: true })
  await page.keyboard.press('Shift+Tab')
  await expect(close).toBeFocused()
  await page.keyboard.press('Shift+Tab')
  await expect(page.getByRole('button', { name: 'Create', exact: true })).toBeFocused()
  await page.keyboard.press('Tab')
  await expect(close).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(dialog).toHaveCount(0)
  await expect(opener).toBeFocused()
})

test('menus, tabs and grids are walked with the arrow keys', async ({ page }) => {
  await startLocalCluster(page)
  await createTopic(page, 'orders', 1)
  const more = page.getByRole('button', { name: 'More', exact: true })
  await more.focus()
  await page.keyboard.press('Enter')
  const item = (name: string) => page.getByRole('menuitem', { name, exact: true })
  await expect(item('Clone')).toBeVisible()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ArrowDown')
  await expect(page.locator('[role=menuitem]:focus')).toHaveCount(1)
  await page.keyboard.press('Home')
  await expect(item('Clone')).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('menu')).toHaveCount(0)
  await expect(more).toBeFocused()

  await page.getByRole('link', { name: 'Access control', exact: true }).press('Enter')
  const tab = (name: string) => page.getByRole('tab', { name, exact: true })
  await tab('ACLs').focus()
  await page.keyboard.press('ArrowRight')
  await expect(tab('What a user may do')).toHaveAttribute('aria-selected', 'true')
  await page.keyboard.press('End')
  await expect(tab('Quotas')).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(tab('Quotas')).toHaveAttribute('aria-selected', 'true')

  await page.getByRole('link', { name: 'Journal', exact: true }).press('Enter')
  const change = page.getByRole('grid', { name: 'Journal' }).locator('[data-row-index]').first()
  await change.focus()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('complementary', { name: 'The change' })).toBeVisible()

  await openArea(page, 'Segments')
  await page.getByRole('grid', { name: 'Partitions on disk' }).locator('[data-row-index]').first().focus()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('grid', { name: 'Segments' })).toBeVisible()
})

/** Walks with Tab, or backwards, until `wanted` has the focus, which can be seen on every step of the way. */
async function walkTo(page: Page, wanted: Locator, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
  await expect(wanted).toBeVisible()
  const has = () =>
    wanted.evaluate((element) => element === document.activeElement || element.contains(document.activeElement))
  for (let steps = 0; !(await has()); steps++) {
    if (steps === 60) throw new Error('Tab does not come to it.')
    await page.keyboard.press(key)
  }
}

async function command(page: Page, words: string, name: string): Promise<void> {
  await page.keyboard.press('ControlOrMeta+k')
  await page.keyboard.type(words)
  const first = page
    .getByRole('dialog', { name: /^Go to/ })
    .getByRole('button')
    .first()
  await expect(first).toContainText(name)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('dialog', { name: /^Go to/ })).toHaveCount(0)
}

test('from the first start to a deleted topic, with the keyboard alone', async ({ page }) => {
  const button = (name: string) => page.getByRole('button', { name, exact: true })
  const dialog = page.getByRole('dialog')
  await walkTo(page, button('Start local cluster'))
  await page.keyboard.press('Enter')
  const address = page.getByText(/^127\.0\.0\.1:\d+$/).first()
  await expect(address).toBeVisible()

  await test.step('create a topic', async () => {
    await command(page, 'create topic', 'Create topic')
    await expect(page.getByLabel('Topic name', { exact: true })).toBeFocused()
    await page.keyboard.type('orders')
    await page.keyboard.press('Enter')
    await expect(page.getByRole('heading', { name: 'orders', exact: true })).toBeVisible()
  })
  await test.step('produce', async () => {
    await walkTo(page, button('Produce message'))
    await page.keyboard.press('Enter')
    await expect(page.getByLabel('Key', { exact: true })).toBeFocused()
    await page.keyboard.type('oslo')
    await walkTo(page, page.getByLabel('Value', { exact: true }))
    await page.keyboard.type('"north"')
    await walkTo(page, button('Produce'))
    await page.keyboard.press('Enter')
    await expect(dialog.getByText('Written to partition 0 at offset 0')).toBeVisible()
    await page.keyboard.press('Escape')
    await expect(dialog).toHaveCount(0)
    await expect(button('Produce message')).toBeFocused()
  })
  await test.step('find, and open the record', async () => {
    await walkTo(page, page.getByPlaceholder('Text in key, value or headers'))
    await page.keyboard.type('oslo')
    await page.keyboard.press('Enter')
    const row = page.getByRole('grid', { name: 'Messages' }).locator('[data-row-index="0"]')
    await expect(row).toContainText('oslo')
    // The rows of the search take the place of those that were there before.
    await expect(async () => {
      await walkTo(page, row)
      await page.keyboard.press('Enter')
      await expect(page.getByRole('complementary', { name: 'the record' })).toBeVisible({ timeout: 5000 })
    }).toPass()
  })
  await test.step('reset a group, and undo it', async () => {
    {
      await using group = await readAsGroup(kafkaClient(await address.innerText()), 'billing', 'orders')
      await group.haveRead(1)
    }
    await command(page, 'reset billing', 'Reset offsets of billing')
    await walkTo(page, button('Preview'))
    await page.keyboard.press('Enter')
    await expect(dialog.getByText('1 message read again')).toBeVisible()
    await walkTo(page, button('Apply'))
    await page.keyboard.press('Enter')
    await expect(dialog).toHaveCount(0)
    await walkTo(page, button('Undo'))
    await page.keyboard.press('Enter')
    await expect(page.getByText('undone, back to')).toBeVisible()
  })
  await test.step('open a segment', async () => {
    await command(page, 'segments orders', 'Open segments of orders')
    await walkTo(page, page.getByRole('grid', { name: 'Segments' }).locator('[data-row-index="0"]'))
    await page.keyboard.press('Enter')
    await expect(page.getByRole('grid', { name: 'Batches' })).toBeVisible()
  })
  await test.step('change a setting', async () => {
    await command(page, 'configuration orders', 'Open configuration of orders')
    const rows = page.getByRole('grid', { name: 'Configuration' }).locator('[data-row-index]')
    await walkTo(page, rows.first())
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    const value = page.getByLabel('New value', { exact: true })
    await walkTo(page, value)
    await page.keyboard.press('ControlOrMeta+a')
    await page.keyboard.type('7')
    await walkTo(page, button('Save'))
    await page.keyboard.press('Enter')
    await expect(rows.filter({ hasText: 'compression.gzip.level' })).toContainText('7')
  })
  await test.step('delete the topic', async () => {
    await command(page, 'delete topic orders', 'Delete topic orders')
    await expect(page.getByLabel('Type orders to confirm')).toBeFocused()
    await page.keyboard.type('orders')
    await page.keyboard.press('Enter')
    await expect(page.getByRole('heading', { name: 'Topics', exact: true })).toBeVisible()
  })
})
