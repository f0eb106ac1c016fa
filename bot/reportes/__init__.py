"""Reports of figures. `hacer`: which are due, fixed once and made of that alone; `datos`: what one tells, of `cifras` and `palabras`;
`correo` sends each once; `filtro` makes the PDF that somebody asked for; `archivo` finds what is kept.
"""
