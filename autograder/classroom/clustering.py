"""Short texts in groups that say nearly the same.

Two texts are in one group if the n-grams of their characters are nearly the same (TF-IDF and cosine, which works for
Chinese as for English) for every pair of the group, so that the last one reads like the first. Texts that differ in a
negation or a number are never in one group, however alike they look: "is open" and "is not open" share almost every
n-gram and nothing of their meaning.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable, Sequence

from autograder.text import part_marks

__all__ = ["cluster_texts", "normalize_text"]

_FARTHEST = 0.35  # in cosine distance
_NEGATION = re.compile(
    r"[不没無无非未别]|\b(?:not|no|never|none|neither|nor|cannot|without|only|except)\b|(?<=n) t\b|\bnon"
)
_NEGATING_PREFIX = re.compile(r"\b(im|in|un)(\w{4,})")
_NUMBER = re.compile(r"\d+|[<>≤≥=≠]|[二两三四五六]|\b(?:two|three|four|five|six|half|twice)\b")

Signature = frozenset[tuple[str, int]]


def normalize_text(text: str) -> str:
    """Return words, digits and signs of relation only; everything else is one blank."""
    folded = unicodedata.normalize("NFKC", part_marks(text)).casefold()
    return " ".join("".join(c if c.isalnum() or c in "<>≤≥=≠+-" else " " for c in folded).split())


def cluster_texts(texts: Sequence[str]) -> Iterable[list[str]]:
    """Yield different normalized texts in groups whose members are all near each other."""
    vocabulary = {word for text in texts for word in re.findall(r"\w+", text)}
    by_signature: dict[Signature, list[str]] = {}
    for text in texts:
        by_signature.setdefault(_sign(text, vocabulary), []).append(text)
    several = [alike for alike in by_signature.values() if len(alike) > 1]
    yield from (alike for alike in by_signature.values() if len(alike) == 1)
    if not several:
        return
    # scikit-learn takes over a second to import: only who needs it waits for it.
    from sklearn.cluster import AgglomerativeClustering
    from sklearn.feature_extraction.text import TfidfVectorizer

    vectorizer = TfidfVectorizer(analyzer="char", ngram_range=(2, 4), sublinear_tf=True)
    vectorizer.fit(texts)
    for alike in several:
        matrix = vectorizer.transform(alike)
        distances = (1.0 - (matrix @ matrix.T).toarray()).clip(0.0, 2.0)
        clustering = AgglomerativeClustering(
            n_clusters=None, metric="precomputed", linkage="complete", distance_threshold=_FARTHEST
        )
        groups: dict[int, list[str]] = {}
        for label, text in zip(clustering.fit_predict(distances).tolist(), alike, strict=True):
            groups.setdefault(label, []).append(text)
        yield from groups.values()


def _sign(text: str, vocabulary: Collection[str]) -> Signature:
    """Return what a text denies and which numbers it names, with how often.

    Whether "im", "in" or "un" negates a word cannot be seen from the word: it counts if any of the texts uses the word
    without it. At worst that parts two texts that a person then reads both.
    """
    found = Counter(match.group() for pattern in (_NEGATION, _NUMBER) for match in pattern.finditer(text))
    found.update(prefix for prefix, word in _NEGATING_PREFIX.findall(text) if word in vocabulary)
    return frozenset(found.items())
