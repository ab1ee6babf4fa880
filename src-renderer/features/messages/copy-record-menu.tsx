import { IconCopy } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { client } from '../../api/client.ts'
import type { ReadMessage } from '../../api/scans.ts'
import { IconButton } from '../../components/button.tsx'
import { Menu } from '../../components/menu.tsx'
import { notifyDone, notifyProblem } from '../../components/notify.ts'
import { problemOf } from '../../api/problem.ts'
import { formatBytes } from '../../formatting/bytes.ts'
import { kcatCommand, recordLine, textOf } from './record-line.ts'
import { wholeMessage } from './whole-message.ts'
import { texts } from '../../languages/texts.ts'

export interface CopyRecordMenuProps {
  readonly clusterId: string
  readonly topic: string
  readonly message: ReadMessage
}

/** A record, or a part of it, for somewhere else. */
export function CopyRecordMenu({ clusterId, topic, message }: CopyRecordMenuProps): ReactNode {
  const copy = async (what: string, make: () => string | Promise<string>): Promise<void> => {
    try {
      await navigator.clipboard.writeText(await make())
      notifyDone(texts.messages.copied(what))
    } catch (error) {
      notifyProblem(problemOf(error, texts.messages.notCopied(what)))
    }
  }
  const whole = (): Promise<ReadMessage> => wholeMessage({ clusterId, topic }, message)
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
          isDisabled: message.value.isNull,
          whyDisabled: whyNotCopied(message.value.sizeBytes),
          onClick: () => void copy(texts.messages.value, async () => shown((await whole()).value)),
        },
        {
          label: texts.messages.copyKey,
          isDisabled: message.key.isNull,
          whyDisabled: whyNotCopied(message.key.sizeBytes),
          onClick: () => void copy(texts.messages.key, async () => shown((await whole()).key)),
        },
        {
          label: texts.messages.copyRecordAsJson,
          whyDisabled: whyNotCopied(message.sizeBytes),
          onClick: () => void copy(texts.messages.record, async () => recordLine({ topic, message: await whole() })),
        },
        { label: texts.messages.copyKcatCommand, onClick: () => void copy(texts.messages.command, command) },
      ]}
    />
  )
}

/** A clipboard of more is slow to fill and slower to paste. */
const MOST_COPIED_BYTES = 8 * 1024 * 1024

function whyNotCopied(sizeBytes: number): string | null {
  return sizeBytes > MOST_COPIED_BYTES ? texts.messages.tooLargeToCopy(formatBytes(sizeBytes)) : null
}

/** Text as it is; of bytes that are none, what they were read as. */
function shown({ base64, decoded }: ReadMessage['value']): string {
  return textOf(base64) ?? decoded.text
}
