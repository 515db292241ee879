# Reads the tables in a folder with the line that the archive gives for R, and writes beside each what it read: cells
# divided by the unit separator, rows by the record separator, which no table has.
folder <- commandArgs(trailingOnly = TRUE)[1]
line <- readLines(file.path(folder, "line.R"), encoding = "UTF-8")
for (path in list.files(folder, pattern = "\\.csv$", full.names = TRUE)) {
  table <- suppressWarnings(eval(parse(text = gsub("ADDRESS", path, line, fixed = TRUE))))
  rows <- c(paste(names(table), collapse = "\u001f"), do.call(paste, c(as.list(table), sep = "\u001f")))
  out <- file(paste0(path, ".read"), open = "wb")
  writeBin(charToRaw(enc2utf8(paste(rows, collapse = "\u001e"))), out)
  close(out)
}
