import { createRequire } from 'node:module'
import PDFDocument from 'pdfkit'

const require = createRequire(import.meta.url)
const fonts = {
  text: require.resolve('@expo-google-fonts/source-sans-3/400Regular/SourceSans3_400Regular.ttf'),
  strong: require.resolve('@expo-google-fonts/source-sans-3/600SemiBold/SourceSans3_600SemiBold.ttf'),
}
/** As in packages/ui/src/tokens.css, the light side. */
const ink = { text: '#24211c', soft: '#544d42', line: '#e2dacb', bar: '#0f5e68', ground: '#ece6d9' }

const margin = 56
const bottom = 72
const barHeight = 9

interface About {
  title: string
  /** Who publishes it. */
  office: string
  language: string
  at: Date
}

/** A column of a table; numbers stand on the right. */
interface Column {
  title: string
  width: number
  right?: boolean
}

/**
 * An A4 document that is written from top to bottom: a new page where a part does not fit. Its parts are tagged, so that a screen reader
 * reads headings as headings, and bars are not read: their numbers are. Words are in a font that has all of Latin and Cyrillic.
 */
export class Paper {
  readonly #pdf: PDFKit.PDFDocument
  readonly #done: Promise<Buffer>

  constructor({ title, office, language, at }: About) {
    this.#pdf = new PDFDocument({
      size: 'A4',
      margins: { top: margin, left: margin, right: margin, bottom },
      bufferPages: true,
      pdfVersion: '1.7',
      tagged: true,
      displayTitle: true,
      lang: language,
      font: fonts.text,
      info: { Title: title, Author: office, Creator: 'Kurenda', CreationDate: at },
    })
    const pieces: Buffer[] = []
    this.#pdf.on('data', (piece: Buffer) => pieces.push(piece))
    this.#done = new Promise((resolve, reject) => {
      this.#pdf.on('end', () => resolve(Buffer.concat(pieces)))
      this.#pdf.on('error', reject)
    })
    this.#pdf.registerFont('text', fonts.text)
    this.#pdf.registerFont('strong', fonts.strong)
  }

  title(words: string): void {
    this.#write('H1', words, { font: 'strong', size: 24, after: 6 })
  }

  /** Stays together with what comes after it, `room` points of it at least. */
  heading(words: string, room = 80): void {
    this.#need(this.#heightOf(words, 'strong', 14) + room)
    this.#pdf.y += 12
    this.#write('H2', words, { font: 'strong', size: 14, after: 3 })
  }

  paragraph(words: string, { soft = false }: { soft?: boolean } = {}): void {
    this.#write('P', words, { font: 'text', size: 10.5, after: 6, color: soft ? ink.soft : ink.text })
  }

  /** A label with its number in words, and below it a bar; `share` is of the whole width. */
  bar(label: string, number: string, share: number): void {
    const width = this.#width
    const right = 120
    const height = this.#heightOf(label, 'text', 10.5, width - right)
    this.#need(height + barHeight + 10)
    const top = this.#pdf.y
    this.#tagged('P', () => {
      this.#font('text', 10.5, ink.text)
      this.#pdf.text(label, margin, top, { width: width - right })
      this.#font('strong', 10.5, ink.text)
      this.#pdf.text(number, margin + width - right, top, { width: right, align: 'right' })
    })
    this.#drawn(() => {
      const y = top + height + 2
      this.#pdf.rect(margin, y, width, barHeight).fill(ink.ground)
      const filled = width * Math.min(1, Math.max(0, share))
      if (filled > 0) this.#pdf.rect(margin, y, filled, barHeight).fill(ink.bar)
    })
    this.#moveTo(top + height + barHeight + 8)
  }

  /** Rows are never cut; the head stands again on each page. */
  table(columns: readonly Column[], rows: readonly (readonly string[])[]): void {
    const head = columns.map(({ title }) => title)
    this.#row(columns, head, 'strong')
    for (const row of rows) {
      const height = this.#rowHeight(columns, row, 'text')
      if (this.#pdf.y + height > this.#lowest) {
        this.#pdf.addPage()
        this.#row(columns, head, 'strong')
      }
      this.#row(columns, row, 'text')
    }
    this.#pdf.y += 6
  }

  /** Numbers the pages, and gives all of it. @param footer what stands at the foot of each */
  finish(footer: (page: number, of: number) => string): Promise<Buffer> {
    const { count } = this.#pdf.bufferedPageRange()
    for (let page = 0; page < count; page++) {
      this.#pdf.switchToPage(page)
      // Else the line would be below the page, and begin another.
      this.#pdf.page.margins.bottom = 0
      this.#font('text', 8.5, ink.soft)
      this.#drawn(() =>
        this.#pdf.text(footer(page + 1, count), margin, this.#pdf.page.height - 40, {
          width: this.#width,
          lineBreak: false,
        }),
      )
    }
    this.#pdf.end()
    return this.#done
  }

  get #width(): number {
    return this.#pdf.page.width - 2 * margin
  }

  get #lowest(): number {
    return this.#pdf.page.height - bottom
  }

  #need(height: number): void {
    if (this.#pdf.y + height > this.#lowest) this.#pdf.addPage()
  }

  #moveTo(y: number): void {
    this.#pdf.x = margin
    this.#pdf.y = y
  }

  #font(font: 'text' | 'strong', size: number, color: string): void {
    this.#pdf.font(font).fontSize(size).fillColor(color)
  }

  #heightOf(words: string, font: 'text' | 'strong', size: number, width = this.#width): number {
    this.#font(font, size, ink.text)
    return this.#pdf.heightOfString(words, { width })
  }

  #write(
    tag: string,
    words: string,
    { font, size, after, color = ink.text }: { font: 'text' | 'strong'; size: number; after: number; color?: string },
  ): void {
    const height = this.#heightOf(words, font, size)
    this.#need(height)
    const top = this.#pdf.y
    this.#tagged(tag, () => {
      this.#font(font, size, color)
      this.#pdf.text(words, margin, top, { width: this.#width })
    })
    this.#moveTo(top + height + after)
  }

  #rowHeight(columns: readonly Column[], cells: readonly string[], font: 'text' | 'strong'): number {
    const heights = columns.map(({ width }, index) =>
      this.#heightOf(cells[index] ?? '', font, 9.5, width * this.#width - 6),
    )
    return Math.max(...heights) + 6
  }

  #row(columns: readonly Column[], cells: readonly string[], font: 'text' | 'strong'): void {
    const height = this.#rowHeight(columns, cells, font)
    this.#need(height)
    const top = this.#pdf.y
    let left = margin
    this.#tagged('P', () => {
      columns.forEach(({ width, right }, index) => {
        this.#font(font, 9.5, ink.text)
        const options = { width: width * this.#width - 6, align: right ? ('right' as const) : ('left' as const) }
        this.#pdf.text(cells[index] ?? '', left, top + 2, options)
        left += width * this.#width
      })
    })
    this.#drawn(() =>
      this.#pdf
        .moveTo(margin, top + height)
        .lineTo(margin + this.#width, top + height)
        .lineWidth(0.5)
        .stroke(ink.line),
    )
    this.#moveTo(top + height)
  }

  #tagged(tag: string, draw: () => void): void {
    this.#pdf.addStructure(this.#pdf.struct(tag, {}, draw))
  }

  /** Not read aloud. */
  #drawn(draw: () => void): void {
    this.#pdf.markContent('Artifact', { type: 'Layout' })
    draw()
    this.#pdf.endMarkedContent()
  }
}
