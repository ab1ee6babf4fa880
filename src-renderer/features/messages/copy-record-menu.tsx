import { IconCopy } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { client } from '../../api/client.ts'
import type { ReadMessage } from '../../api/scans.ts'
import { IconButton } from '../../components/button.tsx'
import { Menu } from '../../components/menu.tsx'
import { notifyDone, notifyProblem } from '../../components/notify.ts'
import { problemOf } from '../../api/problem.ts'
import { kcatCommand, recordLine, textOf } from './record-line.ts'
import { texts } from '../../languages/texts.ts'

export interface CopyRecordMenuProps {
  readonly clusterId: string
  readonly topic: string
  readonly message: ReadMessage
}

/** A record, or a part of it, for somewhere else. */
export function CopyRecordMenu({ clusterId, topic, message }: CopyRecordMenuProps): ReactNode {
  const line = recordLine({ topic, message })
  const copy = async (what: string, make: () => string | Promise<string>): Promise<void> => {
    try {
      await navigator.clipboard.writeText(await make())
      notifyDone(texts.messages.copied(what))
    } catch (error) {
      notifyProblem(problemOf(error, texts.messages.notCopied(what)))
    }
  }
  const command = async (): Promise<string> => {
    const clusters = await client.clusters.list()
    const servers = clusters.find(({ id }) => id === clusterId)?.bootstrapServers ?? ''
    return kcatCommand(servers, { topic, message })
  }
  return (
    <Menu
      trigger={
        <IconButton label={texts.messages.copyTheRecordOr}>
          <IconCopy size={14} />
        </IconButton>
      }
      items={[
        {
          label: texts.messages.copyValue,
          isDisabled: message.value.isNull || message.value.isCut,
          onClick: () => void copy(texts.messages.value, () => shown(message.value)),
        },
        {
          label: texts.messages.copyKey,
          isDisabled: message.key.isNull || message.key.isCut,
          onClick: () => void copy(texts.messages.key, () => shown(message.key)),
        },
        {
          label: texts.messages.copyRecordAsJson,
          isDisabled: line === null,
          onClick: () => void copy(texts.messages.record, () => line ?? ''),
        },
        { label: texts.messages.copyKcatCommand, onClick: () => void copy(texts.messages.command, command) },
      ]}
    />
  )
}

/** Text as it is; of bytes that are none, what they were read as. */
function shown({ base64, decoded }: ReadMessage['value']): string {
  return textOf(base64) ?? decoded.text
}
