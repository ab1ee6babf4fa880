import { expect, test } from 'vitest'
import { RememberedView } from '../../../src-main/settings/remembered-view.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const fail = (message: string): never => {
  throw new Error(message)
}

test('what was remembered is there after a restart, and what was emptied is not', async () => {
  await using folder = await temporaryFolder()
  const before = new RememberedView(folder.path, fail)
  await before.remember({ name: 'place', text: '/clusters/local/topics' })
  await before.remember({ name: 'topics of local', text: 'ord' })
  await before.remember({ name: 'topics of local', text: '' })
  expect(new RememberedView(folder.path, fail).get()).toEqual({ place: '/clusters/local/topics' })
})

test('of very many, those are forgotten that were not touched for longest', async () => {
  await using folder = await temporaryFolder()
  const view = new RememberedView(folder.path, fail)
  for (let index = 0; index < 500; index++) await view.remember({ name: `topic ${index}`, text: 'x' })
  await view.remember({ name: 'topic 0', text: 'y' })
  await view.remember({ name: 'new', text: 'x' })
  expect(Object.keys(view.get())).toHaveLength(500)
  expect(view.get()).toMatchObject({ 'topic 0': 'y', new: 'x' })
  expect(view.get()).not.toHaveProperty(['topic 1'])
})
