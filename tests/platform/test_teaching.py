"""`catalina frases` as an operator uses it: a TSV goes in and comes out; a mistake writes nothing and says where."""

from pathlib import Path

from tests.platform.installation import Installation

HEAD = "texto\tetiqueta\tfuente\n"
GOOD = "el papelito de que uno vive por acá\ttramite/ctg-residencia\tVentanilla\n"


def write(product: Installation, text: str) -> str:
    path = Path(product.folder) / "frases.tsv"
    path.write_text(HEAD + text, encoding="utf-8")
    return str(path)


def test_phrases_go_in_and_come_out(product: Installation) -> None:
    done = product.run("frases", "import", write(product, GOOD))
    assert (done.returncode, done.stdout[:9]) == (0, "1 nuevas;")
    assert product.run("frases", "export").stdout == HEAD + GOOD
    assert product.run("frases", "import", write(product, GOOD)).stdout.startswith("0 nuevas;")


def test_a_row_that_is_there_twice_or_padded_is_added_once(product: Installation) -> None:
    padded = GOOD.replace("\ttramite/", "\t tramite/").replace("residencia\t", "residencia \t")
    done = product.run("frases", "import", write(product, GOOD + padded))
    assert (done.returncode, done.stdout[:9]) == (0, "1 nuevas;")


def test_saved_questions_are_kept_apart(product: Installation) -> None:
    product.run("frases", "import", "--preguntas", write(product, GOOD))
    assert product.run("frases", "export").stdout == HEAD
    assert product.run("frases", "export", "--preguntas").stdout == HEAD + GOOD


def test_a_mistake_says_file_row_and_column_and_nothing_is_written(product: Installation) -> None:
    bad = "otra manera de pedirlo\ttramite/nada\tVentanilla\nmi celular es 3001234567\tsaludo\tVentanilla\n"
    done = product.run("frases", "import", write(product, GOOD + bad))
    assert done.returncode == 1
    assert "frases.tsv, fila 3, columna etiqueta: No existe el tema «tramite/nada»" in done.stderr
    assert "frases.tsv, fila 4, columna texto: Parece tener un teléfono" in done.stderr
    assert "3001234567" not in done.stdout + done.stderr
    assert "2 errores. No se escribió nada." in done.stdout
    assert product.run("frases", "export").stdout == HEAD


def test_a_formula_does_not_reach_a_spreadsheet(product: Installation) -> None:
    product.run("frases", "import", write(product, "'=suma de lo que debo\tsaludo\tVentanilla\n"))
    assert "'=suma" in product.run("frases", "export").stdout


def test_a_file_without_the_columns_says_which_is_missing(product: Installation) -> None:
    path = Path(product.folder) / "frases.tsv"
    path.write_text("texto\ttema\nhola\tsaludo\n", encoding="utf-8")
    done = product.run("frases", "import", str(path))
    assert done.returncode == 1
    assert "falta la columna «etiqueta»" in done.stderr


def test_learning_what_is_learnt_already_ends_well_with_the_score(product: Installation) -> None:
    done = product.run("entrenar")
    assert done.returncode == 0
    assert "ya estaba al día" in done.stdout
    assert "Preguntas guardadas: " in done.stdout
