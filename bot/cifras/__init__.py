"""Figures as people read them. The way of a request:

`filtro` reads what was asked and takes the board (`notifier.cifras.board`) → `filas`, the rows that every face shows → `libro` and
its parts (`uso`, `calidad`, `gestion`, put in order by `secciones`) → `pagina`; `archivos` and `xlsx` write the files, `papel` what is
printed. `pedido` is what the two pages share of HTTP. The words: `textos`, `frases`, `nombres`. `cuenta` is the nightly count.
"""
