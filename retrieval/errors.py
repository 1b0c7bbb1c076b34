"""The tree of everything Dateline raises on purpose.

DatelineError
├── ConfigError          a key, value or file of the configuration is wrong
├── SourceError          a source as a whole could not be read
├── StoreError
│   ├── IndexMissing     there is no index at that path yet
│   ├── IndexDamaged     the file is not, or no longer, a sound index
│   ├── IndexLocked      another process is writing to it
│   ├── IndexMismatch    it was made with another model, splitter or schema
│   ├── IndexUnwritable  read-only, no permission, or the disk is full
│   └── ArchiveError     the archive of web pages beside the index cannot be used
├── EncoderError         the model could not be found, loaded, or is not the one expected
└── QuestionError        the question can't be asked (empty, too long)

Each message says what happened and what to do about it.
"""

from __future__ import annotations


class DatelineError(Exception):
    """Base of every error that is meant to be shown to a person as it is."""


class ConfigError(DatelineError):
    """A key, value or file of the configuration is wrong."""


class SourceError(DatelineError):
    """A source as a whole could not be read."""


class StoreError(DatelineError):
    """The index file cannot be used."""


class IndexMissing(StoreError):
    """There is no index at that path yet."""


class IndexDamaged(StoreError):
    """The file is not, or no longer, a sound index."""


class IndexLocked(StoreError):
    """Another process is writing to the index."""


class IndexMismatch(StoreError):
    """The index was made with another model, splitter or schema."""


class IndexUnwritable(StoreError):
    """The index cannot be written: read-only, no permission, or the disk is full."""


class ArchiveError(StoreError):
    """The archive of web pages beside the index cannot be used."""


class EncoderError(DatelineError):
    """The model could not be found or loaded, or is not the one that was expected."""


class QuestionError(DatelineError):
    """The question cannot be asked."""
