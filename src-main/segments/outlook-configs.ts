import { NodeDisk } from '../../broker/environment/node-disk.ts'
import { describeTopicConfigs } from '../../broker/metadata/configs/describe-configs.ts'
import { MetadataImage } from '../../broker/metadata/image/metadata-image.ts'
import { outlookConfigName, type Outlook, type OutlookConfigName } from '../api/segment-outlook.ts'
import { readClusterMetadata } from './cluster-metadata.ts'

type Configs = Outlook['configs']
export type Assumptions = Partial<Record<OutlookConfigName, string | undefined>>

export interface OutlookConfigsOptions {
  /** The log directory around the folder, whose metadata says what is set. */
  readonly root: string
  readonly topic: string | null
  readonly assumptions: Assumptions
}

/**
 * The configs that decide how long segments stay: what the user assumes, else what the metadata of the directory says of
 * the topic or of all brokers, else Kafka's defaults. What stands in a broker's own file is nowhere in the directory.
 */
export async function outlookConfigs({ root, topic, assumptions }: OutlookConfigsOptions): Promise<Configs> {
  const metadata = await readClusterMetadata(new NodeDisk(), root).catch(() => null)
  const node = { nodeId: -1, staticConfigs: new Map<string, string>() }
  const described = describeTopicConfigs(metadata?.image ?? MetadataImage.empty, topic ?? '', node)
  return outlookConfigName.options.map((name) => {
    const assumed = assumptions[name]
    if (assumed !== undefined) return { name, value: assumed, source: 'assumed' as const }
    const config = described.find((each) => each.name === name)
    const source = config?.source === 'dynamic-topic' ? 'topic' : config?.source === 'default' ? 'default' : 'broker'
    return { name, value: config?.value ?? '', source: config === undefined ? 'default' : source }
  })
}
