import type { MetadataImage } from '../metadata/image/metadata-image.ts'
import { scramMechanismNumbers } from '../metadata/image/scram-mechanism.ts'
import type { ScramStore } from '../security/sasl/scram.ts'

/** The users of SCRAM as the newest metadata has them. */
export function scramStore(image: () => MetadataImage | undefined): ScramStore {
  return {
    credential: (mechanism, user) =>
      image()?.security.scramCredentials.get(`${scramMechanismNumbers[mechanism]}:${user}`),
    token: () => undefined,
  }
}
