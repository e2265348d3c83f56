"""Is what was mistyped put right? Mistypes names of a registry and words of the dictionary by rule.

    python -m tests.benchmarks.search_typos [--seed N]

200 typos: a character of the same sound, two characters swapped, one left out. Names are made of surnames, given names,
districts and kinds of unit by chance, seeded. Right is what is proposed first. Exits 1 below the bar.
"""

from __future__ import annotations

import argparse
import random
import statistics
import sys
import time
from collections import defaultdict
from collections.abc import Callable

from tests.benchmarks.scratch import scratch_site

TYPOS, BAR = 200, 0.85
PEOPLE, UNITS = 400, 200
SURNAMES = (
    "王李张刘陈杨黄赵周吴徐孙朱马胡郭林何高梁郑罗宋谢唐韩曹许邓萧冯曾程蔡彭潘"
    "袁于董余苏叶吕魏蒋田杜丁沈姜范江傅钟卢汪戴崔"
)
GIVEN = "志明建国文华丽娟秀英晓东海燕春梅雪松桂兰玉珍永强国栋家宝思远雨晴浩然子涵欣怡梓轩凤霞金凤红梅立新卫东爱民振华"
DISTRICTS = (
    *(
        "海陵",
        "高港",
        "姜堰",
        "兴化",
        "靖江",
        "泰兴",
        "通州",
        "崇川",
        "海门",
        "如东",
        "启东",
        "如皋",
    ),
    *(
        "新吴",
        "梁溪",
        "锡山",
        "惠山",
        "滨湖",
        "江阴",
        "宜兴",
        "亭湖",
        "盐都",
        "大丰",
        "东台",
        "建湖",
    ),
)
KINDS = (
    *(
        "总工会",
        "职工服务中心",
        "纺织厂",
        "造船厂",
        "机械厂",
        "化工公司",
        "物流公司",
        "建筑公司",
        "人民医院",
        "实验小学",
        "公交公司",
        "供电公司",
    ),
    *(
        "教育工会",
        "街道工会",
    ),
)


def registry(chance: random.Random) -> list[str]:
    people = {
        chance.choice(SURNAMES) + "".join(chance.sample(GIVEN, chance.choice((1, 2, 2, 2)))) for _ in range(PEOPLE)
    }
    units = {chance.choice(DISTRICTS) + chance.choice(KINDS) for _ in range(UNITS)}
    return sorted(people | units)


def homophones() -> dict[str, list[str]]:
    """By sound: the common characters (the first level of GB 2312)."""
    from core.chinese.pinyin import full_pinyin

    by_sound: dict[str, list[str]] = defaultdict(list)
    for row in range(0xB0, 0xD8):
        for cell in range(0xA1, 0xFF):
            try:
                character = bytes((row, cell)).decode("gb2312")
            except UnicodeDecodeError:
                continue
            by_sound[full_pinyin(character)].append(character)
    return by_sound


def rules(chance: random.Random) -> list[tuple[str, Callable[[str], str]]]:
    from core.chinese.pinyin import full_pinyin

    by_sound = homophones()

    def sounding_alike(word: str) -> str:
        places = [place for place, letter in enumerate(word) if len(by_sound.get(full_pinyin(letter), ())) > 1]
        if not places:
            return word
        place = chance.choice(places)
        others = [other for other in by_sound[full_pinyin(word[place])] if other != word[place]]
        return word[:place] + chance.choice(others) + word[place + 1 :]

    def swapped(word: str) -> str:
        place = chance.randrange(len(word) - 1)
        return word[:place] + word[place + 1] + word[place] + word[place + 2 :]

    def dropped(word: str) -> str:
        place = chance.randrange(len(word))
        return word[:place] + word[place + 1 :]

    return [("homophone", sounding_alike), ("swapped", swapped), ("dropped", dropped)]


def measure(seed: int) -> bool:
    with scratch_site():
        from search.starter import SYNONYMS, WORDS
        from search.vocabulary import Vocabulary

        chance = random.Random(seed)
        known = dict.fromkeys([*registry(chance), *WORDS, *(text for group in SYNONYMS for text in group)], 1.0)
        vocabulary = Vocabulary(known)
        # What is left of a name of two characters, or of a word that is another word, tells nobody what was meant.
        words = [word for word in known if len(word) > 2]
        right: dict[str, list[bool]] = defaultdict(list)
        times: list[float] = []
        mistyping = rules(chance)
        while sum(map(len, right.values())) < TYPOS:
            rule, mistype = mistyping[sum(map(len, right.values())) % len(mistyping)]
            word = chance.choice(words)
            typed = mistype(word)
            if typed in known:
                continue
            began = time.perf_counter()
            proposed = vocabulary.correction(typed)
            times.append((time.perf_counter() - began) * 1000)
            right[rule].append(proposed == word)
            if proposed != word:
                print(f"  {rule}: {typed} → {proposed}, meant {word}")
        share = sum(map(sum, right.values())) / TYPOS
        each = ", ".join(f"{rule} {sum(found)}/{len(found)}" for rule, found in right.items())
        p95 = statistics.quantiles(times, n=20)[-1]
        print(f"did-you-mean right first: {share:.1%} of {TYPOS} (bar {BAR:.0%}): {each}; p95 {p95:.1f} ms (bar 10)")
        return share >= BAR and p95 <= 10


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, default=20261202)
    return 0 if measure(parser.parse_args().seed) else 1


if __name__ == "__main__":
    sys.exit(main())
