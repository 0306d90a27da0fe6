"""Regions that may show a code: images and clusters of bars of its size; tables, rules and letters are none."""

from billhook.adapters.sandbox.code_regions import MAX_REGIONS, CodeRegions

PAGE = (600.0, 800.0)


def box(x: float, y: float, width: float, height: float) -> tuple[float, float, float, float]:
    """A box in points as fractions of the page."""
    return x / PAGE[0], y / PAGE[1], (x + width) / PAGE[0], (y + height) / PAGE[1]


def test_image_of_a_code_is_a_region_with_margin() -> None:
    regions = CodeRegions(*PAGE)
    regions.add_image(box(60, 600, 130, 130))
    regions.add_image(box(300, 20, 10, 10))

    ((x0, y0, x1, y1),) = regions.boxes()

    assert x0 < 60 / 600
    assert y0 < 600 / 800
    assert x1 > 190 / 600
    assert y1 > 730 / 800


def test_row_of_bars_is_one_region() -> None:
    regions = CodeRegions(*PAGE)
    for number in range(120):
        regions.add_path(box(60 + 2.4 * number, 700, 1.2, 36), 5)

    ((x0, _, x1, _),) = regions.boxes()

    assert x0 * 600 <= 60
    assert x1 * 600 >= 60 + 2.4 * 119


def test_symbol_drawn_as_one_path_is_a_region() -> None:
    regions = CodeRegions(*PAGE)
    regions.add_path(box(60, 600, 130, 130), 900)
    regions.add_path(box(60, 100, 130, 130), 5)

    assert len(regions.boxes()) == 1


def test_table_of_rules_is_no_region() -> None:
    regions = CodeRegions(*PAGE)
    for row in range(40):
        for column in range(6):
            regions.add_path(box(60 + 80 * column, 100 + 14 * row, 80, 0.5), 2)
            regions.add_path(box(60 + 80 * column, 100 + 14 * row, 0.5, 14), 2)

    assert regions.boxes() == []


def test_overlapping_regions_are_joined_and_limited() -> None:
    regions = CodeRegions(*PAGE)
    regions.add_image(box(60, 600, 130, 130))
    regions.add_image(box(100, 640, 130, 130))

    assert len(regions.boxes()) == 1
    for row in range(12):
        for column in range(8):
            regions.add_image(box(10 + 74 * column, 10 + 60 * row, 40, 30))
    assert len(regions.boxes()) <= MAX_REGIONS
