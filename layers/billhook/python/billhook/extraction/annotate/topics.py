"""Topics: the names, such as GAS or VAT, that words mention under a topic of the lexicon."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from billhook.extraction.annotate.phrases import Phrase, joined_phrases
from billhook.extraction.language.lexicon import COMMON, SPOKEN, Lexicon, Trie, find_phrases_in_each

NO_TRIE: Trie = {}


@dataclass(frozen=True)
class TopicMatcher:
    """Match the phrases under topics of ``lexicon`` and of an issuer profile."""

    lexicon: Lexicon
    language: str
    profile_topics: Mapping[str, Trie]

    def names(self, texts: Sequence[Sequence[str]], topic: str) -> list[tuple[str, ...]]:
        """Give for each of ``texts``, a list of normalized words, the names that it mentions, in reading order."""
        phrases = self._general(texts, topic)
        if own := self.profile_topics.get(topic):
            phrases = list(map(joined_phrases, find_phrases_in_each(own, texts), phrases))
        return [tuple(name for _, _, names in matches for name in names) for matches in phrases]

    def _general(self, texts: Sequence[Sequence[str]], topic: str) -> list[list[Phrase]]:
        if topic not in SPOKEN:
            return find_phrases_in_each(self.lexicon.topics[topic], texts)
        own, english = (self.lexicon.spoken.get((topic, language), NO_TRIE) for language in (self.language, COMMON))
        phrases = find_phrases_in_each(own, texts)
        return phrases if own is english else list(map(joined_phrases, phrases, find_phrases_in_each(english, texts)))
