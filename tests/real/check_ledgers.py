"""Compares a result file of a real ledger with the ledger itself, to the cent.

usage: check_ledgers.py 2013|2020 RESULT.h5 FOLDER_OF_THE_LEDGERS
Reads the ledgers with the csv module and exact decimals alone; the program's readers have no part in it.
"""
import csv
import sys
from collections import Counter
from decimal import ROUND_HALF_EVEN, Decimal
from pathlib import Path

import h5py

CENT = Decimal("0.01")


def rows(path):
    with open(path, newline="", encoding="utf-8-sig") as file:
        return list(csv.DictReader(file))


def ledger_2013(folder):
    open_rows = [r for r in rows(folder / "ledger_asof_2013-06-30.csv") if not r["SettledDate"]]
    assert len(open_rows) == 84, f"{len(open_rows)} open rows"
    debt = Counter()
    for row in open_rows:
        debt[row["customerID"]] += Decimal(row["InvoiceAmount"])
    planned = sum(Decimal(r["InvoiceAmount"]) for r in rows(folder / "known_future_invoices.csv"))
    return debt, planned, 26


def open_items_2020(folder):
    debt = Counter()
    for row in rows(folder / "open_items_2020.csv"):
        amount = Decimal(row["total_open_amount"])
        if row["invoice_currency"] == "CAD":
            amount = (amount * Decimal("0.7142")).quantize(CENT, ROUND_HALF_EVEN)
        debt[row["cust_number"]] += amount
    return debt, Decimal(0), 13


def main():
    which, result, folder = sys.argv[1], sys.argv[2], Path(sys.argv[3])
    debt, planned, weeks = {"2013": ledger_2013, "2020": open_items_2020}[which](folder)
    with h5py.File(result) as file:
        ids = [name.decode() for name in file["buyers/buyer"][:]]
        exposure = file["buyers/exposure"][:]
        receipts = file["cash/receipts_mean"][0]
        periods = file["cash/period"][:]
    assert len(ids) == len(set(ids)) and set(debt) <= set(ids), "buyers differ"
    for buyer, amount in zip(ids, exposure):
        # A double holds these amounts to far less than a cent: the nearest cent is the amount.
        got = Decimal(float(amount)).quantize(CENT)
        assert abs(Decimal(float(amount)) - got) < Decimal("1e-6"), f"{buyer}: {amount} is no whole number of cents"
        assert got == debt.get(buyer, Decimal(0)), f"{buyer}: {got} in the result, {debt.get(buyer, 0)} in the ledger"
    assert len(receipts) == weeks == len(periods), f"{len(receipts)} weeks of receipts, {weeks} wanted"
    assert list(periods) == [7 * (week + 1) for week in range(weeks)], f"periods {periods}"
    assert all(amount > 0 for amount in receipts), f"a week without receipts: {receipts}"
    total, owed = Decimal(float(receipts.sum())), sum(debt.values()) + planned
    assert total <= owed, f"more is received ({total}) than was owed and sold ({owed})"
    assert total >= owed * Decimal("0.5"), f"less than half is received: {total} of {owed}"
    print(f"{len(debt)} owing buyers, {sum(debt.values())} open, {weeks} weeks of receipts, {total:.2f} received on average")


main()
