import { IconChevronDown, IconChevronRight } from '@tabler/icons-react'
import type { KeyboardEvent, MouseEvent, ReactNode } from 'react'
import { useId, useMemo, useState } from 'react'
import { VirtualLines } from '../../components/virtual-lines.tsx'
import { JsonFieldMenu } from './json-field-menu.tsx'
import { ancestorsOf } from './content-search.ts'
import type { JsonNode } from './json-nodes.ts'
import { isFoldable, visibleNodes } from './json-nodes.ts'
import styles from './json-tree.module.css'
import { texts } from '../../languages/texts.ts'

export interface JsonTreeProps {
  readonly nodes: readonly JsonNode[]
  /** What it is the content of, so that it can be filtered by its fields. */
  readonly subject?: 'key' | 'value'
  /** A node that is looked for: it is unfolded to, and brought into sight. */
  readonly foundIndex?: number | null
}

type FieldPlace = { readonly index: number; readonly x: number; readonly y: number }

/** JSON as a tree that can be folded; every value as it was sent. */
export function JsonTree({ nodes, subject, foundIndex = null }: JsonTreeProps): ReactNode {
  const [menu, setMenu] = useState<FieldPlace | null>(null)
  const treeId = useId()
  const { folded, active, setActive, fold } = useFolding(nodes, foundIndex)
  const visible = useMemo(() => visibleNodes(nodes, folded), [nodes, folded])
  const position = Math.max(0, visible.indexOf(active))
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'ContextMenu' || (event.key === 'F10' && event.shiftKey)) {
      event.preventDefault()
      const at = document.getElementById(`${treeId}-${active}`)?.getBoundingClientRect()
      setMenu({ index: active, x: (at?.left ?? 0) + 24, y: at?.bottom ?? 0 })
      return
    }
    const act = actionOf(event.key, { nodes, visible, position, isFolded: folded.has(active) })
    if (act === null) return
    event.preventDefault()
    if (act.goTo !== undefined) setActive(act.goTo)
    if (act.fold !== undefined) fold(active, act.fold)
  }
  return (
    <>
      <JsonFieldMenu nodes={nodes} subject={subject} open={menu} onClose={() => setMenu(null)} />
      <VirtualLines
        label="JSON"
        role="tree"
        count={visible.length}
        activeId={`${treeId}-${active}`}
        activeIndex={position}
        onKeyDown={onKeyDown}
        renderLine={(line) => {
          const index = visible[line] ?? 0
          const node = nodes[index]
          return (
            node && (
              <TreeLine
                id={`${treeId}-${index}`}
                node={node}
                isFolded={folded.has(index)}
                isActive={index === active}
                onContextMenu={(event) => {
                  event.preventDefault()
                  setActive(index)
                  setMenu({ index, x: event.clientX, y: event.clientY })
                }}
                onClick={() => {
                  setActive(index)
                  if (isFoldable(node)) fold(index, !folded.has(index))
                }}
              />
            )
          )
        }}
      />
    </>
  )
}

const NONE: ReadonlySet<number> = new Set()

/** What is folded, and where one is; of other nodes both begin anew. What is looked for is unfolded to. */
function useFolding(nodes: readonly JsonNode[], foundIndex: number | null) {
  const [folded, setFolded] = useState<ReadonlySet<number>>(NONE)
  const [active, setActive] = useState(0)
  const [seen, setSeen] = useState({ nodes, foundIndex: null as number | null })
  if (seen.nodes !== nodes || seen.foundIndex !== foundIndex) {
    setSeen({ nodes, foundIndex })
    const kept = seen.nodes === nodes ? folded : NONE
    const around = foundIndex === null ? [] : ancestorsOf(nodes, foundIndex)
    setFolded(new Set([...kept].filter((each) => !around.includes(each))))
    if (foundIndex !== null || seen.nodes !== nodes) setActive(foundIndex ?? 0)
  }
  const fold = (index: number, isFolded: boolean): void => {
    const next = new Set(folded)
    if (isFolded) next.add(index)
    else next.delete(index)
    setFolded(next)
  }
  return { folded, active, setActive, fold }
}

interface TreeLineProps {
  readonly id: string
  readonly node: JsonNode
  readonly isFolded: boolean
  readonly isActive: boolean
  readonly onClick: () => void
  readonly onContextMenu: (event: MouseEvent) => void
}

function TreeLine({ id, node, isFolded, isActive, onClick, onContextMenu }: TreeLineProps): ReactNode {
  const foldable = isFoldable(node)
  return (
    <div
      id={id}
      role="treeitem"
      aria-level={node.depth + 1}
      aria-expanded={foldable ? !isFolded : undefined}
      aria-selected={isActive}
      className={styles.line}
      style={{ paddingInlineStart: node.depth * 16 }}
      onClick={onClick}
      onContextMenu={onContextMenu}
    >
      <span className={styles.chevron}>
        {foldable &&
          (isFolded ? <IconChevronRight size={13} aria-hidden /> : <IconChevronDown size={13} aria-hidden />)}
      </span>
      {node.name !== null && (
        <span className={typeof node.name === 'number' ? styles.place : styles.name}>{`${node.name}: `}</span>
      )}
      <NodeValue node={node} />
    </div>
  )
}

/** More of a text than this is read in the raw view. */
const MOST_CHARACTERS = 2000

function NodeValue({ node }: { node: JsonNode }): ReactNode {
  if (node.kind === 'object') return <span className={styles.size}>{node.size === 0 ? '{}' : `{${node.size}}`}</span>
  if (node.kind === 'array') return <span className={styles.size}>{node.size === 0 ? '[]' : `[${node.size}]`}</span>
  const isCut = node.text.length > MOST_CHARACTERS
  return (
    <span className={styles[node.kind]}>
      {isCut ? texts.messages.cutText(node.text.slice(0, MOST_CHARACTERS), node.text.length) : node.text}
    </span>
  )
}

interface TreePlace {
  readonly nodes: readonly JsonNode[]
  readonly visible: readonly number[]
  readonly position: number
  readonly isFolded: boolean
}

interface TreeAction {
  readonly goTo?: number
  readonly fold?: boolean
}

/** What a key does in a tree: up and down go, left folds or goes to the parent, right unfolds or goes inside. */
function actionOf(key: string, { nodes, visible, position, isFolded }: TreePlace): TreeAction | null {
  const goTo = (line: number): TreeAction => {
    const target = visible[Math.max(0, Math.min(visible.length - 1, line))]
    return target === undefined ? {} : { goTo: target }
  }
  const index = visible[position] ?? 0
  const node = nodes[index]
  if (!node) return null
  switch (key) {
    case 'ArrowDown':
      return goTo(position + 1)
    case 'ArrowUp':
      return goTo(position - 1)
    case 'Home':
      return goTo(0)
    case 'End':
      return goTo(visible.length - 1)
    case 'ArrowRight':
      return isFoldable(node) ? (isFolded ? { fold: false } : goTo(position + 1)) : {}
    case 'ArrowLeft': {
      if (isFoldable(node) && !isFolded) return { fold: true }
      const parent = visible.findLast((each, line) => line < position && (nodes[each]?.depth ?? 0) < node.depth)
      return parent === undefined ? {} : { goTo: parent }
    }
    case 'Enter':
    case ' ':
      return isFoldable(node) ? { fold: !isFolded } : {}
    default:
      return null
  }
}
