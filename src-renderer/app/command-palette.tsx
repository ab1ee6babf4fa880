import { createSpotlight, Spotlight } from '@mantine/spotlight'
import { IconSearch } from '@tabler/icons-react'
import type { ReactNode, RefObject } from 'react'
import { useEffect, useRef, useState } from 'react'
import { texts } from '../languages/texts.ts'
import { matchCommands } from './command-match.ts'
import { useCommands } from './commands.ts'

const [store, palette] = createSpotlight()

export const openCommandPalette = palette.open

export function shortcutLabel(): string {
  return navigator.platform.startsWith('Mac') ? '⌘K' : 'Ctrl K'
}

const MOST_SHOWN = 12
/** The shortcut works also while the focus is in a field. */
const NO_TAGS: string[] = []

/** Goes to any cluster, topic, group or screen, and does anything, by a few letters of its name. */
export function CommandPalette(): ReactNode {
  const [query, setQuery] = useState('')
  const list = useRef<HTMLDivElement>(null)
  const field = useRef<HTMLInputElement>(null)
  useEarlyLetters(field, (letter) => setQuery((before) => before + letter))
  return (
    <Spotlight.Root
      store={store}
      query={query}
      onQueryChange={setQuery}
      // Opened again at once, it would still have the words of the last time.
      onSpotlightOpen={() => setQuery('')}
      attributes={{ content: { 'aria-label': texts.palette.label } }}
      shortcut={['mod + K']}
      tagsToIgnore={NO_TAGS}
      triggerOnContentEditable
      size={560}
      yOffset="12vh"
      radius="lg"
      overlayProps={{ backgroundOpacity: 0.45 }}
      transitionProps={{ transition: 'fade-up', duration: 100 }}
    >
      <Spotlight.Search
        ref={field}
        aria-label={texts.palette.label}
        placeholder={texts.palette.placeholder}
        leftSection={<IconSearch size={16} aria-hidden />}
      />
      <Spotlight.ActionsList ref={list}>
        <FoundCommands query={query} list={list} />
      </Spotlight.ActionsList>
    </Spotlight.Root>
  )
}

/** The field has the focus some frames after the palette was asked for; what is typed until then is meant for it too. */
function useEarlyLetters(field: RefObject<HTMLInputElement | null>, onLetter: (letter: string) => void): void {
  const listener = useRef(onLetter)
  useEffect(() => {
    listener.current = onLetter
  })
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (!store.getState().opened || document.activeElement === field.current) return
      if (event.key.length !== 1 || event.ctrlKey || event.metaKey || event.altKey) return
      event.preventDefault()
      event.stopPropagation()
      listener.current(event.key)
    }
    window.addEventListener('keydown', onKeyDown, { capture: true })
    return () => window.removeEventListener('keydown', onKeyDown, { capture: true })
  }, [field])
}

/** Drawn only while the palette is open: until then nothing is asked for. */
function FoundCommands({ query, list }: { query: string; list: RefObject<HTMLElement | null> }): ReactNode {
  const commands = useCommands(query)
  const shown = matchCommands(commands, query, MOST_SHOWN)
  // Enter does the first also where it comes after the letters, as the names of a large cluster do; the palette chooses only at each letter.
  const first = shown[0]?.id
  useEffect(() => {
    if (list.current?.querySelector('[data-selected]') !== null) return
    list.current.querySelector('[data-action]')?.setAttribute('data-selected', 'true')
  }, [list, first])
  if (shown.length === 0) return <Spotlight.Empty>{texts.components.nothingIsCalledSo}</Spotlight.Empty>
  return shown.map(({ id, label, detail, icon: Icon, run }) => (
    <Spotlight.Action
      key={id}
      label={label}
      description={detail}
      leftSection={<Icon size={16} aria-hidden />}
      onClick={run}
    />
  ))
}
