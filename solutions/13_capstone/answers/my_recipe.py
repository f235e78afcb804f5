"""Answers to 13.9, my_recipe: right and wrong ones. What counts is what the network comes to, so it goes through a judge."""

from chainrule.clinic import HEALTHY, contest
from chainrule_staff.authoring.alternatives import inputs, right, wrong

# -- inputs ----------------------------------------------------------------------------------------


@inputs(through="judged", sweep=False)
def the_visible_half(rng):
    yield contest, 300_000_000, "validation", 0.8


# -- right, written in other ways ------------------------------------------------------------------


@right
def without_hidden_layers():
    return {**HEALTHY, "hidden": [], "pictures": 4000, "epochs": 19, "lr": 0.003}


@right
def narrower_and_longer():
    return {**HEALTHY, "hidden": [28], "pictures": 4000, "epochs": 6, "lr": 0.002, "optimizer": "adam"}


@right
def wider_and_shorter():
    return {**HEALTHY, "hidden": [32], "pictures": 4000, "epochs": 5, "lr": 0.002, "optimizer": "adam"}


# -- wrong, and told why ---------------------------------------------------------------------------


@wrong
def the_healthy_one():
    """The healthy recipe takes nearly three times what you may spend."""
    return dict(HEALTHY)


@wrong
def all_pictures_for_the_healthy_one():
    """The healthy recipe with all pictures takes more than five times what you may spend. Where are most of its weights?"""
    return {**HEALTHY, "pictures": 4000}


@wrong
def few_pictures():
    """Your network knows its few training pictures, and others much less. Spend on more pictures rather than on more epochs."""
    return {**HEALTHY, "hidden": [32], "pictures": 200, "epochs": 70}


@wrong
def too_short():
    """Your network does not know its training pictures either. It needs more epochs, or longer steps."""
    return {**HEALTHY, "hidden": [32], "pictures": 4000, "epochs": 2, "lr": 0.001}


@wrong
def half_a_recipe():
    """Your recipe lacks settings. All fourteen are needed."""
    return {"hidden": [24], "lr": 0.01, "epochs": 9, "pictures": 4000}


@wrong
def wider_than_allowed():
    """Your hidden layer is wider than 512 units, which is the most."""
    return {**HEALTHY, "hidden": [1000], "epochs": 1}


@wrong
def more_pictures_than_there_are():
    """You ask for more than the 4,000 training pictures that there are."""
    return {**HEALTHY, "hidden": [16], "pictures": 5000, "epochs": 7}


@wrong
def half_epochs():
    """The number of your epochs is not whole. An epoch shows every picture once; there is no half one here."""
    return {**HEALTHY, "hidden": [24], "pictures": 4000, "epochs": 5.5}


# -- wrong, refused without a name -----------------------------------------------------------------


@wrong
def initialization_in_capitals():
    return {**HEALTHY, "hidden": [24], "pictures": 4000, "epochs": 6, "init": "He"}


@wrong
def a_rate_below_zero():
    return {**HEALTHY, "hidden": [24], "pictures": 4000, "epochs": 6, "lr": -0.01}


@wrong
def only_a_few_steps_short():
    return {**HEALTHY, "hidden": [8], "pictures": 4000, "epochs": 1}


@wrong
def nothing():
    return {}


@wrong
def as_pairs():
    return list(HEALTHY.items())


@wrong
def one_hundred_epochs_of_a_wide_one():
    return {**HEALTHY, "hidden": [512], "epochs": 100, "pictures": 4000}


@wrong
def labels_apart():
    return {**HEALTHY, "hidden": [24], "pictures": 4000, "epochs": 9, "lr": 0.01, "shuffle": "pictures only"}


@wrong
def slow():
    return {**HEALTHY, "hidden": [24], "pictures": 4000, "epochs": 9, "lr": 1e-5}
