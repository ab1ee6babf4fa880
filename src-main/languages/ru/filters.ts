import type { filters as English } from '../en/filters.ts'

export const filters: typeof English = {
  noTime: (value) => `${value} — не время: напишите миллисекунды с 1970 года или 2026-01-31T12:00:00Z.`,
  pathUnreadable: (path, character) => `Путь ${path} не читается, начиная с символа ${character}.`,
  unusable: 'Фильтром нельзя воспользоваться.',
  correctIt: 'Исправьте его и попробуйте снова.',
}
