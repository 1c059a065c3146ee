"""A member list: comma-separated UTF-8 text with a header, one person a line. The kit reads it."""

from servicekit.loading import CsvFile as MemberFile
from servicekit.loading import Line, UnusableFile
from servicekit.loading.rows import LONGEST_LINE

__all__ = ["LONGEST_LINE", "Line", "MemberFile", "UnusableFile"]
