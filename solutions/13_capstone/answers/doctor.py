"""Answers to 13.7, doctor: right and wrong ones. What counts is how many patients it is right about, so inputs go through a judge."""

import numpy as np

from chainrule.clinic import machine_doctor, visits
from chainrule_staff.authoring.alternatives import inputs, right, wrong

# -- inputs ----------------------------------------------------------------------------------------


@inputs(through="judged", sweep=False)
def the_open_ward(rng):
    yield visits, "open"


# -- right, written in other ways ------------------------------------------------------------------


def _rules(r):
    """The ten rules in their order, each with whether it applies."""
    growth = r["spread"][0, -1] / max(r["spread"][0, 0], 1e-30)
    return [
        ("dead", r["dead"][0].max() > 0.5),
        ("saturated", r["saturated"][0].max() > 0.5),
        ("symmetric", r["alike"][0].max() > 0.5),
        ("exploding", growth > 10),
        ("vanishing", growth < 0.1),
        ("rate too high", r["update"].max() > 0.2),
        ("rate too low", r["update"].max() < 1e-4),
        ("over-fitting", r["accuracy"] - r["val_accuracy"] > 0.2),
        ("double softmax", r["one_batch"] > 1),
        ("labels apart", True),
    ]


def _by(rules):
    return next(name for name, applies in rules if applies)


@right
def by_a_list(readings):
    return _by(_rules(readings))


@right
def from_the_end(readings):
    r = readings
    if r["one_batch"] < 0.1 and r["accuracy"] > 0.9 and r["val_accuracy"] < 0.8:
        return "over-fitting"
    if r["one_batch"] < 0.1 and r["accuracy"] < 0.4 and np.max(r["saturated"][0]) < 0.3 and r["first_loss"] < 10:
        return "labels apart"
    if 1.45 < r["one_batch"] < 2 and r["accuracy"] > 0.45:
        return "double softmax"
    return by_a_list(readings)


@right
def by_points(readings):
    weights = 0.5 ** np.arange(10)
    rules = _rules(readings)
    return rules[int(np.argmax([weight * applies for weight, (_, applies) in zip(weights, rules)]))][0]


# -- wrong, and told why ---------------------------------------------------------------------------


def _without(readings, *left_out):
    return _by([rule for rule in _rules(readings) if rule[0] not in left_out])


@wrong
def the_machine(readings):
    """Your doctor is no better than the machine: it waits for what looks slow. Four illnesses were not on its list; which readings show them?"""
    return machine_doctor(readings)


@wrong
def never_symmetric(readings):
    """Your doctor never finds copies. Which reading counts units that have a twin?"""
    return _without(readings, "symmetric")


@wrong
def never_overfitting(readings):
    """Your doctor never finds over-fitting. Which two readings differ when pictures are known by heart?"""
    return _without(readings, "over-fitting")


@wrong
def never_slow(readings):
    """Your doctor never finds a rate that is too low. Which reading says how far a step goes?"""
    return _without(readings, "rate too low")


@wrong
def by_the_curve(readings):
    """Your doctor looks at losses and accuracies only. Several illnesses have the same ones."""
    r = readings
    if not np.isfinite(r["loss"]):
        return "rate too high"
    if r["accuracy"] > 0.9 and r["val_accuracy"] < 0.8:
        return "over-fitting"
    return "rate too low" if r["loss"] > 2 else "double softmax"


@wrong
def after_training_only(readings):
    """Your doctor looks at the units after training. By then a rate that is too high has killed some as well: what
    came first shows in the first row."""
    r = {**readings, **{name: readings[name][::-1] for name in ("dead", "saturated", "alike", "spread")}}
    with np.errstate(all="ignore"):
        return _by(_rules(r))


@wrong
def rate_first(readings):
    """Your doctor asks for the updates first. An exploding network has huge ones and a dead one none, whatever the
    rate: ask for what can be seen before training first."""
    r = readings
    if np.max(r["update"]) > 0.2:
        return "rate too high"
    return "rate too low" if np.max(r["update"]) < 1e-3 else _by(_rules(r))


@wrong
def always_dead(readings):
    """Your doctor gives every patient the same name."""
    return "dead"


@wrong
def first_loss_only(readings):
    """Your doctor takes every large first loss for an explosion. Saturated networks have one as well; does the spread grow?"""
    return "exploding" if readings["first_loss"] > 2.6 else _without(readings, "saturated", "exploding")


# -- wrong, refused without a name -----------------------------------------------------------------


@wrong
def without_saturated(readings):
    return _without(readings, "saturated")


@wrong
def without_vanishing(readings):
    return _without(readings, "vanishing")


@wrong
def without_exploding(readings):
    return _without(readings, "exploding")


@wrong
def in_capitals(readings):
    return _by(_rules(readings)).capitalize()


@wrong
def with_the_reason(readings):
    return _by(_rules(readings)), "by rules"


@wrong
def by_dead_units_alone(readings):
    return "dead" if readings["dead"].max() > 0.3 else "rate too low"


@wrong
def number_of_the_rule(readings):
    return [name for name, _ in _rules(readings)].index(_by(_rules(readings)))
