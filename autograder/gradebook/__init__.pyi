from .book import Book, HandGrade, Standing, convert_release, enter_lesson, open_book, put_programs_on_path, read_time
from .release import release_lesson

__all__ = [
    "Book",
    "HandGrade",
    "Standing",
    "convert_release",
    "enter_lesson",
    "open_book",
    "put_programs_on_path",
    "read_time",
    "release_lesson",
]
