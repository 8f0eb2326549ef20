"""The quickstart's three policies by docs/policy.md, S0 to S12 as far as their terms reach. For
numpy_baseline.py, which finds days of protracted default itself, and numpy_model.py."""
import math
import sys

import numpy as np

from numpy_book import H, NEVER, WAIT


class Policy:
    """Terms by buyer and eligibility by column. Limits: by buyer, from day 0 and from a later day `change` on."""

    def __init__(self, book, share, limits, nql, afl, protracted, premium, cap):
        self.share, self.change, self.limit = share, limits[0], np.array(limits[1:], dtype=float)
        self.nql, self.afl, self.protracted = nql * 100, afl * 100, protracted
        self.late_step = book.issue >= self.change[book.buyer]
        self.eligible = ~book.disputed & (self.limit[self.late_step * 1, book.buyer] > 0)
        if protracted:
            self.eligible &= book.due + WAIT > 0
        turnover = sum(a for b, t, a in book.turnover if self.limit[int(t >= self.change[b]), b] > 0)
        provisional = premium(turnover)
        self.cap = cap(provisional)
        self.premium = np.zeros(H + 1)  # advances of days 1..H; as_of's is in the opening balance, the adjustment after H
        for q in (1, 2, 3):
            self.premium[365 * q // 4] = round(provisional * (q + 1) / 4) - round(provisional * q / 4)


def make_policies(book):
    n, own, never = range(book.buyers), book.own_limit, np.full(book.buyers, NEVER)
    share = np.array([80 if own[i] is None else 90 for i in n])
    column = [2000000 if own[i] is None else own[i] for i in n]
    only = [own[i] or 0 for i in n]
    steps = [[5000000 if a is None else a for _, a in book.dated[i]] or [5000000] for i in n]
    early, then = [amounts[0] for amounts in steps], [amounts[-1] for amounts in steps]
    change = np.array([book.dated[i][-1][0] if len(steps[i]) > 1 else NEVER for i in n])
    if any(len(d) > 2 or d and d[0][0] > min(book.issue) for d in book.dated):
        sys.exit("numpy_policy.py: limits.csv: more than one change of a limit since the oldest open invoice")
    return (Policy(book, share, (never, column, column), 1000, 50000, True,
                   lambda t: max(4000000, round(t * 25 / 10000)), lambda p: 30 * p),
            Policy(book, np.full(book.buyers, 95), (change, early, then), 10000, 400000, True,
                   lambda t: 4500000, lambda p: 400000000),
            Policy(book, np.full(book.buyers, 80), (never, only, only), 0, 0, False,
                   lambda t: round(t * 12 / 10000), lambda p: math.inf))


def spread(first, count):
    """Positions first[i] .. first[i] + count[i] - 1 of every i, and i itself."""
    of = np.repeat(np.arange(len(count)), count)
    return np.arange(len(of)) + (first - np.cumsum(count) + count).take(of), of


def running(of, first, values):
    """Sums of values up to and with each, by group; groups lie together, from `first` on."""
    total = np.concatenate([[0.0], np.cumsum(values)])
    return total[1:] - total[first].take(of)


def unsettled(book, first, count, led, col, paid, amount, deadline):
    """Invoices of which something is open at due + WAIT before a deadline, receipts put against the oldest debt first:
    where what fell due up to it exceeds the receipts. Entries by ledger and due day, disputed ones with amount 0.

    A bound first: what is open is no more than the invoices paid more than WAIT days late, less those that fall due within
    the next n days and come within WAIT - n."""
    due = book.due.take(col)
    owed = running(led, first, amount * (paid > due + WAIT))
    j = np.flatnonzero((owed > 0) & (due > -WAIT) & (due + WAIT < deadline.take(led)))
    for n, ahead in book.ahead.items():
        total = np.cumsum(amount * (paid <= due + (WAIT - n)))
        j = j[owed[j] > total[j + ahead.take(col[j])] - total[j]]
    place, of = spread(first[led[j]], count[led[j]])
    balance = amount[place] * (place <= j[of]) - amount[place] * (paid[place] <= due[j[of]] + WAIT)
    return j[np.bincount(of, balance, len(j)) > 0]


def protracted_days(book, entries, policies, deadline):
    """Days of loss by protracted default, by policy; an insolvency on its deadline or before comes first."""
    days = np.full((len(policies), len(deadline)), NEVER)
    amount = np.where(entries.disputed, 0.0, entries.amount)
    j = unsettled(book, entries.first, entries.count, entries.led, entries.col, entries.paid, amount, deadline)
    for p, policy in enumerate(policies):
        if policy.protracted:
            k = j[policy.eligible[entries.col[j]]]
            led, first = np.unique(entries.led[k], return_index=True)  # the earliest of each ledger
            days[p, led] = entries.due[k[first]] + WAIT
    return days


class Debts:
    """S2 and S11 of ledgers on days of loss: what is open, what comes of it later."""

    def __init__(self, entries, led, day, recovered):
        place, of = spread(entries.first[led], entries.count[led])
        k = np.flatnonzero(entries.issue[place] <= day[of])
        place, of = place[k], of[k]
        amount, paid, own = entries.amount[place], entries.paid[place], entries.disputed[place]
        self.led, self.day, self.of, self.col = led, day, of, entries.col[place]
        first = np.searchsorted(of, np.arange(len(led)))
        sums = lambda values: np.bincount(of, values, len(led))
        pooled = np.where(own, 0.0, amount)
        settled = sums(pooled * (paid <= day[of]))
        later = paid > day[of]
        self.open = np.where(own, amount * later, np.clip(running(of, first, pooled) - settled[of], 0, pooled))
        self.ascertained = sums(self.open)
        estate = np.divide(recovered[led] * sums(amount * (paid == NEVER)), entries.exposure[led],
                           out=np.zeros(len(led)), where=entries.exposure[led] > 0)
        self.to_come = sums(amount * (later & (paid < NEVER))) + estate
        k = np.flatnonzero(later & (paid <= H))
        k = k[np.lexsort((paid[k], of[k]))]
        self.late_of, self.late_day, self.late_amount = of[k], paid[k], amount[k]


def settle(policy, debts, pick, trial, buyer):
    """The claims of settle_ledgers() by trial."""
    led, cash_day, paid, returned, back = settle_ledgers(policy, debts, pick, trial, buyer)
    return trial[led], cash_day, paid, returned, (trial[back[0]], *back[1:])


def settle_ledgers(policy, debts, pick, trial, buyer):
    """S3 to S11 of the losses `pick` of debts: (ledger, cash day, paid, insurer's part of all that comes later) of each
    claim, and (ledger, day, amount) of those parts that arrive inside the horizon."""
    eligible = debts.open * policy.eligible[debts.col]
    late = policy.late_step[debts.col]
    early, later = (np.bincount(debts.of, eligible * part, len(debts.led))[pick] for part in (~late, late))
    led = debts.led[pick]
    t, b = trial[led], buyer[led]
    insured = np.minimum(early, policy.limit[0, b])
    insured += np.minimum(later, np.maximum(policy.limit[1, b] - insured, 0))
    insured[insured <= policy.nql] = 0
    order = np.flatnonzero(insured)
    order = order[np.argsort((t[order] * 512 + debts.day[pick[order]]) * 4096 + b[order])]  # by trial, day, buyer
    led, t, loss, pick = led[order], t[order], insured[order], pick[order]
    new = np.diff(t, prepend=-1) > 0
    group, first = np.cumsum(new) - 1, np.flatnonzero(new)
    left = lambda total, values: np.maximum(total - (running(group, first, values) - values), 0)
    loss = loss - np.minimum(loss, left(policy.afl, loss))
    paid = np.rint(policy.share[b[order]] * loss / 100)
    paid = np.minimum(paid, left(policy.cap, paid))
    part = lambda money, paid, debt: np.minimum(np.rint(money * paid / debt), paid)
    returned = part(debts.to_come[pick], paid, debts.ascertained[pick])
    claim = np.zeros(len(debts.led))
    claim[pick] = paid
    k = np.flatnonzero(claim[debts.late_of] > 0)
    of = debts.late_of[k]
    so_far = running(of, np.searchsorted(of, np.arange(len(debts.led))), debts.late_amount[k])
    shared = part(so_far, claim[of], debts.ascertained[of])
    shared[1:] -= np.where(of[1:] == of[:-1], shared[:-1], 0)
    back = (debts.led[of], np.maximum(debts.late_day[k], debts.day[of] + 30), shared)
    return led, debts.day[pick] + 30, paid, returned, back


