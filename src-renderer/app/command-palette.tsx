import { Spotlight, spotlight } from '@mantine/spotlight'
import { IconSearch } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useState } from 'react'
import { texts } from '../languages/texts.ts'
import { matchCommands } from './command-match.ts'
import { useCommands } from './commands.ts'

export const openCommandPalette = spotlight.open

export function shortcutLabel(): string {
  return navigator.platform.startsWith('Mac') ? '⌘K' : 'Ctrl K'
}

const MOST_SHOWN = 12
/** The shortcut works also while the focus is in a field. */
const NO_TAGS: string[] = []

/** Goes to any cluster, topic, group or screen, and does anything, by a few letters of its name. */
export function CommandPalette(): ReactNode {
  const [query, setQuery] = useState('')
  const [isOpen, setIsOpen] = useState(false)
  const commands = useCommands(isOpen, query)
  const shown = matchCommands(commands, query).slice(0, MOST_SHOWN)
  return (
    <Spotlight.Root
      query={query}
      onQueryChange={setQuery}
      onSpotlightOpen={() => {
        // Opened again at once, it would still have the words of the last time.
        setQuery('')
        setIsOpen(true)
      }}
      onSpotlightClose={() => setIsOpen(false)}
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
        aria-label={texts.palette.label}
        placeholder={texts.palette.placeholder}
        leftSection={<IconSearch size={16} aria-hidden />}
      />
      <Spotlight.ActionsList>
        {shown.map((command) => (
          <Spotlight.Action
            key={command.id}
            label={command.label}
            description={command.detail}
            leftSection={command.icon}
            onClick={command.run}
          />
        ))}
        {shown.length === 0 && <Spotlight.Empty>{texts.components.nothingIsCalledSo}</Spotlight.Empty>}
      </Spotlight.ActionsList>
    </Spotlight.Root>
  )
}
