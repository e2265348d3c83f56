"""Uncached article pages a second, beside the same story in a stock project made by `wagtail start`.

    python -m tests.benchmarks.article_page [--seconds 3] [--rounds 12]

Both sites run on gunicorn with one process each on the same machine, asked in turns of a few seconds, so that
whatever slows the machine slows both. The stock page has like blocks (headings, paragraphs, photos with the same
renditions, a quotation, figures) in `wagtail start`'s own base template. Prints both figures and their ratio; exits 1
below 1.0.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import statistics
import subprocess
import sys
import threading
import time
from pathlib import Path

from tests.benchmarks.scratch import ROOT, scratch_site
from tests.postgresql import free_port

PARAGRAPH = (
    "凌晨四点，江风还带着凉意，二号码头的灯一盏盏亮了起来。夜班的龙门吊司机把保温杯放在脚边，等着头一条船靠泊。" * 3
)
TITLE = "夜班码头的一盏灯"
CLIENTS = 4

STOCK_MODELS = """
from django.db import models
from wagtail import blocks
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.images.blocks import ImageChooserBlock
from wagtail.models import Page


class HomePage(Page):
    pass


class PhotoBlock(blocks.StructBlock):
    photo = ImageChooserBlock()
    caption = blocks.TextBlock(required=False)
    credit = blocks.CharBlock(required=False)

    class Meta:
        template = "home/blocks/photo.html"


class QuoteBlock(blocks.StructBlock):
    text = blocks.TextBlock()
    speaker = blocks.CharBlock(required=False)

    class Meta:
        template = "home/blocks/quote.html"


class FigureBlock(blocks.StructBlock):
    value = blocks.CharBlock()
    unit = blocks.CharBlock()
    label = blocks.CharBlock()


class FiguresBlock(blocks.StructBlock):
    title = blocks.CharBlock()
    figures = blocks.ListBlock(FigureBlock())

    class Meta:
        template = "home/blocks/figures.html"


class StoryPage(Page):
    intro = models.TextField(blank=True)
    date = models.DateTimeField(null=True)
    lead_photo = models.ForeignKey("wagtailimages.Image", null=True, on_delete=models.SET_NULL, related_name="+")
    body = StreamField([
        ("heading", blocks.CharBlock(template="home/blocks/heading.html")),
        ("paragraph", blocks.RichTextBlock()),
        ("photo", PhotoBlock()),
        ("pull_quote", QuoteBlock()),
        ("key_figures", FiguresBlock()),
    ])
    content_panels = Page.content_panels + [FieldPanel("intro"), FieldPanel("date"), FieldPanel("body")]
"""
PICTURE = "{{% picture {image} format-{{avif,webp,jpeg}} {spec} sizes='100vw' %}}"
STOCK_TEMPLATES = {
    "story_page.html": "{% extends 'base.html' %}{% load wagtailcore_tags wagtailimages_tags %}{% block content %}"
    "<article><h1>{{ page.title }}</h1><time>{{ page.date }}</time><p>{{ page.intro }}</p>"
    + PICTURE.format(image="page.lead_photo", spec="width-{480,768,1248}")
    + "{% include_block page.body %}</article>{% endblock %}",
    "blocks/heading.html": "<h2>{{ value }}</h2>",
    "blocks/photo.html": "{% load wagtailimages_tags %}<figure>"
    + PICTURE.format(image="value.photo", spec="width-{480,768,1248}")
    + "<figcaption>{{ value.caption }} {{ value.credit }}</figcaption></figure>",
    "blocks/quote.html": "<blockquote><p>{{ value.text }}</p><footer>{{ value.speaker }}</footer></blockquote>",
    "blocks/figures.html": "<h3>{{ value.title }}</h3><dl>{% for f in value.figures %}<dt>{{ f.label }}</dt>"
    "<dd>{{ f.value }}{{ f.unit }}</dd>{% endfor %}</dl>",
}
STOCK_FILL = """
import io, json
from django.core.files.images import ImageFile
from django.utils import timezone
from PIL import Image as Pillow
from wagtail.images.models import Image
from wagtail.models import Site
from home.models import HomePage, StoryPage

def photo(n):
    buffer = io.BytesIO()
    Pillow.new("RGB", (1600, 1000), (20 * n, 90, 120)).save(buffer, "JPEG")
    return Image.objects.create(title=f"photo {n}", file=ImageFile(io.BytesIO(buffer.getvalue()), name=f"{n}.jpg"))

body = json.load(open("body.json"))
photos = [photo(n) for n in range(4)]
for block in body:
    if block["type"] == "photo":
        block["value"]["photo"] = photos[block["value"]["photo"]].pk
home = HomePage.objects.get()
page = StoryPage(title="TITLE", slug="story", date=timezone.now(), intro="江风里的夜班。", lead_photo=photos[3])
page.body = json.dumps(body)
home.add_child(instance=page)
page.save_revision().publish()
""".replace("TITLE", TITLE)


def body() -> list[dict[str, object]]:
    """The story's blocks, raw; `photo` holds 0, 1, 2 to be replaced by keys."""
    blocks: list[dict[str, object]] = []
    for part in range(3):
        blocks.append({"type": "heading", "value": f"第{part + 1}节　灯下的人"})
        blocks += [{"type": "paragraph", "value": f"<p>{PARAGRAPH}</p><p>{PARAGRAPH}</p>"} for _ in range(2)]
        blocks.append({"type": "photo", "value": {"photo": part, "caption": "二号码头夜班交接。", "credit": "岑望 摄"}})
    blocks.append({"type": "pull_quote", "value": {"text": "灯亮着，心里就踏实。", "speaker": "孟长河"}})
    figures = [{"value": "36", "unit": "期", "label": "开班"}, {"value": "1200", "unit": "人", "label": "结业"}]
    return [*blocks, {"type": "key_figures", "value": {"title": "夜校一年", "figures": figures}}]


def make_stock(folder: Path) -> Path:
    """A `wagtail start` project with the story in it; returns its folder."""
    python = sys.executable
    wagtail = str(Path(python).with_name("wagtail"))
    subprocess.run([wagtail, "start", "stock"], cwd=folder, check=True, stdout=subprocess.DEVNULL)
    stock = folder / "stock"
    (stock / "home" / "models.py").write_text(STOCK_MODELS, encoding="utf-8")
    for name, text in STOCK_TEMPLATES.items():
        target = stock / "home" / "templates" / "home" / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
    (stock / "stock" / "settings" / "local.py").write_text("DEBUG = False\n", encoding="utf-8")
    (stock / "body.json").write_text(json.dumps(body()), encoding="utf-8")
    (stock / "fill.py").write_text(STOCK_FILL, encoding="utf-8")
    environment = {key: value for key, value in os.environ.items() if key not in {"DATABASE_URL", "PYTHONPATH"}}
    environment["DJANGO_SETTINGS_MODULE"] = "stock.settings.dev"
    for command in (["makemigrations", "-v0", "home"], ["migrate", "-v0"], ["collectstatic", "-v0", "--noinput"]):
        subprocess.run([python, "manage.py", *command], cwd=stock, env=environment, check=True)
    subprocess.run(
        [python, "manage.py", "shell", "-v0", "-c", "exec(open('fill.py').read())"],
        cwd=stock,
        env=environment,
        check=True,
    )
    return stock


def make_ours() -> str:
    """The same story on our site, with its renditions made; returns its path."""
    from django.utils import timezone

    from core.jobs.testing import run_jobs
    from home.newsroom import build_newsroom, ensure_section
    from tests.factories.photos import make_photo
    from tests.factories.stories import story

    section = ensure_section(home=build_newsroom().home, slug="yaowen", title="要闻")
    photos = [make_photo(f"photo {n}", width=1600, height=1000) for n in range(4)]
    blocks = body()
    for block in blocks:
        value = block["value"]
        if isinstance(value, dict) and block["type"] == "photo":
            value["photo"] = photos[value["photo"]].pk
    page = story(
        section, title=TITLE, summary="江风里的夜班。", lead_photo=photos[3], body=blocks, date_shown=timezone.now()
    )
    run_jobs()
    return str(page.url)


def serve(application: str, port: int, folder: Path, environment: dict[str, str], log: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "gunicorn", "--workers", "1", "--bind", f"127.0.0.1:{port}", application]
    return subprocess.Popen(command, cwd=folder, env=environment, stdout=log.open("wb"), stderr=subprocess.STDOUT)


def wait_until_served(port: int, path: str, log: Path) -> str:
    for _ in range(120):
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
            connection.request("GET", path)
            answer = connection.getresponse()
            text = answer.read().decode()
            if answer.status == 200 and TITLE in text:
                return text
            raise RuntimeError(f"{path}: {answer.status}\n{text[:500]}\n{log.read_text()[-3000:]}")
        except OSError:
            time.sleep(0.5)
    raise RuntimeError(log.read_text()[-2000:])


def requests_a_second(port: int, path: str, seconds: float) -> float:
    """Keep-alive clients ask for the page for so long; errors raise."""
    counts = [0] * CLIENTS
    until = time.perf_counter() + seconds

    def ask(me: int) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        while time.perf_counter() < until:
            connection.request("GET", path)
            answer = connection.getresponse()
            answer.read()
            if answer.status != 200:
                raise RuntimeError(f"{path}: {answer.status}")
            counts[me] += 1

    threads = [threading.Thread(target=ask, args=(me,)) for me in range(CLIENTS)]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(counts) / (time.perf_counter() - began)


def described(page: str) -> str:
    return f"{page.count('<picture')} pictures, {len(page.encode()) / 1024:.0f} kB"


def main() -> int:
    cli = argparse.ArgumentParser(description=__doc__)
    cli.add_argument("--seconds", type=float, default=3)
    cli.add_argument("--rounds", type=int, default=12)
    args = cli.parse_args()
    with scratch_site() as var:
        path = make_ours()
        stock = make_stock(var)
        ports = free_port(), free_port()
        base = {key: value for key, value in os.environ.items() if key not in {"DATABASE_URL", "PYTHONPATH"}}
        ours = serve(
            "config.wsgi",
            ports[0],
            ROOT,
            dict(os.environ, PYTHONPATH=f"{ROOT}/site", ALLOWED_HOSTS="*"),
            var / "ours.log",
        )
        theirs = serve(
            "stock.wsgi", ports[1], stock, base | {"DJANGO_SETTINGS_MODULE": "stock.settings.dev"}, var / "stock.log"
        )
        try:
            our_page = wait_until_served(ports[0], path, var / "ours.log")
            stock_page = wait_until_served(ports[1], "/story/", var / "stock.log")
            rounds = [
                (requests_a_second(ports[0], path, args.seconds), requests_a_second(ports[1], "/story/", args.seconds))
                for _ in range(args.rounds)
            ]
        finally:
            for process in (ours, theirs):
                process.terminate()
                process.wait(timeout=20)
    our_rate, stock_rate = (statistics.median(side) for side in zip(*rounds, strict=True))
    ratio = our_rate / stock_rate
    print(
        f"article page, uncached, one process: {our_rate:.1f} requests/s ({described(our_page)}); "
        f"stock project {stock_rate:.1f} requests/s ({described(stock_page)}); ratio {ratio:.2f}"
    )
    return 0 if ratio >= 1 else 1


if __name__ == "__main__":
    sys.exit(main())
