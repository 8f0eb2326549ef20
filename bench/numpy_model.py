#!/usr/bin/python3
"""The quickstart's whole model in vectorised numpy: numpy_model.py FOLDER TRIALS [SEED [OUT.npz]] prints a line of JSON.

The model of configs/quickstart.yaml, complete, for one analyst and one book: shock windows at random or certain with their
spillover, default days by the conditional cumulative hazard, buyers' payment effects given their records, open items
truncated, whole days, losses given default, the three policies invoice by invoice (numpy_policy.py), cash by day in whole
cents with the credit line, and the statistics that the program prints. Its random numbers are others, so the two agree
within sampling errors alone: it is also an independent check of the program.

As fast as numpy allows: no loop over trials or invoices, chunks that stay in the cache, what no trial changes worked out
before the clock starts (numpy_book.py), what scenarios share computed once, ledgers opened for those buyers alone that
fail or become a protracted default. Left out, to numpy's advantage: ageing, days of sales outstanding, days late, lost
sales, intervals of quantiles, contributions to tails. The terms are written into the code: another config, another program.
"""
import json
import math
import os
import sys

import numpy as np
from scipy import special

from numpy_book import (BLOCKS, BUYER, H, LATEST, LINK, MONTH_END, NEVER, REACH, RESIDUAL, SCORE, SECTOR, SLUMP, SPAN, WAIT,
                        WIDE, Payments, Pieces, Worlds)
from numpy_policy import Debts, make_policies, protracted_days, settle, spread, unsettled

WEEKS = 52
DAYS = LATEST + 460  # width of a histogram of payment days
CHUNK, BLOCK, BATCH = 64, 8, 128  # trials with common ledgers; with common payments; with common cash accounts
PROBABILITIES = (0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99, 0.995, 0.999)


def hazard(x):
    return -special.log_ndtr(-x)


def draw_windows(rng, count):
    """First and last days of up to two windows of construction's slump by trial; NEVER where there is none."""
    starts = np.ceil(rng.exponential(365 / -math.log(0.9), (count, 8)).cumsum(1))
    windows = np.full((2, 2, count), NEVER)  # first or last, which, trial
    for start in np.where(starts <= H, starts, NEVER).astype(int).T:
        new = start < NEVER
        for first, last in zip(*windows):
            take = new & ((first == NEVER) | (start <= last + 1))
            first[take], last[take] = np.minimum(first[take], start[take]), start[take] + SLUMP - 1
            new &= ~take
    return windows


def certain_windows(count, days):
    windows = np.full((2, 2, count), NEVER)
    windows[0, 0], windows[1, 0] = 1, days
    return windows


def inside(windows, trial, days):
    """Is the slump active on these days of these trials?"""
    return np.any((windows[0][:, trial] <= days) & (days <= windows[1][:, trial]), axis=0)


def find_defaults(worlds, s, systematic, windows, e):
    """(trial, buyer, day) of those that fail by themselves.

    A buyer fails by the horizon where its e lies below a score that its sector, grade and trial share, with
    L(t) = H(t) + (m - 1) sum over windows of H(last) - H(first - 1) the multiplied hazard. Few fail."""
    threshold = worlds.threshold[s]
    highest = (threshold[H] - systematic) / worlds.own
    ends = []  # trials, hazards at both ends of a window
    for first, last in zip(*windows):
        t = np.flatnonzero(first <= H)
        if len(t):
            both = [hazard((threshold[d] - systematic[t]) / worlds.own) for d in (first[t] - 1, np.minimum(last[t], H))]
            ends.append((t, *both))
    if ends:
        shocked = ends[0][0]  # a second window follows a first
        total = np.zeros_like(highest)
        total[shocked] = hazard(highest[shocked])
        for t, before, after in ends:
            total[t] += (worlds.factor - 1) * (after - before)
        highest[shocked] = special.ndtri(-np.expm1(-total[shocked]))
    trial, buyer = np.divmod(np.flatnonzero(e < highest.take(worlds.cell, axis=1)), e.shape[1])
    cell, reached = worlds.cell[buyer], hazard(e[trial, buyer])
    for t, before, after in ends:  # back to the plain hazard, window by window
        place = np.searchsorted(t, trial).clip(0, len(t) - 1)
        low, high, m = before[place, cell], after[place, cell], worlds.factor[cell]
        middle = np.where(reached < low + m * (high - low), low + (reached - low) / m, reached - (m - 1) * (high - low))
        reached = np.where((t[place] == trial) & (reached > low), middle, reached)
    p = special.ndtr(systematic[trial, cell] + worlds.own[cell] * special.ndtri(-np.expm1(-reached)))
    day = np.floor(365 * np.log1p(-p) / worlds.log_survival[s][cell]) + 1
    return trial, buyer, np.minimum(day, H).astype(int)


def draw_effects(payments, tilt, u):
    """m = b Z' + c B by inverting a buyer's posterior, cells of equal density tilted by exp(m tilt): the sums of the blocks
    first, then the cells of one block. Powers of ratio are the tilts of cells."""
    slope = tilt * payments.step32
    ratio, ratios = np.exp(slope), np.exp(WIDE * slope)
    sums = np.empty((len(u), *payments.by_cell[0].shape), dtype=np.float32)
    sums[:] = payments.by_cell[WIDE - 1]
    for cell in payments.by_cell[WIDE - 2 :: -1]:  # Horner's rule
        sums *= ratio[:, None]
        sums += cell
    power = ratios.copy()
    for k in range(1, BLOCKS):
        sums[:, k] *= power
        sums[:, k] += sums[:, k - 1]
        power *= ratios
    target = sums[:, -1] * u
    block = (sums[:, :-1] <= target[:, None]).sum(1, dtype=np.uint8).astype(np.intp)
    trial, buyer = np.arange(len(u))[:, None], np.arange(u.shape[1])
    weight = payments.weight.reshape(-1, WIDE).take(buyer * BLOCKS + block, axis=0)
    below = sums.ravel().take((trial * BLOCKS + np.maximum(block - 1, 0)) * u.shape[1] + buyer)
    left = (target - below * (block > 0)) * np.exp(slope * (-WIDE * block).astype(np.float32))
    m = WIDE * block.astype(np.float32)
    for k in range(WIDE):  # whole cells passed, then the share of the one in which the target lies
        cell = np.maximum(weight[..., k], 1e-30)
        m += np.minimum(np.maximum(left / cell, 0), 1)
        left -= cell
        left /= ratio
    return payments.lowest + (m - 0.5) * payments.step


class Chunk:
    """What scenarios share of a few trials: states, effects of buyers, scores of payments, random windows."""

    def __init__(self, sim, rng, count):
        book, payments, worlds = sim.book, sim.payments, sim.worlds
        z = math.sqrt(0.4) * rng.standard_normal((count, 1)) + math.sqrt(0.6) * rng.standard_normal((count, book.sectors))
        late = -z  # a bad state is a late one
        self.systematic = worlds.loading * np.repeat(z, 5, axis=1)
        self.score = np.empty((count, book.size), dtype=np.uint16)
        late = late.take(book.sector, axis=1)
        u = rng.random((count, book.buyers), dtype=np.float32)
        m = np.empty((count, book.buyers))
        for row in range(0, count, BLOCK):
            r = slice(row, min(row + BLOCK, count))
            m[r] = draw_effects(payments, (late[r] * (SECTOR / BUYER**2)).astype(np.float32), u[r])
            centre = np.rint((m[r] + REACH) * SCORE).astype(np.uint16)
            words = rng.bit_generator.random_raw((self.score[r].size + 3) // 4).view(np.uint16)[: self.score[r].size]
            np.add(payments.residual.take(words).reshape(-1, book.size), centre.take(book.buyer, axis=1), out=self.score[r],
                   casting="unsafe")
        effect = (m - SECTOR * late) / BUYER
        self.e = math.sqrt(1 - LINK**2) * rng.standard_normal((count, book.buyers)) - LINK * effect
        self.insolvent = rng.random((count, book.buyers), dtype=np.float32) < 0.6
        self.lgd = rng.random((count, book.buyers), dtype=np.float32)
        mean = m.take(book.buyer[payments.overdue], axis=1)
        tail = special.ndtr((mean - payments.edge) / RESIDUAL) * (1 - rng.random(mean.shape))
        x = (mean - RESIDUAL * special.ndtri(np.maximum(tail, 1e-300)) + REACH) * SCORE
        self.score[:, payments.overdue] = np.clip(x, payments.least, SPAN - 1)
        self.windows = draw_windows(rng, count)
        self.windowed = self.windows[0, 0] <= H


class Entries:
    """Invoices of the ledgers of one chunk and scenario by due day; those not shipped have amount 0."""

    def __init__(self, sim, s, chunk, trial, buyer, default):
        book = sim.book
        place, led = spread(book.first[buyer], book.first[buyer + 1] - book.first[buyer])
        col, t = book.order[place], trial[led]
        delay, amount = sim.invoices(s, chunk, t, col)
        paid = book.due[col] + delay
        lost = paid >= default[led]
        k = np.flatnonzero(lost & (paid <= H))
        self.lost_receipts = np.bincount(t[k] * (H + 1) + paid[k], amount[k], len(chunk.score) * (H + 1))
        paid[lost] = NEVER
        self.led, self.col, self.paid = led, col, paid
        self.due, self.issue, self.disputed = (v.take(col) for v in (book.due, book.issue, book.disputed))
        self.amount = amount * ((self.issue <= 0) | (self.issue < default[led]))
        self.count = book.first[buyer + 1] - book.first[buyer]
        self.first = np.cumsum(self.count) - self.count
        self.exposure = np.bincount(led, self.amount * lost, len(trial))


class Simulation:
    def __init__(self, folder):
        self.book = book = Pieces(folder)
        self.worlds = Worlds(book)
        self.payments = Payments(book, self.worlds.multipliers / 1000)
        self.policies = make_policies(book)
        # A score from which on some scenario may have the invoice WAIT days late inside the horizon.
        kinds = np.stack([*self.worlds.offset, self.worlds.random_offset]) // SPAN
        self.late_score = self.payments.late_score[kinds].min(0)
        self.late_score[(book.due + WAIT > H) | book.disputed] = 65535
        self.late_score = self.late_score.astype(np.uint16)
        self.due = [np.arange(BLOCK)[:, None] * DAYS + book.due[a:b] for a, b in zip(book.pieces, book.pieces[1:])]

    def invoices(self, s, chunk, t, col):
        """Days late and amounts of columns in trials."""
        offset, amount = self.worlds.offset[s].take(col), self.worlds.amount[s].take(col)
        if s in (0, 2):
            k = np.flatnonzero(chunk.windowed[t] & (col >= self.book.pieces[2]))
            offset[k] = self.worlds.random_offset[col[k]] * inside(chunk.windows, t[k], self.book.due[col[k]])
            at = k[inside(chunk.windows, t[k], self.book.issue[col[k]])]
            amount[at] = self.worlds.random_amount[col[at]]
        score = chunk.score.ravel().take(t * self.book.size + col)
        return self.payments.law.take(offset + score).astype(int), amount

    def piece_receipts(self, score, s, k):
        """Payments by trial and day of the columns of one piece, failures left aside."""
        columns = slice(*self.book.pieces[k : k + 2])
        index = score[:, columns]
        days = self.payments.law.take(index + self.worlds.offset[s, columns] if s else index) + self.due[k][: len(score)]
        weight = np.broadcast_to(self.worlds.amount[s, columns], days.shape).ravel()
        return np.bincount(days.ravel(), weight, len(score) * DAYS).reshape(-1, DAYS)[:, : H + 1]

    def random_receipts(self, chunk, t):
        """The same of the slump's sectors in the trials with random windows."""
        columns = slice(self.book.pieces[2], None)
        due, issue = self.book.due[columns], self.book.issue[columns]
        at = inside(chunk.windows[..., None], t, due)
        index = chunk.score[t, columns] + self.worlds.random_offset[columns] * at
        days = self.payments.law.take(index) + (np.arange(len(t))[:, None] * DAYS + due)
        at = inside(chunk.windows[..., None], t, issue)
        weight = np.where(at, self.worlds.random_amount[columns], self.worlds.amount[0, columns])
        return np.bincount(days.ravel(), weight.ravel(), len(t) * DAYS).reshape(-1, DAYS)[:, : H + 1]

    def receipts(self, chunk):
        count = len(chunk.score)
        result = np.zeros((4, count, H + 1))
        for row in range(0, count, BLOCK):
            r = slice(row, min(row + BLOCK, count))
            score = chunk.score[r]
            plain = [self.piece_receipts(score, 0, k) for k in range(4)]
            result[1, r] = plain[0] + plain[1] + plain[2] + self.piece_receipts(score, 1, 3)
            result[3, r] = plain[0] + sum(self.piece_receipts(score, 3, k) for k in (1, 2, 3))
            t = np.flatnonzero(chunk.windowed[r])
            if len(t):
                plain[2][t], plain[3][t] = self.random_receipts(chunk, row + t), 0
            result[0, r] = plain[0] + plain[1] + plain[2] + plain[3]
        result[2] = result[0]
        return result

    def late_payers(self, s, chunk, candidates):
        """Those whose debts come to be unpaid for WAIT days if they do not fail: trial x buyers + buyer."""
        t, col = candidates
        k = np.flatnonzero(self.invoices(s, chunk, t, col)[0] > WAIT)
        key = np.unique(t[k] * self.book.buyers + self.book.buyer[col[k]])
        t, b = np.divmod(key, self.book.buyers)
        count = self.book.first[b + 1] - self.book.first[b]
        place, led = spread(self.book.first[b], count)
        col = self.book.order.take(place)
        delay, amount = self.invoices(s, chunk, t.take(led), col)
        amount[self.book.disputed.take(col)] = 0
        j = unsettled(self.book, np.cumsum(count) - count, count, led, col, self.book.due.take(col) + delay, amount,
                      np.full(len(key), H + 1))
        return np.unique(key[led[j]])

    def ledgers(self, s, chunk, late):
        """(trial, buyer, default day, insolvent) of buyers that fail, and of late payers to look at."""
        count, book, worlds = len(chunk.score), self.book, self.worlds
        windows = chunk.windows if s in (0, 2) else certain_windows(count, SLUMP if s == 1 else H)
        t, b, day = find_defaults(worlds, s, chunk.systematic, windows, chunk.e)
        insolvent = chunk.insolvent[t, b]
        if s == 2:
            k = np.flatnonzero(~np.isin(b, worlds.named) | (day <= 28))
            t, b, day, insolvent = t[k], b[k], day[k], insolvent[k]
            named = (np.arange(count)[:, None] * book.buyers + worlds.named).ravel()
            named = named[~np.isin(named, t * book.buyers + b)]
            t, b = np.append(t, named // book.buyers), np.append(b, named % book.buyers)
            day, insolvent = np.append(day, np.full(len(named), 28)), np.append(insolvent, np.full(len(named), True))
        late = np.setdiff1d(late, t * book.buyers + b, assume_unique=True)
        return (np.append(t, late // book.buyers), np.append(b, late % book.buyers),
                np.append(day, np.full(len(late), NEVER)), np.append(insolvent, np.full(len(late), False)))

    def settle_chunk(self, s, chunk, late, flow, at, out):
        """Losses and claims of a scenario in one chunk; cash flows by day, policy, trial."""
        count, book = len(chunk.score), self.book
        t, b, default, insolvent = self.ledgers(s, chunk, late)
        entries = Entries(self, s, chunk, t, b, default)
        receipts = flow[:, 0] - entries.lost_receipts.reshape(count, H + 1).T
        out["receipts"][s, :, at] = receipts[1:].reshape(WEEKS, 7, count).sum(1)
        lgd = np.interp(chunk.lgd[t, b], np.linspace(0, 1, len(self.worlds.lgd[s])), self.worlds.lgd[s])
        recovered = np.rint(entries.exposure * (1 - lgd))
        loss = entries.exposure - recovered
        out["gross"][s, at] = np.bincount(t, loss, count)
        out["defaults"][s, at] = np.bincount(t, default < NEVER, count)
        out["loss_by_buyer"][s] += np.bincount(b, loss, book.buyers)
        receipts -= book.outflow[:, None]
        flow[:, 0] = receipts
        insolvency = np.where(insolvent, default, NEVER)
        protracted = protracted_days(book, entries, self.policies, np.minimum(insolvency, H + 1))
        days = np.minimum(insolvency, protracted)
        wanted = [np.flatnonzero(d <= H) for d in days]
        pairs, pick = np.unique(np.concatenate([k * 512 + d[k] for k, d in zip(wanted, days)]), return_inverse=True)
        pick = np.split(pick, np.cumsum([len(k) for k in wanted])[:-1])
        debts = Debts(entries, pairs // 512, pairs % 512, recovered)
        for p, policy in enumerate(self.policies, 1):
            tt, cash_day, paid, returned, back = settle(policy, debts, pick[p - 1], t, b)
            out["claims"][s, p, at] = np.bincount(tt, paid, count)
            out["insured"][s, p, at] = np.bincount(tt, paid - returned, count)
            out["claims_later"][s, p] += paid[cash_day > H].sum()
            key = np.concatenate([np.minimum(cash_day, H + 1) * count + tt, np.minimum(back[1], H + 1) * count + back[0]])
            cash = np.bincount(key, np.concatenate([paid, -back[2]]), (H + 2) * count).reshape(H + 2, count)
            flow[:, p] = receipts + cash[: H + 1] - policy.premium[:, None]

    def run(self, trials, seed):
        rng = np.random.Generator(np.random.SFC64(seed))
        S = P = 4
        shapes = {"gross": (S,), "defaults": (S,), "claims": (S, P), "insured": (S, P), "receipts": (S, WEEKS),
                  "balance": (S, P, WEEKS), "gap": (S, P, WEEKS), "first_breach": (S, P)}
        out = {name: np.zeros((*shape, trials)) for name, shape in shapes.items()}
        out["loss_by_buyer"], out["claims_later"] = np.zeros((S, self.book.buyers)), np.zeros((S, P))
        net = np.zeros((H + 1, S, P, BATCH))
        for first in range(0, trials, CHUNK):
            chunk = Chunk(self, rng, min(CHUNK, trials - first))
            at = slice(first, first + len(chunk.score))
            done = at.stop - first // BATCH * BATCH
            receipts = self.receipts(chunk)
            candidates = np.divmod(np.flatnonzero(chunk.score >= self.late_score), self.book.size)
            late = {s: self.late_payers(s, chunk, candidates) for s in (0, 1, 3)}
            late[2] = late[0]  # payments are base's
            for s in range(S):
                flow = net[:, s, :, first % BATCH : done]
                flow[:, 0] = receipts[s].T
                self.settle_chunk(s, chunk, late[s], flow, at, out)
            if done == BATCH or at.stop == trials:
                self.close_accounts(net[..., :done], slice(at.stop - done, at.stop), out)
        return out

    def close_accounts(self, net, batch, out):
        """Closes of the account by day: a line of 1 million at 7.5 %, ACT/360, that keeps 500,000; interest is rounded and
        paid at month ends."""
        balance = np.empty_like(net)
        cash, drawn, accrued, move = np.full(net.shape[1:], 2e8), *(np.zeros(net.shape[1:]) for _ in range(3))
        for t in range(1, H + 1):
            accrued += drawn
            cash += net[t]
            if MONTH_END[t]:
                cash -= np.rint(accrued * 75 / 360000)
                accrued[:] = 0
            np.subtract(5e7, cash, out=move)
            move += drawn
            np.minimum(move, 1e8, out=move)
            np.maximum(move, 0, out=move)  # drawn from now on
            cash -= drawn
            cash += move
            drawn, move = move, drawn
            balance[t] = cash
        weeks = balance[1:].reshape(WEEKS, 7, *cash.shape)
        out["balance"][..., batch] = np.moveaxis(weeks[:, 6], 0, 2)
        out["gap"][..., batch] = np.moveaxis(np.maximum(5e7 - weeks.min(1), 0), 0, 2)
        breach = balance[1:] < 5e7
        out["first_breach"][..., batch] = np.where(breach.any(0), breach.argmax(0) + 1, H + 1)


def order_statistics(values):
    """VaR of rank ceil(p N) along the last axis."""
    n = values.shape[-1]
    ranks = [min(max(math.ceil(round(p * n, 9)), 1), n) - 1 for p in PROBABILITIES]
    return np.partition(values, sorted(set(ranks)), axis=-1)[..., ranks]


def summarise(out):
    """What the program prints, in euros, with standard errors."""
    n = out["gross"].shape[-1]
    out["retained"] = out["gross"][:, None] - out["insured"]
    summary = {"breach": (out["first_breach"] <= H).mean(-1), "weekly_breach": (out["gap"] > 0).mean(-1),
               "facility": order_statistics(out["gap"].max(2)) / 100,
               "first_breach_quantile": order_statistics(out["first_breach"]),
               "loss_by_buyer": out["loss_by_buyer"] / n / 100, "claims_receivable": out["claims_later"] / n / 100}
    for name in ("breach", "weekly_breach"):
        summary[f"{name}_error"] = np.sqrt(summary[name] * (1 - summary[name]) / (n - 1))
    for name in ("gross", "claims", "insured", "retained", "receipts", "balance", "gap"):
        values = out[name]
        summary[f"{name}_mean"] = values.mean(-1) / 100
        summary[f"{name}_error"] = values.std(-1, ddof=1) / math.sqrt(n) / 100
        summary[f"{name}_quantile"] = order_statistics(values) / 100
    for name in ("gross", "claims", "insured", "retained"):
        at_risk = 100 * summary[f"{name}_quantile"]
        excess = [np.maximum(out[name] - at_risk[..., q, None], 0) / (1 - p) for q, p in enumerate(PROBABILITIES)]
        summary[f"{name}_shortfall"] = np.stack([at_risk[..., q] + x.mean(-1) for q, x in enumerate(excess)], -1) / 100
        summary[f"{name}_shortfall_error"] = np.stack([x.std(-1, ddof=1) for x in excess], -1) / math.sqrt(n) / 100
    return summary


if __name__ == "__main__":
    simulation = Simulation(sys.argv[1])
    trials, seed = int(sys.argv[2]), int(sys.argv[3]) if len(sys.argv) > 3 else 20260105
    start = os.times()
    out = simulation.run(trials, seed)
    summary = summarise(out)
    end = os.times()
    if len(sys.argv) > 4:
        np.savez(sys.argv[4], **summary, **{f"trial_{name}": v for name, v in out.items() if v.shape[-1] == trials})
    print(json.dumps({"trials": trials, "invoices": simulation.book.size,
                      "cpu_seconds": end.user + end.system - start.user - start.system,
                      "wall_seconds": end.elapsed - start.elapsed,
                      "expected_loss": summary["gross_mean"].tolist()}))
