import { int16, string } from '../../schema/field.ts'
import { message } from '../../schema/message.ts'

/** The finalized level of a feature. Every log and snapshot begins with that of `metadata.version`. */
export const featureLevelRecord = message({
  name: 'FeatureLevelRecord',
  validVersions: '0',
  flexibleVersions: '0+',
  fields: {
    name: string(),
    featureLevel: int16(),
  },
})
