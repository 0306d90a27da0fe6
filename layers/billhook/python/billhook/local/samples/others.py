"""Sample files other than text bills: a scan, a photo, an invoice for furniture, corrupt bytes."""

import io
from decimal import Decimal
from typing import Any

from billhook.local.samples.page_canvas import A4, PageCanvas
from billhook.local.samples.sample_bill import us_money
from billhook.local.samples.seeded_random import SeededRandom

SCAN_DPI = 150


def scan(sheet: PageCanvas, seed: int, skew: float = 0.6) -> bytes:
    """``sheet`` as scanned: an image-only PDF, slightly skewed, grey and noisy."""
    pages = [
        _scanned(page, SeededRandom(f"scan-{seed}-{number}"), skew)
        for number, page in enumerate(_rendered(sheet.pdf()))
    ]
    buffer = io.BytesIO()
    pages[0].save(buffer, "PDF", resolution=SCAN_DPI, save_all=True, append_images=pages[1:], quality=70)
    return buffer.getvalue()


def photo(sheet: PageCanvas, seed: int) -> bytes:
    """The first page of ``sheet`` as photographed: perspective, shade, noise; a JPEG."""
    from PIL import Image, ImageChops, ImageFilter  # noqa: PLC0415 - a development dependency

    random, page = SeededRandom(f"photo-{seed}"), _rendered(sheet.pdf())[0]
    width, height = page.size
    table = Image.new("RGB", (width + 160, height + 160), (96, 84, 72))
    table.paste(page.convert("RGB"), (80, 80))
    lean = random.number(14, 26)
    corners = (-lean, 0, 0, table.height, table.width, table.height - lean, table.width + lean, lean)
    leaning = table.transform(table.size, Image.Transform.QUAD, corners, Image.Resampling.BICUBIC)
    shade = Image.linear_gradient("L").resize(table.size).point(lambda value: 255 - value // 5).convert("RGB")
    shaded = ImageChops.multiply(leaning, shade)
    noisy = Image.blend(shaded, _noise(shaded.size, random).convert("RGB"), 0.06).filter(ImageFilter.GaussianBlur(0.5))
    buffer = io.BytesIO()
    noisy.save(buffer, "JPEG", quality=82)
    return buffer.getvalue()


def furniture_invoice(seed: int) -> PageCanvas:
    """An invoice for chairs and tables, with a total, a due date and an account number."""
    random, sheet = SeededRandom(f"furniture-{seed}"), PageCanvas(A4)
    sheet.text(50, 60, "Oak & Anvil Furniture Makers Ltd", 16, bold=True)
    sheet.text(50, 110, f"Invoice INV-{random.digits(6)}", 13, bold=True)
    sheet.row(130, {50: "Invoice date", 150: "03/14/2025"})
    sheet.row(144, {50: "Due date", 150: "04/13/2025"})
    sheet.row(158, {50: "Customer account", 150: random.digits(7)})
    sheet.row(200, {50: "Description", -330: "Quantity", -420: "Unit price", -545: "Amount"}, bold=True)
    total, y = Decimal(0), 200
    for name in ("Oak dining table", "Ladder-back chair", "Electric standing desk", "Water-based varnish, 1 gal"):
        y += 16
        count, price = random.number(1, 6), random.amount(20, 400)
        total += count * price
        sheet.row(y, {50: name, -330: str(count), -420: us_money(price), -545: us_money(count * price)})
    sheet.row(y + 30, {330: "Total due", -545: us_money(total)}, 11, bold=True)
    sheet.text(50, y + 80, "Payment within 30 days. Goods remain our property until paid in full.", 8)
    return sheet


def unreadable(pdf: bytes) -> bytes:
    """The first third of ``pdf``, which cannot be opened."""
    return pdf[: len(pdf) // 3]


def _rendered(pdf: bytes) -> list[Any]:
    import pypdfium2  # noqa: PLC0415 - a development dependency

    opened: Any = pypdfium2.PdfDocument
    with opened(pdf) as document:
        return [page.render(scale=SCAN_DPI / 72).to_pil() for page in document]


def _scanned(page: Any, random: SeededRandom, skew: float) -> Any:
    from PIL import Image  # noqa: PLC0415 - a development dependency

    grey = page.convert("L")
    angle = skew * (1 if random.number(0, 1) else -1)
    turned = grey.rotate(angle, Image.Resampling.BICUBIC, fillcolor=252)
    return Image.blend(turned, _noise(turned.size, random), 0.05)


def _noise(size: tuple[int, int], random: SeededRandom) -> Any:
    """Grey speckle determined by a seed: a tile of hashed bytes, enlarged to ``size``."""
    from PIL import Image  # noqa: PLC0415 - a development dependency

    tile = bytes(random.number(0, 255) for _ in range(97 * 61))
    speckle = Image.new("L", size)
    stamp = Image.frombytes("L", (97, 61), tile)
    for top in range(0, size[1], 61):
        for left in range(0, size[0], 97):
            speckle.paste(stamp, (left, top))
    return speckle
