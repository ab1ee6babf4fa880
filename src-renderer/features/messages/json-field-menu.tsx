import { IconColumnInsertRight, IconCopy, IconFilter, IconFilterOff, IconRoute } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { MenuAt } from '../../components/menu.tsx'
import { notifyDone } from '../../components/notify.ts'
import { useFieldActions } from './field-filter.ts'
import type { JsonNode } from './json-nodes.ts'
import { pathOf, valueOf } from './json-path.ts'
import { texts } from '../../languages/texts.ts'

export interface JsonFieldMenuProps {
  readonly nodes: readonly JsonNode[]
  /** Of key or value; undefined: of neither, so that nothing can be filtered by it. */
  readonly subject: 'key' | 'value' | undefined
  /** Which node, and where on the screen; null: closed. */
  readonly open: { readonly index: number; readonly x: number; readonly y: number } | null
  readonly onClose: () => void
}

/** What can be done with a field of JSON: look for its value, leave it out, give it a column, copy its path or its value. */
export function JsonFieldMenu({ nodes, subject, open, onClose }: JsonFieldMenuProps): ReactNode {
  const actions = useFieldActions()
  const index = open?.index ?? 0
  const node = nodes[index]
  const isScalar = node !== undefined && node.kind !== 'object' && node.kind !== 'array'
  const copy = (text: string, what: string): void => {
    void navigator.clipboard.writeText(text).then(() => notifyDone(texts.messages.copied(what)))
  }
  const filter = (isNegated: boolean): void => {
    if (subject === undefined) return
    actions?.filterBy({ subject, path: pathOf(nodes, index), value: valueOf(nodes, index), isNegated })
  }
  const canFilter = isScalar && subject !== undefined && actions !== null
  return (
    <MenuAt
      at={open}
      onClose={onClose}
      items={[
        {
          label: texts.messages.onlyThisValue,
          icon: <IconFilter size={14} />,
          isDisabled: !canFilter,
          onClick: () => filter(false),
        },
        {
          label: texts.messages.excludeThisValue,
          icon: <IconFilterOff size={14} />,
          isDisabled: !canFilter,
          onClick: () => filter(true),
        },
        {
          label: texts.messages.showAsColumn,
          icon: <IconColumnInsertRight size={14} />,
          isDisabled: subject === undefined || actions === null,
          onClick: () => subject !== undefined && actions?.showColumn({ subject, path: pathOf(nodes, index) }),
        },
        {
          label: texts.messages.copyPath,
          icon: <IconRoute size={14} />,
          onClick: () => copy(pathOf(nodes, index), texts.messages.path),
        },
        {
          label: texts.messages.copyValue,
          icon: <IconCopy size={14} />,
          onClick: () => copy(valueOf(nodes, index), texts.messages.value),
        },
      ]}
    />
  )
}
