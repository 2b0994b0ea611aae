"""Four right functions, each of them as slow as a call may be."""
# notebook: activations
# most: 15
# race: yes

# %% new
import time


def slow(function):
    def late(*args):
        time.sleep(0.55)
        return function(*args)

    return late


sigmoid, relu, tanh, softmax = map(slow, (sigmoid, relu, tanh, softmax))


# %% twin

# %% new
import time


def timed(function):
    def measured(*args):
        begun = time.perf_counter()
        result = function(*args)
        assert time.perf_counter() >= begun
        return result

    return measured


sigmoid, relu, tanh, softmax = map(timed, (sigmoid, relu, tanh, softmax))
