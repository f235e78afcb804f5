"""Answers to 13.6, treat: right and wrong ones. What counts is what becomes of the networks, so inputs go through a judge."""

from chainrule.clinic import HEALTHY, ILLNESSES, treated
from chainrule_staff.authoring.alternatives import inputs, right, wrong

CURES = {
    "saturated": ("scale", 1.0),
    "dead": ("bias", 0.0),
    "symmetric": ("init", "xavier"),
    "exploding": ("scale", 1.0),
    "vanishing": ("scale", 1.0),
    "rate too low": ("lr", 0.03),
    "rate too high": ("lr", 0.03),
    "over-fitting": ("pictures", 4000),
    "double softmax": ("output", "scores"),
    "labels apart": ("shuffle", "pairs"),
}

# -- inputs ----------------------------------------------------------------------------------------


@inputs(through="judged", sweep=False)
def networks(rng):
    for illness in ILLNESSES:
        yield treated, illness, 1


# -- right, written in other ways ------------------------------------------------------------------


@right
def by_a_copy(recipe, illness):
    found = dict(recipe)
    name, value = CURES[illness]
    found[name] = value
    return found


@right
def by_questions(recipe, illness):
    if illness in ("saturated", "exploding", "vanishing"):
        change = {"scale": 1.2}
    elif illness.startswith("rate"):
        change = {"lr": 0.02}
    elif illness == "dead":
        change = {"bias": 0.1}
    elif illness == "symmetric":
        change = {"init": "he"}
    elif illness == "over-fitting":
        change = {"pictures": 3500}
    else:
        change = {"output": "scores"} if illness == "double softmax" else {"shuffle": "pairs"}
    return recipe | change


@right
def in_its_own_order(recipe, illness):
    name, value = CURES[illness]
    return {key: value if key == name else recipe[key] for key in sorted(recipe)}


# -- wrong, and told why ---------------------------------------------------------------------------


def _with(recipe, illness, **instead):
    """The right treatment, but for illnesses that have another one here."""
    name, value = instead.get(illness.replace(" ", "_").replace("-", "_"), CURES[illness])
    return {**recipe, name: value}


@wrong
def always_the_rate(recipe, illness):
    """You turn the learning rate whatever the illness is. The readings say whether steps are too short or too long;
    for most illnesses they are neither."""
    return {**recipe, "lr": 0.03 if illness.startswith("rate") else recipe["lr"] / 10}


@wrong
def always_longer(recipe, illness):
    """You train longer whatever the illness is. What stands still for one epoch stands still for ten."""
    return {**recipe, "epochs": recipe["epochs"] + 4}


@wrong
def two_at_once(recipe, illness):
    """You change the learning rate along with what is wrong. Of two changes at once nobody knows which one helped."""
    name, value = CURES[illness]
    return {**recipe, name: value, "lr": 0.02 if illness.startswith("rate") else recipe["lr"] * 0.9}


@wrong
def the_change_alone(recipe, illness):
    """You return the change and not the recipe: all fourteen settings are needed to train."""
    name, value = CURES[illness]
    return {name: value}


@wrong
def nothing_changed(recipe, illness):
    """You return the recipe as it was."""
    return dict(recipe)


@wrong
def another_seed(recipe, illness):
    """You try other random numbers. None of the ten illnesses is bad luck."""
    return {**recipe, "seed": recipe["seed"] + 100}


@wrong
def the_optimizer(recipe, illness):
    """You change the optimizer whatever the illness is. Adam makes another step of a gradient; it needs one that tells something."""
    return {**recipe, "optimizer": "adam"}


@wrong
def regularized(recipe, illness):
    """You put a price on the weights whatever the illness is. That is against over-fitting, and most of these
    networks do not even know their training pictures."""
    return {**recipe, "l2": 0.01}


@wrong
def overfitting_by_dropout(recipe, illness):
    """Dropout alone does not save a network that is trained on sixty pictures. What is there too little of?"""
    return _with(recipe, illness, over_fitting=("dropout", 0.3))


@wrong
def overfitting_by_stopping(recipe, illness):
    """Stopping earlier alone does not save a network that is trained on sixty pictures: it then has not learned
    enough. What is there too little of?"""
    return _with(recipe, illness, over_fitting=("epochs", 8))


@wrong
def overfitting_by_a_smaller_network(recipe, illness):
    """A smaller network alone does not save one that is trained on sixty pictures. What is there too little of?"""
    return _with(recipe, illness, over_fitting=("hidden", [16]))


@wrong
def overfitting_by_a_price(recipe, illness):
    """A price on the weights alone does not save a network that is trained on sixty pictures. What is there too little of?"""
    return _with(recipe, illness, over_fitting=("l2", 0.03))


@wrong
def too_many_pictures(recipe, illness):
    """There are 4,000 training pictures, and you ask for more."""
    return _with(recipe, illness, over_fitting=("pictures", 5000))


@wrong
def symmetric_by_scale(recipe, illness):
    """Copies that are larger are still copies. What would make their weights different?"""
    return _with(recipe, illness, symmetric=("scale", 3.0))


@wrong
def symmetric_by_bias(recipe, illness):
    """A bias that is the same for all units does not tell copies from each other."""
    return _with(recipe, illness, symmetric=("bias", 0.5))


@wrong
def double_by_pictures(recipe, illness):
    """With more pictures a network with two softmaxes is still not surer than 23 %. What is the loss given, and what should it be given?"""
    return _with(recipe, illness, double_softmax=("pictures", 4000))


@wrong
def apart_by_pictures(recipe, illness):
    """More pictures with labels of other pictures teach no more than few."""
    return _with(recipe, illness, labels_apart=("pictures", 4000))


@wrong
def dead_by_scale(recipe, illness):
    """You leave the biases as they are. They hold the units down; without a gradient nothing pulls them up."""
    return _with(recipe, illness, dead=("scale", 0.5))


@wrong
def vanishing_by_the_rate(recipe, illness):
    """A larger rate makes the last layer's steps as long as the first layer's. The signal still arrives a thousand times smaller than it set out."""
    return _with(recipe, illness, vanishing=("lr", 0.3))


@wrong
def slow_by_epochs(recipe, illness):
    """You train a slow network for longer. At this rate it would take thousands of epochs."""
    return _with(recipe, illness, rate_too_low=("epochs", 16))


@wrong
def no_such_setting(recipe, illness):
    """Your recipe has a setting that does not exist. The table lists all fourteen."""
    name, value = CURES[illness]
    return {**recipe, name: value, "learning_rate": 0.03}


@wrong
def no_such_value(recipe, illness):
    """The values that you give to output or shuffle do not exist. The table lists those that do."""
    return _with(recipe, illness, double_softmax=("output", "logits"), labels_apart=("shuffle", "both"))


# -- wrong, refused without a name -----------------------------------------------------------------


@wrong
def the_healthy_recipe(recipe, illness):
    return dict(HEALTHY)


@wrong
def in_place(recipe, illness):
    name, value = CURES[illness]
    recipe[name] = value
    return recipe
