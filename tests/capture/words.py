"""Writes Word files in a folder: with python-docx, which knows of lists and tracked changes only as XML, and by LibreOffice.

    words.py FOLDER
"""

import pathlib
import shutil
import subprocess
import sys
import zipfile

import docx
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

folder = pathlib.Path(sys.argv[1])
W = nsdecls("w")
SPACES = (
    W + ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
    ' xmlns:v="urn:schemas-microsoft-com:vml"'
)


def level(at, form, text, start=1):
    return (
        f'<w:lvl w:ilvl="{at}"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/>'
        f'<w:lvlJc w:val="left"/><w:pPr><w:ind w:left="{720 * (at + 1)}" w:hanging="720"/></w:pPr></w:lvl>'
    )


RULES = {
    90: level(0, "decimal", "%1.") + level(1, "lowerLetter", "(%2)") + level(2, "lowerRoman", "(%3)"),
    91: level(0, "decimal", "%1.") + level(1, "decimal", "%1.%2.") + level(2, "decimal", "%1.%2.%3."),
    92: level(0, "upperRoman", "%1.") + level(1, "upperLetter", "%2.") + level(2, "decimal", "%1.%3"),
    93: level(0, "decimal", "Article %1", start=4) + level(1, "decimal", "%2)") + level(2, "bullet", "•"),
    94: level(0, "decimalZero", "[%1]") + level(1, "lowerLetter", "%2)"),
}


def numbered(document):
    """Adds lists to a document: number -> rules, some of them sharing rules, some beginning anew."""
    numbering = document.part.numbering_part.element
    first = numbering.find(".//{*}num")
    for rules, levels in RULES.items():
        first.addprevious(parse_xml(
            f'<w:abstractNum {W} w:abstractNumId="{rules}"><w:multiLevelType w:val="multilevel"/>{levels}</w:abstractNum>'
        ))
    for number, rules, more in [
        (190, 90, ""), (191, 91, ""), (192, 92, ""), (193, 93, ""), (194, 94, ""),
        (195, 90, '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'),
        (196, 90, '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="7"/></w:lvlOverride>'),
    ]:
        numbering.append(parse_xml(f'<w:num {W} w:numId="{number}"><w:abstractNumId w:val="{rules}"/>{more}</w:num>'))


def item(document, number, at, text):
    paragraph = document.add_paragraph(text)
    paragraph._p.get_or_add_pPr().append(
        parse_xml(f'<w:numPr {W}><w:ilvl w:val="{at}"/><w:numId w:val="{number}"/></w:numPr>')
    )
    return paragraph


words = iter(f"{a} {b} {c} goes on with words of its own until the line is told from each other one."
             for a in ["Apple", "Berry", "Cherry", "Damson", "Elder"]
             for b in ["grove", "garden", "orchard"] for c in ["alpha", "beta", "gamma", "delta"])

document = docx.Document()
numbered(document)
document.add_heading("Declaration on Numbered Things", 0)
document.add_paragraph("Exampleville, 11 April 2017")
document.add_paragraph("We, the ministers, have met in Exampleville and have spoken of numbers and of who counts them.")
document.add_heading("What we agree on", 1)
for number, at in [
    (190, 0), (190, 1), (190, 1), (190, 2), (190, 2), (190, 0), (190, 1), (191, 0), (191, 1), (191, 1), (191, 2),
    (191, 0), (191, 1), (192, 0), (192, 1), (192, 2), (192, 1), (192, 0), (192, 1), (190, 0), (195, 0), (195, 1),
    (195, 0), (196, 0), (196, 0), (193, 0), (193, 1), (193, 1), (193, 2), (193, 0), (193, 1), (194, 0), (194, 1),
    (194, 1), (194, 0), (194, 1),
]:
    item(document, number, at, next(words))
    if (number, at) == (190, 2):
        document.add_paragraph(next(words))
for style in ["List Number", "List Number", "List Bullet", "List Number 2", "List Number", "List Number 3"]:
    document.add_paragraph(next(words), style=style)
# A paragraph without words takes a number, and one that gives its list up takes none.
item(document, 190, 0, "")
item(document, 190, 0, next(words))
item(document, 0, 0, next(words))
document.add_paragraph("3. Typed numbers are words, and stay so.")
document.save(folder / "numbered.docx")

# A text without a title, whose sections are numbered.
document = docx.Document()
numbered(document)
document.add_paragraph("We, the ministers, have met in Exampleville and have spoken of numbers and of who counts them.")
for at in [0, 1, 0]:
    heading = document.add_heading(f"Section {'abc'[at]}", 1 + at)
    heading._p.get_or_add_pPr().append(parse_xml(f'<w:numPr {W}><w:ilvl w:val="{at}"/><w:numId w:val="191"/></w:numPr>'))
    document.add_paragraph("What stands in this section is a paragraph of its own, with words enough to be one.")
document.save(folder / "untitled.docx")

# The day and the place below the title, in its paragraph.
document = docx.Document()
title = document.add_paragraph().add_run("A made-up declaration on paper boats")
title.bold = True
title.add_break()
title.add_text("Shoreham, 4 May 2031")
for place in ("first", "second"):
    document.add_paragraph(f"The {place} paragraph says what the ponds have agreed on, at some length, and ends.")
document.save(folder / "titled.docx")

# Tracked changes, accepted: words put in and taken out, moved, a whole item taken out, two paragraphs joined.
document = docx.Document()
numbered(document)
document.add_heading("Declaration on Changed Things", 0)
by = 'w:id="9" w:author="A" w:date="2020-01-01T00:00:00Z"'


def put(document, inner, properties=""):
    body = document.element.body
    body.insert(len(body) - 1, parse_xml(f"<w:p {SPACES}><w:pPr>{properties}</w:pPr>{inner}</w:p>"))


def run(text, inside="t"):
    return f'<w:r><w:{inside} xml:space="preserve">{text}</w:{inside}></w:r>'


LIST = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="190"/></w:numPr>'
GONE = f"<w:rPr><w:del {by}/></w:rPr>"
put(document, run("States ") + f'<w:del {by}>{run("should", "delText")}</w:del><w:ins {by}>{run("shall")}</w:ins>'
    + run(" count what they have, and say so in public."), LIST)
put(document, f'<w:del {by}>{run("This whole item was taken out.", "delText")}</w:del>', LIST + GONE)
put(document, run("States tell each other what they have counted, once a year at least."), LIST)
put(document, f'<w:moveFrom {by}>{run("This sentence was moved.")}</w:moveFrom>' + run("Here is where it stood before."), LIST)
put(document, run("A paragraph that was two") + run(" and "), GONE)
put(document, run("is one now."), LIST + f'<w:pPrChange {by}><w:pPr><w:pStyle w:val="Heading1"/></w:pPr></w:pPrChange>')
put(document, f'<w:moveTo {by}>{run("This sentence was moved.")}</w:moveTo>' + run(" Here is where it went."), LIST)
document.save(folder / "tracked.docx")

# What other programs lose or double.
document = docx.Document()
document.add_heading("Declaration on Hidden Things", 0)
put(document, run("A field says ") + '<w:fldSimple w:instr=" DATE ">' + run("what it shows") + "</w:fldSimple>"
    + run(", a control ") + f'<w:sdt><w:sdtPr/><w:sdtContent>{run("keeps its words")}</w:sdtContent></w:sdt>' + run("."))
put(document, run("A link ") + f'<w:hyperlink w:anchor="x">{run("has words")}</w:hyperlink>'
    + '<w:r><w:t>, and so has the state</w:t><w:noBreakHyphen/><w:t>of</w:t><w:noBreakHyphen/><w:t>the</w:t><w:tab/>'
    '<w:t>co</w:t><w:softHyphen/><w:t>operative art &amp; craft.</w:t></w:r>')
put(document, run("A reading stands beside ") + f'<w:r><w:ruby><w:rubyPr/><w:rt>{run("kanji")}</w:rt><w:rubyBase>{run("漢字")}'
    '</w:rubyBase></w:ruby></w:r>' + run(" and is no word of the text."))
put(document, run("What is hidden ") + '<w:r><w:rPr><w:vanish/></w:rPr><w:t xml:space="preserve">from readers </w:t></w:r>'
    + run("is not read, and what is ") + '<w:r><w:rPr><w:strike/></w:rPr><w:t xml:space="preserve">struck </w:t></w:r>' + run("out neither."))
box = f"<w:txbxContent><w:p>{run('The words of a box stand once, behind the paragraph that they are anchored in.')}</w:p></w:txbxContent>"
put(document, run("A box is anchored in this paragraph, which keeps all of its own words too.")
    + f'<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:txbx>{box}</wps:txbx></w:drawing></mc:Choice>'
    f'<mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>')
table = document.add_table(1, 2)
table.cell(0, 0).text = "The first cell is a paragraph of its own, with some words."
table.cell(0, 1).text = "The second cell is the next one, with some other words."
# A note, in a file of its own among the parts.
put(document, run("A heading with its note"), '<w:pStyle w:val="Heading1"/>')
put(document, run("A sentence has a note,") + '<w:r><w:footnoteReference w:id="2"/></w:r>' + run(" and goes on."))
document.save(folder / "hidden.docx")


def again(name, change, of="hidden.docx"):
    """Writes a file anew, its parts as `change` makes them."""
    with zipfile.ZipFile(folder / of) as old, zipfile.ZipFile(folder / name, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            new.writestr(part, change(part, old.read(part)))


MAIN = "word/document.xml"
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
NOTE = (
    f'<w:footnotes {W}><w:footnote w:type="separator" w:id="0"><w:p/></w:footnote><w:footnote w:id="2"><w:p>'
    f'{run("The note has words of its own, at the foot of its page.")}</w:p></w:footnote></w:footnotes>'
)
with zipfile.ZipFile(folder / "hidden.docx", "a") as file:
    file.writestr("word/footnotes.xml", NOTE)
again("noted.docx", lambda part, content: content.replace(
    b"</Relationships>", f'<Relationship Id="rId99" Type="{REL}" Target="footnotes.xml"/></Relationships>'.encode()
) if part == "word/_rels/document.xml.rels" else content)
shutil.move(folder / "noted.docx", folder / "hidden.docx")

# What is made to harm, or broken.
body = f"<w:document {SPACES}><w:body>%s</w:body></w:document>"
for name, inside in [
    ("deep", "<w:p>" * 5000 + "</w:p>" * 5000),
    ("bomb", "<w:p/>" * 12_000_000),
    ("empty", "<w:p/>"),
    ("broken", "<w:p></w:r>"),
]:
    again(f"{name}.docx", lambda part, content: (body % inside).encode() if part == MAIN else content)
again("entities.docx", lambda part, content: content.replace(
    b"<w:document ", b'<!DOCTYPE x [<!ENTITY a "aaaa">]><w:document ', 1) if part == MAIN else content)

# What LibreOffice writes of a page with lists.
(folder / "page.html").write_text(
    "<!doctype html><title>Declaration on Office Things</title><h1>Declaration on Office Things</h1>"
    f"<p>{next(words)}<ol><li>{next(words)}<li>{next(words)}<ol type=a><li>{next(words)}<li>{next(words)}</ol>"
    f"<li>{next(words)}</ol><p>{next(words)}<ol start=5><li>{next(words)}<li>{next(words)}</ol>"
    f"<ul><li>{next(words)}</ul><ol type=I><li>{next(words)}<li>{next(words)}</ol>", encoding="utf-8")
office = shutil.which("soffice")
if office:
    def convert(to, *names):
        subprocess.run([office, f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", to,
                        "--outdir", str(folder), *[str(folder / name) for name in names]],
                       check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    convert("odt:writer8", "page.html")
    convert("docx:Office Open XML Text", "page.odt")
    convert("pdf", "numbered.docx", "page.docx")
