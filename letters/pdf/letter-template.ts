/**
 * The letter in Typst. Data arrives as JSON in `sys.inputs` and is only ever placed as text, so nothing in a letter can
 * become code. `fallback: false` excludes the machine's own fonts, so the same letter has the same bytes everywhere.
 */
export const LETTER_TEMPLATE = `
#let letter = json(bytes(sys.inputs.at("letter")))
#set document(title: letter.subject, date: none)
#set page(
  paper: "a4",
  margin: (x: 2.5cm, y: 2.5cm),
  footer: context [
    #set text(size: 8pt)
    #letter.number #h(1fr) #counter(page).display("1 / 1", both: true)
  ],
)
#set text(font: "Libertinus Serif", fallback: false, size: 11pt, lang: letter.language, hyphenate: false)
#set par(justify: false, leading: 0.65em, spacing: 1.1em)
#show heading: set text(size: 14pt)
#show heading: set block(above: 1.6em, below: 1.1em)

#let titled = letter.paragraphs.contains((letter.subject,))
#if not titled { heading(letter.subject) }

#let write(paragraphs) = for paragraph in paragraphs {
  let first = paragraph.first(default: "")
  if paragraph == (letter.subject,) { heading(letter.subject) } else if first.starts-with(letter.mark) {
    pagebreak()
    set text(lang: "en")
    heading(first.slice(letter.mark.len()))
  } else {
    par(paragraph.map(line => text(line)).join(linebreak()))
  }
}
#let second = letter.paragraphs.position(paragraph => paragraph == (letter.between,))
#if second == none { write(letter.paragraphs) } else {
  write(letter.paragraphs.slice(0, second))
  pagebreak()
  set text(lang: "en")
  write(letter.paragraphs.slice(second + 1))
}

#if letter.annex != none {
  pdf.attach(
    "annex.csv",
    bytes(sys.inputs.at("annex")),
    description: "All items of this letter",
    mime-type: "text/csv",
    relationship: "supplement",
  )
  pagebreak()
  heading("annex.csv")
  set text(size: 9pt)
  set par(spacing: 0.7em)
  for item in letter.annex.items { par(text(item)) }
  if letter.annex.more != none { par(text(letter.annex.more)) }
}

#if letter.notes.len() > 0 {
  v(1.5em)
  line(length: 100%, stroke: 0.5pt)
  set text(size: 8pt)
  for note in letter.notes { par(note) }
}
`;
