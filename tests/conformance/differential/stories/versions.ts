import { handlers } from '../../../../broker/handlers/registry.ts'
import { versionsOf, type Player } from '../player.ts'

/** What is told about versions, and what happens to those that are not served. */
export async function aboutVersions(player: Player): Promise<void> {
  const software = { clientSoftwareName: 'differential', clientSoftwareVersion: '1' }
  await player.askAll('what is served', 'ApiVersions', software)
  for (const name of ['', '-a', 'a b', 'a.b-c', 'ä']) {
    await player.askAll(`a client called ${JSON.stringify(name)}`, 'ApiVersions', {
      ...software,
      clientSoftwareName: name,
    })
    await player.askAll(`a release called ${JSON.stringify(name)}`, 'ApiVersions', {
      ...software,
      clientSoftwareVersion: name,
    })
  }
  for (const version of [5, 6, 100, 32767, -1, -32768]) {
    await player.send(`ApiVersions v${version}`, frame(18, version, Buffer.alloc(4)))
  }
  await player.send('ApiVersions with nothing in it', frame(18, 4, Buffer.alloc(0)))
  for (const { api } of handlers) {
    const { min } = api.request.validVersions
    const last = versionsOf(api.name).at(-1) ?? 0
    if (api.name === 'ApiVersions') continue
    await player.send(`${api.name} of an old version`, frame(api.key, min - 1, Buffer.alloc(64)))
    await player.send(`${api.name} of the version after the last`, frame(api.key, last + 1, Buffer.alloc(64)))
    await player.send(`${api.name} v${last} with nothing in it`, frame(api.key, last, Buffer.alloc(0)))
  }
  // What only brokers and controllers say to each other, what no longer is, and what never was.
  for (const key of [4, 5, 6, 7, 52, 53, 54, 56, 58, 59, 62, 63, 67, 70, 71, 72, 73, 82, 93, 94, 95, 1000, -1, 32767]) {
    await player.send(`key ${key}`, frame(key, 0, Buffer.alloc(16)))
  }
  await player.send('a negative size', Buffer.from([0xff, 0xff, 0xff, 0xff]))
  await player.send('no size', Buffer.from([0, 0, 0, 0]))
  await player.send('a large size', Buffer.from([0x7f, 0xff, 0xff, 0xff]))
  await player.send('half a header', Buffer.from([0, 0, 0, 3, 0, 18, 0]))
  await player.send('HTTP', Buffer.from('GET / HTTP/1.1\r\nHost: a\r\n\r\n'))
  await player.send('no client id', frame(18, 0, Buffer.alloc(0), null))
  await player.send('a byte too many', frame(18, 0, Buffer.alloc(1)))
}

/** A request with its size: key, version, correlation id 7, client id, body. */
function frame(key: number, version: number, body: Uint8Array, clientId: string | null = 'x'): Buffer {
  const header = Buffer.alloc(10)
  header.writeInt16BE(key, 0)
  header.writeInt16BE(version, 2)
  header.writeInt32BE(7, 4)
  header.writeInt16BE(clientId?.length ?? -1, 8)
  const rest = Buffer.concat([header, Buffer.from(clientId ?? ''), body])
  const size = Buffer.alloc(4)
  size.writeInt32BE(rest.length)
  return Buffer.concat([size, rest])
}
