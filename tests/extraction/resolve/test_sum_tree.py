"""Sums of charge rows."""

from decimal import Decimal

from billhook.extraction.resolve.sum_tree import LeafSearch, SumTree, sum_tree, whole_run
from tests.extraction.pages import Row, candidates_of


def tree_of(*rows: Row) -> SumTree:
    return sum_tree(candidates_of(*rows).charge_columns)


def children(tree: SumTree) -> dict[str, list[str]]:
    return {str(row.value): [str(child.value) for child in group] for row, group in tree.children.items()}


def leaves(tree: SumTree, target: str) -> list[str]:
    return [str(row.value) for row in LeafSearch(tree).leaves(Decimal(target))]


FOOTERS: tuple[Row, ...] = (
    {40: "Energy", -400: "$10.00"},
    {40: "Fee", -400: "$5.00"},
    {40: "Total supply", -400: "$15.00"},
    {40: "Delivery", -400: "$7.00"},
    {40: "Total", -400: "$22.00"},
)


def test_sum_tree_footer_adds_rows_above() -> None:
    assert children(tree_of(*FOOTERS)) == {"15.00": ["10.00", "5.00"], "22.00": ["15.00", "7.00"]}


def test_sum_tree_heading_adds_rows_below() -> None:
    tree = tree_of({40: "Supply", -400: "$15.00"}, {60: "Energy", -400: "$10.00"}, {60: "Fee", -400: "$5.00"})

    assert children(tree) == {"15.00": ["10.00", "5.00"]}


def test_sum_tree_details_have_no_totals() -> None:
    (column,) = tree_of(*FOOTERS).details

    assert [str(row.value) for row in column] == ["10.00", "5.00", "7.00"]


def test_leaf_search_follows_totals_down() -> None:
    assert leaves(tree_of(*FOOTERS), "22.00") == ["10.00", "5.00", "7.00"]


def test_leaf_search_unexplained_amount_has_no_leaves() -> None:
    assert leaves(tree_of(*FOOTERS), "99.00") == []


def test_leaf_search_is_only_list_without_subtotals() -> None:
    nested, flat = tree_of(*FOOTERS), tree_of(*FOOTERS[:3])
    target, part = Decimal("22.00"), Decimal("15.00")

    assert not LeafSearch(nested).is_only(target, LeafSearch(nested).leaves(target))
    assert LeafSearch(flat).is_only(part, LeafSearch(flat).leaves(part))
    assert not LeafSearch(flat).is_only(target, ())


def test_leaf_search_leaves_out_instalments_to_come() -> None:
    tree = tree_of(
        {40: "Water", -300: "$80.00"},
        {40: "Fixed charge", -300: "$10.00"},
        {40: "30 August 2026", -420: "$30.00"},
        {40: "29 September 2026", -420: "$30.00"},
        {40: "29 October 2026", -420: "$30.00"},
    )

    assert leaves(tree, "90.00") == ["80.00", "10.00"]


def test_sum_tree_total_of_zero_adds_charges_and_credits() -> None:
    tree = tree_of(
        {40: "Energy", -400: "$30.00"},
        {40: "Fee", -400: "$5.00"},
        {40: "Paid twice", -400: "-$35.00"},
        {40: "Total", -400: "$0.00"},
    )

    assert children(tree) == {"0.00": ["30.00", "5.00", "-35.00"]}


def test_leaf_search_rows_of_one_group_do_not_make_each_other_up() -> None:
    rows: tuple[Row, ...] = (
        {40: "Electricity", -400: "$50.00"},
        {60: "Peak", -400: "$30.00"},
        {60: "Off-peak", -400: "$20.00"},
        {40: "Service", -400: "$8.00"},
        {60: "Customer charge", -400: "$8.00"},
        {40: "Sales tax", -400: "$4.00"},
        {40: "Current charges", -400: "$62.00"},
    )

    assert leaves(tree_of(*rows), "62.00") == ["30.00", "20.00", "8.00", "4.00"]


def test_whole_run_of_a_tax_and_the_charges_that_have_it_is_none() -> None:
    tree = tree_of(
        {40: "Energy", -400: "$34.00"},
        {40: "Standing fee", -400: "$28.20"},
        {40: "Before VAT", -400: "$62.20"},
        {40: "VAT", -400: "$6.22"},
        {40: "Charges this period", -400: "$68.42"},
    )

    assert whole_run(tree, Decimal("74.64")) == ()
