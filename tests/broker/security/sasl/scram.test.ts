import { describe, expect, test } from 'vitest'
import { SeededRandom } from '../../../../broker/environment/seeded-random.ts'
import { ScramExchange, type ScramStore } from '../../../../broker/security/sasl/scram.ts'
import { saltPassword, scramKeys, type ScramMechanism } from '../../../../broker/security/sasl/scram-keys.ts'
import { scramClient } from '../../../support/sasl-client.ts'

const salt = Buffer.from('W22ZaJ0SNY7soEsUEjb6gQ==', 'base64')

function credential(mechanism: ScramMechanism, password: string, iterations = 4096) {
  return { salt, iterations, ...scramKeys(mechanism, saltPassword(mechanism, password, { salt, iterations })) }
}

/** Knows alice, whose password is `pencil`, somebody with too few iterations, and one token. */
function store(mechanism: ScramMechanism): ScramStore {
  const credentials = new Map([
    ['alice', credential(mechanism, 'pencil')],
    ['a,b=c', credential(mechanism, 'pencil')],
    ['weak', credential(mechanism, 'pencil', 100)],
  ])
  return {
    credential: (_, user) => credentials.get(user),
    token: (_, id) =>
      id === 'token-1' ? { credential: credential(mechanism, 'hmac'), owner: 'alice', expiresAt: 5000 } : undefined,
  }
}

const exchange = (mechanism: ScramMechanism) => new ScramExchange(mechanism, store(mechanism), new SeededRandom(1))

describe('the example of RFC 7677', () => {
  const serverFirst = 'r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096'

  test("the tests' client says what it says there", () => {
    const login = { mechanism: 'SCRAM-SHA-256', user: 'user', password: 'pencil' } as const
    const client = scramClient(login, 'rOprNGfwEbeRWgbNEkqO')
    expect(client.clientFirst).toBe('n,,n=user,r=rOprNGfwEbeRWgbNEkqO')
    expect(client.answer(serverFirst)).toEqual({
      clientFinal:
        'c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=',
      serverFinal: 'v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=',
    })
  })
})

describe.each(['SCRAM-SHA-256', 'SCRAM-SHA-512'] as const)('%s', (mechanism) => {
  const logIn = (user: string, password: string, extensions = '') => {
    const server = exchange(mechanism)
    const client = scramClient({ mechanism, user, password, extensions })
    const challenge = server.step(Buffer.from(client.clientFirst))
    expect(challenge.identity).toBeNull()
    const { clientFinal, serverFinal } = client.answer(Buffer.from(challenge.token).toString())
    const { token, identity } = server.step(Buffer.from(clientFinal))
    expect(Buffer.from(token).toString()).toBe(serverFinal)
    return identity
  }

  test('who knows the password is let in, also with a name that must be escaped', () => {
    expect(logIn('alice', 'pencil')).toEqual({
      principal: { type: 'User', name: 'alice' },
      expiresAt: null,
      byToken: false,
    })
    expect(logIn('a,b=c', 'pencil')?.principal.name).toBe('a,b=c')
  })

  test('a delegation token stands for its owner until it expires', () => {
    expect(logIn('token-1', 'hmac', ',tokenauth=true')).toEqual({
      principal: { type: 'User', name: 'alice' },
      expiresAt: 5000,
      byToken: true,
    })
    expect(() => logIn('token-2', 'hmac', ',tokenauth=true')).toThrow('no delegation token')
    expect(() => logIn('token-1', 'hmac')).toThrow('no credential')
  })

  test('nobody else is, and nothing is given away', () => {
    const refusal = (act: () => unknown) => {
      try {
        act()
      } catch (error) {
        return error
      }
      return null
    }
    for (const act of [
      () => logIn('alice', 'pencils'),
      () => logIn('bob', 'pencil'),
      () => logIn('weak', 'pencil'),
      () => exchange(mechanism).step(Buffer.from('y,,n=alice,r=x')),
      () => exchange(mechanism).step(Buffer.from('p=tls-unique,,n=alice,r=x')),
      () => exchange(mechanism).step(Buffer.from('n,,n=al=ice,r=x')),
      () => exchange(mechanism).step(Buffer.alloc(0)),
    ]) {
      expect(refusal(act)).toMatchObject({ name: 'SaslFailure', clientText: null })
    }
    expect(refusal(() => exchange(mechanism).step(Buffer.from('n,a=bob,n=alice,r=x')))).toMatchObject({
      clientText: 'Authentication failed: Client requested an authorization id that is different from username',
    })
  })

  test('an answer to another challenge, or a second one, counts for nothing', () => {
    const server = exchange(mechanism)
    const client = scramClient({ mechanism, user: 'alice', password: 'pencil' })
    const { token } = server.step(Buffer.from(client.clientFirst))
    const { clientFinal } = client.answer(Buffer.from(token).toString())
    expect(() => server.step(Buffer.from(clientFinal.replace('r=f', 'r=g')))).toThrow('another challenge')
    expect(() => server.step(Buffer.from(clientFinal))).toThrow('cannot be understood')
  })
})
