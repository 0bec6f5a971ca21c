"""Writes CSV files and empties the folders of an earlier run."""


def emptied(folder):
    """The folder, without the CSV files of an earlier run."""
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("*.csv"):
        old.unlink()
    return folder


def write_csv(table, path, **options):
    table.to_csv(path, index=False, lineterminator="\n", encoding="utf-8", **options)
