import type { Player } from '../player.ts'

/** Quotas of users, clients and addresses. */
export async function askAboutQuotas(player: Player): Promise<void> {
  const entity = (...parts: [string, string | null][]) =>
    parts.map(([entityType, entityName]) => ({ entityType, entityName }))
  const op = (key: string, value: number, remove = false) => ({ key, value, remove })
  const entries: Readonly<Record<string, object>> = {
    'a user': { entity: entity(['user', 'a']), ops: [op('producer_byte_rate', 1e9)] },
    'every user': {
      entity: entity(['user', null]),
      ops: [op('consumer_byte_rate', 1e9), op('request_percentage', 1e4)],
    },
    'a client of a user': { entity: entity(['user', 'a'], ['client-id', 'c']), ops: [op('producer_byte_rate', 1e9)] },
    'every client': { entity: entity(['client-id', null]), ops: [op('producer_byte_rate', 1e9)] },
    'an address': { entity: entity(['ip', '127.0.0.9']), ops: [op('connection_creation_rate', 1000)] },
    'a bad address': { entity: entity(['ip', 'not an address']), ops: [op('connection_creation_rate', 1000)] },
    'an address and a user': {
      entity: entity(['ip', '127.0.0.9'], ['user', 'a']),
      ops: [op('connection_creation_rate', 1000)],
    },
    'a key of addresses for a user': { entity: entity(['user', 'a']), ops: [op('connection_creation_rate', 1000)] },
    'a key of users for an address': { entity: entity(['ip', '127.0.0.9']), ops: [op('producer_byte_rate', 1000)] },
    'an unknown key': { entity: entity(['user', 'a']), ops: [op('speed', 1)] },
    'an unknown entity': { entity: entity(['planet', 'a']), ops: [op('producer_byte_rate', 1)] },
    'no entity': { entity: [], ops: [op('producer_byte_rate', 1)] },
    'an entity twice': { entity: entity(['user', 'a'], ['user', 'b']), ops: [op('producer_byte_rate', 1)] },
    'an empty name': { entity: entity(['user', '']), ops: [op('producer_byte_rate', 1)] },
    zero: { entity: entity(['user', 'b']), ops: [op('producer_byte_rate', 0)] },
    negative: { entity: entity(['user', 'b']), ops: [op('producer_byte_rate', -1)] },
    'a fraction': { entity: entity(['user', 'b']), ops: [op('producer_byte_rate', 1.5)] },
    'a fraction of requests': { entity: entity(['user', 'b']), ops: [op('request_percentage', 1.5)] },
    mutations: { entity: entity(['user', 'b']), ops: [op('controller_mutation_rate', 1e6)] },
    nothing: { entity: entity(['user', 'b']), ops: [] },
    removed: {
      entity: entity(['user', 'b']),
      ops: [op('producer_byte_rate', 0, true), op('request_percentage', 0, true)],
    },
    'removed that is not': { entity: entity(['user', 'z']), ops: [op('producer_byte_rate', 0, true)] },
    'set twice': { entity: entity(['user', 'b']), ops: [op('producer_byte_rate', 1e9), op('producer_byte_rate', 2e9)] },
  }
  for (const validateOnly of [true, false]) {
    for (const [question, entry] of Object.entries(entries)) {
      await player.askAll(`${question}${validateOnly ? ', only to validate' : ''}`, 'AlterClientQuotas', {
        entries: [entry],
        validateOnly,
      })
    }
  }
  await player.askAll('good and bad', 'AlterClientQuotas', {
    entries: [entries['a user'], entries['an unknown key'], entries['every user']],
  })
  await player.askAll('an entity in two entries', 'AlterClientQuotas', {
    entries: [entries['a user'], entries['a user']],
  })
  await player.askAll('none', 'AlterClientQuotas', { entries: [] })
  await player.settle()
  const component = (entityType: string, matchType: number, match: string | null = null) => ({
    entityType,
    matchType,
    match,
  })
  const questions: Readonly<Record<string, object[]>> = {
    all: [],
    'a user': [component('user', 0, 'a')],
    'the default': [component('user', 1)],
    'any user': [component('user', 2)],
    'a user and any client': [component('user', 0, 'a'), component('client-id', 2)],
    'any address': [component('ip', 2)],
    'an unknown user': [component('user', 0, 'z')],
    'an unknown type': [component('planet', 2)],
    'a type twice': [component('user', 2), component('user', 2)],
    'an address and a user': [component('ip', 2), component('user', 2)],
    'an unknown match': [component('user', 7)],
    'exactly nothing': [component('user', 0, null)],
    'the default, named': [component('user', 1, 'a')],
    'any, named': [component('user', 2, 'a')],
    'no type': [component('', 2)],
  }
  for (const strict of [false, true]) {
    for (const [question, components] of Object.entries(questions)) {
      await player.askAll(`${question}${strict ? ', strictly' : ''}`, 'DescribeClientQuotas', { components, strict })
    }
  }
}
