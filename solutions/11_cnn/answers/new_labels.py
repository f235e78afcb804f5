"""Answers to 11.8, new_labels: right and wrong ones, and inputs to compare functions on."""

import numpy as np

from chainrule_staff.authoring.alternatives import inputs, right, wrong
from chainrule_staff.authoring.vocabulary import maybe, pick

# -- inputs ----------------------------------------------------------------------------------------


@inputs
def new_labels_inputs(rng):
    while True:
        K = int(rng.integers(1, 8))
        classes = rng.choice(12, K, replace=False)
        way = rng.random()
        if way < 0.3:
            classes = np.sort(classes)
        elif way < 0.4:
            classes = classes * 1000 - 3000  # labels are names: they may be large or negative
        elif way < 0.5:
            classes = classes * 128  # alike in their last seven bits
        elif way < 0.65:
            classes = classes - 6  # a table that is indexed by them has two at one place
        elif way < 0.7:
            classes = 2**25 + classes  # floats of 32 bits do not tell them apart
        elif way < 0.73:
            K = 300
            classes = rng.permutation(K)  # more new labels than 8 bits count
        few = classes if maybe(rng, 0.6) else rng.choice(classes, int(rng.integers(1, K + 1)), replace=False)
        y = rng.choice(few, int(pick(rng, (1, 2, 3, 5, 9))))
        yield y, classes


# -- right, written in other ways ------------------------------------------------------------------


@right
def by_a_dict(y, classes):
    """A dict answers for each label where it stands. It looks each label up at once, however many
    classes there are, where the table compares every label with every class; but it does so one
    label after the other, in Python."""
    place = {label: k for k, label in enumerate(classes.tolist())}
    return np.array([place[label] for label in y.tolist()])


@right
def by_sorting(y, classes):
    order = np.argsort(classes)
    return order[np.searchsorted(classes[order], y)]


@right
def by_nonzero(y, classes):
    rows, places = np.nonzero(y[:, None] == classes[None, :])
    return places


@right
def by_lists(y, classes):
    names = list(classes)
    return np.array([names.index(label) for label in y])


# -- wrong, and told why ---------------------------------------------------------------------------


@wrong
def minus_the_smallest(y, classes):
    """You take the smallest class away from each label. That is right only where the classes follow each other without a gap, and in order."""
    return y - np.min(classes)


@wrong
def minus_the_first(y, classes):
    """You take the first class away from each label. That is right only where the classes go up by one each time."""
    return y - classes[0]


@wrong
def minus_the_number(y, classes):
    """You take the number of classes away from each label. For five old and five new ones that happens to be right."""
    return y - len(classes)


@wrong
def ranks_of_the_sorted(y, classes):
    """You count the classes in order of size. A label's place is the one it has in `classes` as they are given."""
    return np.searchsorted(np.sort(classes), y)


@wrong
def ranks_of_those_present(y, classes):
    """You number the labels that occur in `y`. A class that does not occur keeps its place all the same."""
    return np.unique(y, return_inverse=True)[1].reshape(-1)


@wrong
def order_of_appearance(y, classes):
    """You number the labels as they come in `y`. The place in `classes` is asked for."""
    seen = []
    for label in y.tolist():
        if label not in seen:
            seen.append(label)
    return np.array([seen.index(label) for label in y.tolist()])


@wrong
def old_labels(y, classes):
    """The old labels come back. The new head has scores 0 to K − 1."""
    return y.copy()


@wrong
def from_one(y, classes):
    """You count from 1. The first class is 0."""
    return np.argmax(y[:, None] == classes, axis=1) + 1


@wrong
def one_hot(y, classes):
    """You return the table with a 1 for each label. Where in its row does it stand?"""
    return (y[:, None] == classes).astype(int)


@wrong
def places_in_y(y, classes):
    """You look for the classes in `y`. It is the labels that are looked for in `classes`."""
    return np.argmax(classes[:, None] == y, axis=1)


@wrong
def sorted_labels(y, classes):
    """The labels come back in order of size. They must stay with their pictures."""
    return np.sort(np.argmax(y[:, None] == classes, axis=1))


@wrong
def remainder(y, classes):
    """You take the remainder of a division by the number of classes. For 5 to 9 that happens to be right."""
    return y % len(classes)


@wrong
def classes_of_the_places(y, classes):
    """You take a label for a place: you return the class that stands there. It is the other way round."""
    return classes[y % len(classes)]


@wrong
def counted_from_the_end(y, classes):
    """You count the classes from the last one."""
    return len(classes) - 1 - np.argmax(y[:, None] == classes, axis=1)


@wrong
def searched_in_disorder(y, classes):
    """You search as if the classes stood in order of size. They may come in any order."""
    return np.searchsorted(classes, y)


@wrong
def replaced_one_after_the_other(y, classes):
    """A label that you have replaced is replaced once more, where its new one is the name of a class as well."""
    y = y.copy()
    for k, label in enumerate(classes.tolist()):
        y[y == label] = k
    return y


@wrong
def minus_five(y, classes):
    """You take 5 away from each label, whatever the classes are. That is right only where they are 5, 6, 7 and so on."""
    return y - 5


@wrong
def table_up_to_the_largest(y, classes):
    """Your table has a place for each number from 0 to the largest class. Labels are names: they may be negative."""
    table = np.zeros(np.max(classes) + 1, int)
    table[classes] = np.arange(len(classes))
    return table[y]


@wrong
def in_eight_bits(y, classes):
    """You put the labels into 8 bits. Two that differ by 256 are one and the same there."""
    return np.argmax((y % 256)[:, None] == classes % 256, axis=1)


@wrong
def classes_that_occur(y, classes):
    """You leave out the classes that do not occur in `y` before you count. Such a class keeps its place all the same."""
    present = classes[np.isin(classes, y)]
    return np.argmax(y[:, None] == present, axis=1)


# -- wrong, refused without a name -----------------------------------------------------------------


@wrong
def order_of_the_sorted(y, classes):
    return np.argsort(classes)[np.minimum(np.searchsorted(np.sort(classes), y), len(classes) - 1)][::-1]


@wrong
def in_place(y, classes):
    for k, label in enumerate(classes.tolist()):
        y[y == label] = k
    return y


@wrong
def first_only(y, classes):
    return np.where(y == classes[0], 0, 1)
