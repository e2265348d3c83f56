"""How fast the chooser of people answers among 20,000 of them. Prints; run by hand: python tests/benchmarks/choosers.py

Builds a database of its own (SQLite in a temporary folder, or the test database beside DATABASE_URL) and drops it. Asks
the chooser's own results view, signed in, the way its search field does. Options: number of people, queries per kind.
"""

from __future__ import annotations

import logging
import os
import random
import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

import django

REPOSITORY = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(REPOSITORY / "site"), str(REPOSITORY)]
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")

PEOPLE = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
QUERIES = int(sys.argv[2]) if len(sys.argv) > 2 else 200
TARGET = 60.0
#: Surnames by how common they are, with some that are read otherwise than one would guess.
SURNAMES = (
    "王王王王李李李李张张张张刘刘刘陈陈陈杨杨赵赵黄黄周周吴吴徐孙胡朱高林何郭马罗梁宋"
    "郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕"
)
RARE_SURNAMES = ["单", "仇", "解", "区", "翟", "查", "尉迟", "欧阳", "上官", "诸葛"]
GIVEN = (
    "伟芳娜秀英敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂建国华玉红志文海燕春梅云龙飞鹏辉斌波宁雪琳浩宇轩子涵梓欣怡诗雨晨"
    "佳俊长乐朝行重立德福生安康永正仁义礼智信忠孝卫东向阳学思知秋晓岚"
)
UNITS = [
    "纺织",
    "机床",
    "造船",
    "港务",
    "公交",
    "环卫",
    "电力",
    "供水",
    "邮政",
    "铁路",
    "医院",
    "学校",
    "快递",
    "建筑",
    "钢铁",
    "化工",
    "食品",
    "通信",
    "银行",
    "矿山",
]
POSTS = [
    "主席",
    "副主席",
    "班长",
    "焊工",
    "电工",
    "车工",
    "护士",
    "教师",
    "驾驶员",
    "快递员",
    "工会干事",
    "办公室主任",
    "工程师",
]


def random_name(dice: random.Random) -> str:
    """A name of two or three characters, four with a compound surname; one in fifty has a rare surname."""
    surname = dice.choice(RARE_SURNAMES) if dice.random() < 0.02 else dice.choice(SURNAMES)
    return surname + "".join(dice.choice(GIVEN) for _ in range(dice.choice((1, 2, 2, 2))))


def fill(dice: random.Random) -> list[Any]:
    """People with aliases and offices, in bulk."""
    from core.models import Appointment, Organisation, Person

    units = [Organisation(name=f"{dice.choice('东西南北')}{n}区{kind}工会") for n in range(50) for kind in UNITS]
    for unit in units:
        unit.search_keys = "|" + unit.name + "|"
    units = Organisation.objects.bulk_create(units, batch_size=500)
    people = []
    for _ in range(PEOPLE):
        name = random_name(dice)
        aliases = "\n".join(random_name(dice) for _ in range(dice.choice((0, 0, 1, 1, 2))))
        people.append(Person(name=name, aliases=aliases))
    started = time.perf_counter()
    for record in people:
        record.search_keys = record.build_search_keys()
    print(f"keys: {1e6 * (time.perf_counter() - started) / PEOPLE:.0f} µs a person", end=", ")
    print(f"{sum(len(record.search_keys) for record in people) / PEOPLE:.0f} characters a person")
    people = Person.objects.bulk_create(people, batch_size=500)
    offices = [
        Appointment(person=record, organisation=dice.choice(units), title=dice.choice(POSTS), sort_order=order)
        for record in people
        for order in range(dice.choice((1, 1, 2)))
    ]
    Appointment.objects.bulk_create(offices, batch_size=1000)
    return people


def kinds(people: list[Any], dice: random.Random) -> dict[str, Callable[[], str]]:
    """What an editor types, by kind; each call gives another query."""
    from core.chinese.pinyin import pinyin_keys

    def anybody() -> Any:
        return dice.choice(people)

    def with_alias() -> Any:
        return next(record for record in iter(anybody, None) if record.alias_list)

    return {
        "name": lambda: anybody().name,
        "name, first two": lambda: anybody().name[:2],
        "alias": lambda: dice.choice(with_alias().alias_list),
        "全拼": lambda: pinyin_keys(anybody().name, person=True)[0],
        "全拼, half": lambda: pinyin_keys(anybody().name, person=True)[0][:5],
        "首字母": lambda: pinyin_keys(anybody().name, person=True)[1],
        "nobody": lambda: f"{random_name(dice)}{random_name(dice)}",
        "no query": lambda: "",
    }


def measure(people: list[Any], dice: random.Random) -> bool:
    """Ask, print, and say whether every kind of search kept the target."""
    from django.contrib.auth import get_user_model
    from django.test import Client
    from django.urls import reverse

    from core.models import Person

    client = Client()
    client.force_login(
        get_user_model().objects.create_superuser("bench"), backend="django.contrib.auth.backends.ModelBackend"
    )
    address = reverse(Person.snippet_viewset.chooser_viewset.get_url_name("choose_results"))
    client.get(address)
    kept = True
    print(f"{'query':18}{'p50 ms':>8}{'p95 ms':>8}{'CPU p95':>9}{'SQL p95':>9}   (CPU: of this process)")
    for kind, query in kinds(people, dice).items():
        whole, busy, alone = [], [], []
        for _ in range(QUERIES):
            text = query()
            started, used = time.perf_counter(), time.process_time()
            answer = client.get(address, {"q": text})
            whole.append(1000 * (time.perf_counter() - started))
            busy.append(1000 * (time.process_time() - used))
            if answer.status_code != 200:
                raise SystemExit(f"{kind} {text!r}: {answer.status_code}")
            started = time.perf_counter()
            found = Person.objects.current().matching(text)
            found.count(), list(found[:25])
            alone.append(1000 * (time.perf_counter() - started))
        kept = kept and p95(whole) <= TARGET
        print(f"{kind:18}{median(whole):8.1f}{p95(whole):8.1f}{p95(busy):9.1f}{p95(alone):9.1f}")
    return kept


def p95(times: list[float]) -> float:
    return sorted(times)[int(0.95 * len(times))]


def main() -> None:
    django.setup()
    logging.disable(logging.WARNING)
    from django.db import connection
    from django.test.utils import setup_databases, setup_test_environment, teardown_databases

    setup_test_environment(debug=False)
    databases = setup_databases(verbosity=0, interactive=False)
    try:
        dice = random.Random(20261121)
        print(f"{PEOPLE} people, {connection.vendor}")
        people = fill(dice)
        kept = measure(people, dice)
    finally:
        teardown_databases(databases, verbosity=0)
    print(f"p95 ≤ {TARGET:.0f} ms: {'yes' if kept else 'NO'}")
    sys.exit(0 if kept else 1)


if __name__ == "__main__":
    main()
