"""Answers to 13.5, name_illnesses: right and wrong ones. What differs is one patient's name."""

from chainrule.clinic import opinion
from chainrule_staff.authoring.alternatives import inputs, right, wrong

RIGHT = {
    "A": "labels apart",
    "B": "saturated",
    "C": "rate too low",
    "D": "double softmax",
    "E": "dead",
    "F": "over-fitting",
    "G": "exploding",
    "H": "symmetric",
}

# -- inputs ----------------------------------------------------------------------------------------


@inputs(through="judged", sweep=False)
def patients(rng):
    for letter in RIGHT:
        yield opinion, letter


# -- right, written in other ways ------------------------------------------------------------------


@right
def as_a_copy():
    return dict(RIGHT)


@right
def by_keywords():
    return dict(zip("ABCDEFGH", RIGHT.values()))


@right
def by_name():
    found = {name: letter for letter, name in RIGHT.items()}
    return {letter: name for name, letter in found.items()}


@right
def with_a_note():
    return {**RIGHT, "healthy": "none of them"}


# -- wrong, and told why ---------------------------------------------------------------------------


@wrong
def a_overfits():
    """A is not over-fitting: training pictures are not known either. Its single batch is known by heart. What is
    different between fifty pictures and two thousand?"""
    return {**RIGHT, "A": "over-fitting"}


@wrong
def a_is_slow():
    """A is not slow: its updates are as large as those of a healthy network. Look at what it can learn by heart, and at what it cannot."""
    return {**RIGHT, "A": "rate too low"}


@wrong
def a_vanishes():
    """In A the signal reaches the last layer, and so does the gradient the first. Something else keeps the loss up."""
    return {**RIGHT, "A": "vanishing"}


@wrong
def b_explodes():
    """In B the outputs are as large in the last hidden layer as in the first. A large first loss has several causes; look at the shares of units."""
    return {**RIGHT, "B": "exploding"}


@wrong
def b_is_too_fast():
    """In B the loss is large before any step is made. No learning rate does that."""
    return {**RIGHT, "B": "rate too high"}


@wrong
def b_vanishes():
    """In B the outputs do not get smaller from layer to layer."""
    return {**RIGHT, "B": "vanishing"}


@wrong
def c_vanishes():
    """C has gradients of ordinary size in every layer. What lies between a gradient and an update?"""
    return {**RIGHT, "C": "vanishing"}


@wrong
def c_is_dead():
    """In C hardly a unit is dead. The loss stays where it is for another reason."""
    return {**RIGHT, "C": "dead"}


@wrong
def c_has_other_labels():
    """C does not even learn one batch by heart. Labels that belong to other pictures would not keep it from that."""
    return {**RIGHT, "C": "labels apart"}


@wrong
def d_is_slow():
    """D's updates are of an ordinary size, and it names most pictures correctly. Do its loss and its accuracy fit?"""
    return {**RIGHT, "D": "rate too low"}


@wrong
def d_overfits():
    """D names training pictures not much better than others. Do its loss and its accuracy fit?"""
    return {**RIGHT, "D": "over-fitting"}


@wrong
def d_is_saturated():
    """In D no hidden layer is saturated. Look at the loss of the one batch that it knows by heart."""
    return {**RIGHT, "D": "saturated"}


@wrong
def e_vanishes():
    """In E the signal does not get smaller little by little: it ends. Look at the shares of units before training."""
    return {**RIGHT, "E": "vanishing"}


@wrong
def e_is_too_fast():
    """E's units are silent before the first step. A learning rate has not done anything by then."""
    return {**RIGHT, "E": "rate too high"}


@wrong
def e_is_slow():
    """In E there is no gradient at all: with a larger rate the updates would be 0 as well."""
    return {**RIGHT, "E": "rate too low"}


@wrong
def f_has_other_labels():
    """F names far more of the validation pictures correctly than guessing would. With labels of other pictures that does not happen."""
    return {**RIGHT, "F": "labels apart"}


@wrong
def f_has_two_softmaxes():
    """F's loss on one batch falls far below 1.46, which two softmaxes do not allow."""
    return {**RIGHT, "F": "double softmax"}


@wrong
def g_is_too_fast():
    """G's loss is thousands of times log 10 before the first step. A learning rate has not done anything by then.
    (Its updates are huge because its gradients are.)"""
    return {**RIGHT, "G": "rate too high"}


@wrong
def g_is_dead():
    """G's units were alive before training. They died of something that can be seen before the first step."""
    return {**RIGHT, "G": "dead"}


@wrong
def g_is_saturated():
    """G's outputs are not bounded: there are no flat ends to lie on. They grow from layer to layer."""
    return {**RIGHT, "G": "saturated"}


@wrong
def h_is_slow():
    """H's updates are of an ordinary size. Look at the shares of units."""
    return {**RIGHT, "H": "rate too low"}


@wrong
def h_vanishes():
    """In H the outputs are of one size in all layers. That the first gradients are 0 has another reason: look at the shares of units."""
    return {**RIGHT, "H": "vanishing"}


@wrong
def h_is_dead():
    """H's units answer to pictures. Do they answer differently from each other?"""
    return {**RIGHT, "H": "dead"}


# -- wrong, refused without a name -----------------------------------------------------------------


@wrong
def nothing_but_dead():
    return dict.fromkeys(RIGHT, "dead")


@wrong
def half_of_them():
    return {letter: RIGHT[letter] for letter in "ABCD"}


@wrong
def as_a_list():
    return list(RIGHT.values())


@wrong
def in_capitals():
    return {letter: name.upper() for letter, name in RIGHT.items()}
