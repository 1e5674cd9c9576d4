"""Schools and their practice examples."""

from practice.models.example import Evidence, PracticeExample
from practice.models.review import ReviewComment

__all__ = ["Evidence", "PracticeExample", "ReviewComment"]
