"""Where inputs lie and outputs go: a path here, or an address of an object storage, both through pyarrow's file systems."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, cast

import msgspec

from communique.errors import CommuniqueError, UsageError, one_line
from communique.ingest.ingested import SourceFailure
from communique.ingest.sources import SCHEME, files_below, plainly

if TYPE_CHECKING:
    from pyarrow.fs import FileSystem


class Input(msgspec.Struct, frozen=True):
    """A file to read. name: as the user named it; where: absolute path or address; modified: ISO datetime, None if unknown."""

    name: str
    where: str
    bytes: int
    modified: str | None


def opened(where: str) -> "tuple[FileSystem, str]":
    """The file system of a path or address, and the path in it. Raises UsageError."""
    import pyarrow
    from pyarrow.fs import FileSystem, LocalFileSystem

    if not SCHEME.match(where):
        return LocalFileSystem(), str(Path(where).absolute())
    try:
        return cast("tuple[FileSystem, str]", FileSystem.from_uri(where))
    except (pyarrow.ArrowException, ValueError, OSError) as error:
        raise UsageError(f"{where}: no storage that can be read: {one_line(error)}") from error


def open_file(where: str) -> BinaryIO:
    """A file's bytes, from any place in it."""
    if not SCHEME.match(where):
        return Path(where).open("rb")
    system, path = opened(where)
    return cast("BinaryIO", system.open_input_file(path))


def inputs(sources: tuple[str, ...]) -> Iterator[Input | SourceFailure]:
    """The files of all sources, folders' files sorted by path; a failure for a source that there is not."""
    for source in sources:
        if source == "-" or source.lower().startswith(("http://", "https://")):
            raise UsageError(f"{source}: --engine ray reads files and folders, here or in object storage")
        try:
            yield from _stored(source) if SCHEME.match(source) else _here(source)
        except OSError as error:
            yield SourceFailure(source, plainly(error))


def _here(source: str) -> Iterator[Input | SourceFailure]:
    path = Path(source)
    if not source or "\0" in source or not path.exists():
        yield SourceFailure(source, "no such file or folder")
        return
    files = files_below(path) if path.is_dir() else [path]
    if not files:
        yield SourceFailure(source, "an empty folder")
    for file in files:
        yield from _listed(str(file if path.is_dir() else source), str(file.absolute()))


def _stored(source: str) -> Iterator[Input | SourceFailure]:
    from pyarrow.fs import FileSelector, FileType

    system, path = opened(source)
    (info,) = system.get_file_info([path])
    if info.type == FileType.File:
        yield from _listed(source, source)
    elif info.type == FileType.NotFound:
        yield SourceFailure(source, "no such file or folder")
    else:
        below = system.get_file_info(FileSelector(path, recursive=True))
        files = sorted(f.path[len(path) :].strip("/") for f in below if f.type == FileType.File)
        kept = [f for f in files if not any(part.startswith(".") for part in f.split("/"))]
        if not kept:
            yield SourceFailure(source, "an empty folder")
        for file in kept:
            address = f"{source.rstrip('/')}/{file}"
            yield from _listed(address, address)


def _listed(name: str, where: str) -> Iterator[Input]:
    system, path = opened(where)
    (info,) = system.get_file_info([path])
    modified = info.mtime.isoformat() if info.mtime else None
    yield Input(name=name, where=where, bytes=info.size or 0, modified=modified)


class Folder:
    """A folder for output, made where it is missing. Whole files only: each is written aside and renamed."""

    def __init__(self, where: str) -> None:
        self.where = where
        self._system, self._root = opened(where)
        try:
            self._system.create_dir(self._root, recursive=True)
        except OSError as error:
            raise CommuniqueError(f"{where}: {one_line(error)}") from error

    def read(self, path: str) -> bytes | None:
        """The contents of a file, None where there is none."""
        try:
            with self._system.open_input_stream(f"{self._root}/{path}") as file:
                return cast("bytes", file.read())
        except FileNotFoundError:
            return None

    def write(self, path: str, data: bytes) -> None:
        """A whole file, in place of one that is there."""
        aside = self.aside(path)
        aside.file.write(data)
        aside.keep()

    def aside(self, path: str) -> "Aside":
        """A file to write, which is there only when it is kept."""
        return Aside(self._system, f"{self._root}/{path}")

    def remove(self, path: str) -> None:
        """A folder below, with all in it, if it is there."""
        from pyarrow.fs import FileType

        (info,) = self._system.get_file_info([f"{self._root}/{path}"])
        if info.type == FileType.Directory:
            self._system.delete_dir(info.path)


class Aside:
    """A file being written under another name, which begins with a dot."""

    def __init__(self, system: "FileSystem", path: str) -> None:
        folder, _, name = path.rpartition("/")
        self._system, self._path, self._aside = system, path, f"{folder}/.{name}"
        system.create_dir(folder, recursive=True)
        self.file: Any = system.open_output_stream(self._aside)

    def keep(self) -> None:
        """Close it and give it its name."""
        self.file.close()
        self._system.move(self._aside, self._path)

    def drop(self) -> None:
        """Close it and take it away."""
        self.file.close()
        self._system.delete_file(self._aside)
